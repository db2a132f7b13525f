//! Where the columns of 汇总表 stand: one an item that anyone is paid for. What does not fit the page at a readable size is put
//! together as 其他项目, and stands to the right of it.

use typed_index_collections::TiSlice;

use crate::award::Assessment;
use crate::index::{FirmIndex, ItemIndex};
use crate::money::{Money, Overflow};
use crate::policy::Policy;
use crate::report::model::{Column, Columns, FIRST_ROW, Look, Paper, scale};
use crate::report::operands::letters;

pub(in crate::report) const NAME: &str = "汇总表";

/// Body text is 10 points, and no less than 9 on paper, also where a program draws a little wider.
const SMALLEST: u16 = 95;

/// Where the columns stand.
pub(in crate::report) struct MatrixColumns {
    pub columns: Vec<Column>,
    /// The firms that are paid, the highest first.
    pub firms: Vec<FirmIndex>,
    /// Each item that anyone is paid for, and where it stands; those put together last.
    pub items: Vec<(ItemIndex, u16)>,
    /// How many of `items` have a column of their own on paper.
    pub shown: usize,
    /// Where the sum of those put together stands.
    pub rest: Option<u16>,
    pub total: u16,
}

impl MatrixColumns {
    pub fn new(policy: &Policy, assessment: &Assessment) -> Result<Self, Overflow> {
        let sums = assessment.paid_by_item(policy)?;
        let mut items: Vec<ItemIndex> = sums.keys().filter(|item| sums[*item].is_positive()).collect();
        let mut firms: Vec<FirmIndex> =
            assessment.firms.keys().filter(|firm| assessment.firms[*firm].paid().is_positive()).collect();
        firms.sort_by_key(|firm| std::cmp::Reverse(assessment.firms[*firm].paid()));
        let mut rest = Vec::new();
        let mut shown = declared(policy, &sums, &items, &rest);
        while scale(shown.columns.iter().take(shown.printed()).map(|column| column.width), Paper::Landscape) < SMALLEST
            && items.len() > 1
        {
            let Some(smallest) = items.iter().copied().min_by_key(|item| sums[*item]) else { break };
            items.retain(|item| *item != smallest);
            rest.push(smallest);
            rest.sort_unstable();
            shown = declared(policy, &sums, &items, &rest);
        }
        shown.firms = firms;
        Ok(shown)
    }

    /// The rows of the firms in a column, the same wherever they are referred to from; none where nobody is paid.
    pub fn rows_of(&self, column: u16) -> Option<String> {
        let last = u32::try_from(self.firms.len()).ok().filter(|rows| *rows > 0)? + FIRST_ROW;
        let letters = letters(column);
        Some(format!("{NAME}!${letters}${}:${letters}${last}", FIRST_ROW + 1))
    }

    fn printed(&self) -> usize {
        usize::from(self.total) + 1
    }
}

/// The columns with `items` on paper and `rest` beside it.
fn declared(
    policy: &Policy,
    sums: &TiSlice<ItemIndex, Money>,
    items: &[ItemIndex],
    rest: &[ItemIndex],
) -> MatrixColumns {
    // The total is the widest figure of its column.
    let width = |sum: Money| u16::try_from(sum.grouped().len() + 2).unwrap_or(u16::MAX).max(9);
    let all = |items: &[ItemIndex]| Money::total(items.iter().map(|item| sums[*item])).unwrap_or_default();
    let mut columns = Columns::default();
    columns.add(Column::new("序号", 5, Look::Whole));
    columns.add(Column::new(policy.titles()[1].to_string(), 22, Look::Wrapped));
    let register = &policy.register;
    if let Some(column) = register.district {
        columns.add(Column::new(policy.tables[register.table].columns[column].name.to_string(), 9, Look::Centred));
    }
    let column = |item: ItemIndex| {
        let item_of = &policy.items[item];
        let note = format!("{}，限额以后实发的数", item_of.clause);
        Column::new(item_of.name.to_string(), width(sums[item]), Look::Sparse).noted(note)
    };
    let mut places: Vec<(ItemIndex, u16)> = items.iter().map(|item| (*item, columns.add(column(*item)))).collect();
    let other = (!rest.is_empty()).then(|| columns.add(Column::new("其他项目", width(all(rest)), Look::Sparse)));
    let total = columns.add(Column::new("合计", width(all(items).plus(all(rest)).unwrap_or_default()), Look::Strong));
    columns.add(Column::new(policy.titles()[0].to_string(), 21, Look::Text).on_screen());
    places.extend(rest.iter().map(|item| (*item, columns.add(column(*item).on_screen()))));
    let columns = columns.done();
    MatrixColumns { columns, firms: Vec::new(), shown: items.len(), items: places, rest: other, total }
}
