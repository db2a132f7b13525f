//! 培育名单: the lists the document wants drawn up, one a sheet. Places are live over the figures they rest on.

use crate::award::{self, COMPARED_PLACES, Entry, Listed};
use crate::formula::{Env as _, Formula, Type, where_known};
use crate::policy::{List, Shown, Target};
use crate::record::Record;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{
    Cached, Cell, Column, Columns, FIRST_ROW, Highlight, Look, Row, Rows, Sheet, Template, Tone, capacity,
};
use crate::report::operands::{Operands, letters, own, single_name, value_cell};
use crate::report::references::summary_of;
use rust_decimal::Decimal;

pub(in crate::report) const NAME: &str = "培育名单";

const TAKEN: &str = "列入";
const SPARE: &str = "备选";

/// The sheets, one a list.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Result<Vec<Sheet<'b>>, ReportError> {
    let lists = &book.policy.lists;
    let found = award::lists(book.checked, book.assessment)?;
    let sheets = lists.iter().zip(found).map(|(list, listed)| {
        let name = if lists.len() == 1 { NAME.to_owned() } else { format!("{NAME}({})", list.name) };
        if listed.entries.len() > capacity() as usize {
            return Err(ReportError::SheetFull { sheet: name });
        }
        let (subtitle, plan) = (says(book, list, &listed), ListLayout::new(book, list, listed.entries.len()));
        let (columns, taken) = (plan.columns.done(), plan.taken);
        let write = body(move |rows| plan.write(book, &listed.entries, rows));
        let mut sheet = book.sheet(name, "", columns, write);
        sheet.title = book.title(&format!("{}名单", list.name.trim_end_matches("名单")));
        sheet.subtitle = book.subtitle(&subtitle);
        if let Some(column) = taken {
            sheet.highlights = [(TAKEN, Tone::Good), (SPARE, Tone::Quiet)]
                .map(|(word, tone)| Highlight { column, word, tone })
                .to_vec();
        }
        Ok(sheet)
    });
    sheets.collect()
}

/// What the list is for, and how many are on it.
fn says(book: &Book<'_>, list: &List, listed: &Listed) -> String {
    let unit = if list.table.is_some() { "项" } else { "家" };
    let purpose = [&*list.clause, &*list.purpose].into_iter().filter(|text| !text.is_empty());
    let mut words = purpose.collect::<Vec<_>>().join("　");
    let mut add = |more: String| words.push_str(&format!("；{more}"));
    if let Some(table) = list.table.filter(|table| book.checked.data.is_absent(*table)) {
        add(format!("没有交“{}”，名单列不出来", book.policy.tables[table].name));
        return words;
    }
    add(format!("符合的 {} {unit}", listed.entries.len()));
    if list.most.is_some() {
        add(format!("{TAKEN} {} {unit}", listed.entries.iter().filter(|entry| entry.taken).count()));
    }
    if !list.ranked.is_empty() {
        let names: Vec<&str> = list.ranked.iter().map(|shown| &*shown.name).collect();
        let how = if names.len() > 1 { "的名次之和" } else { "从大到小" };
        add(format!("按{}{how}", names.join("、")));
    }
    if listed.unknown > 0 {
        add(format!("另有 {} {unit}有空白，判断不出", listed.unknown));
    }
    words
}

/// A figure the list is ranked by: what it is, live unless the data holds it, and its place.
struct Ranked {
    figure: Option<Template>,
    place: Template,
}

/// How a list's rows are written.
struct ListLayout<'b> {
    list: &'b List,
    columns: Columns,
    operands: Operands,
    shown: Vec<Option<Template>>,
    ranked: Vec<Ranked>,
    /// The sum of the places, where there are several.
    sum: Option<Template>,
    place: Option<Template>,
    word: Option<Template>,
    taken: Option<u16>,
}

impl<'b> ListLayout<'b> {
    fn new(book: &Book<'b>, list: &'b List, rows: usize) -> Self {
        let policy = book.policy;
        let last = FIRST_ROW + u32::try_from(rows.max(1)).unwrap_or(u32::MAX);
        let all = |column: u16| format!("${0}${1}:${0}${last}", letters(column), FIRST_ROW + 1);
        let mut columns = Columns::default();
        let place_at = columns.add(Column::new(if list.ranked.is_empty() { "序号" } else { "名次" }, 6, Look::Whole));
        columns.add(Column::new(book.policy.titles()[1].to_string(), 32, Look::Wrapped));
        if let Some(district) = policy.register.district {
            let name = &policy.tables[policy.register.table].columns[district].name;
            columns.add(Column::new(name.to_string(), 11, Look::Centred));
        }
        let mut operands = Operands::default();
        let place = |columns: &mut Columns, operands: &mut Operands, shown: &Shown| {
            let column = columns.add(column_of(shown));
            operands.elsewhere.extend(single_name(&shown.of).map(|target| (target, column)));
            column
        };
        for shown in &list.columns {
            place(&mut columns, &mut operands, shown);
        }
        let figures: Vec<u16> = list.ranked.iter().map(|shown| place(&mut columns, &mut operands, shown)).collect();
        let several = list.ranked.len() > 1;
        let places: Vec<u16> = match several {
            true => {
                let name = |shown: &Shown| Column::new(format!("{}\n名次", shown.name), 10, Look::Whole);
                list.ranked.iter().map(|shown| columns.add(name(shown))).collect()
            }
            false => list.ranked.iter().map(|_| place_at).collect(),
        };
        let sum_at = several.then(|| columns.add(Column::new("名次\n之和", 8, Look::Whole)));
        if list.awarded {
            columns.add(Column::money("各项合计").noted("限额以前，见“核算汇总”"));
            columns.add(Column::money("应发金额").noted("见“核算汇总”"));
        }
        let taken = list.most.map(|_| columns.add(Column::new("列入", 8, Look::Centred)));
        columns.add(Column::new(book.policy.titles()[0].to_string(), 21, Look::Text).on_screen());
        let formulas = list.columns.iter().chain(&list.ranked).map(|shown| &shown.of);
        formulas.filter(|of| single_name(of).is_none()).for_each(|of| operands.include(of));
        operands.first = columns.count();
        for (_, name, _) in &operands.list {
            columns.add(Column::new(name.to_string(), 14, Look::Number).noted("计算用的数").aside());
        }
        let live = |of: &Formula<Target>, rounded: bool| {
            let (known, figure) = operands.figure(policy, of);
            let figure = if rounded { format!("ROUND({figure},{COMPARED_PLACES})") } else { figure };
            single_name(of).is_none().then(|| Template::new(&where_known(known, &figure)))
        };
        let shown = list.columns.iter().map(|shown| live(&shown.of, false)).collect();
        let ranked = list.ranked.iter().zip(&figures).map(|(shown, column)| {
            let (one, all) = (own(*column), all(*column));
            let place = format!("IF(ISNUMBER({one}),RANK({one},{all}),COUNT({all})+1)");
            Ranked { figure: live(&shown.of, true), place: Template::new(&place) }
        });
        let ranked: Vec<Ranked> = ranked.collect();
        let sum = sum_at.map(|_| {
            let places: Vec<String> = places.iter().map(|column| own(*column)).collect();
            Template::new(&places.join("+"))
        });
        let place = sum_at.map(|sum| Template::new(&format!("RANK({},{},1)", own(sum), all(sum))));
        let word = list.most.map(|most| {
            let most = &policy.parameters[most].name;
            Template::new(&format!("IF({}<={most},\"{TAKEN}\",\"{SPARE}\")", own(place_at)))
        });
        Self { list, columns, operands, shown, ranked, sum, place, word, taken }
    }

    fn write(&self, book: &Book<'_>, entries: &[Entry], rows: &mut dyn Rows) -> Result<(), ReportError> {
        for (number, entry) in (FIRST_ROW..).zip(entries) {
            let facts = book.assessment.facts_of(entry.firm);
            let firm = book.record(entry.firm, &facts);
            let record = match self.list.table.zip(entry.row) {
                Some((table, row)) => firm.at(table, row),
                None => firm,
            };
            rows.row(&self.row(book, number, entry, &record)?)?;
        }
        Ok(())
    }

    fn row<'r>(
        &'r self,
        book: &'r Book<'_>,
        number: u32,
        entry: &Entry,
        record: &Record<'r>,
    ) -> Result<Row<'r>, ReportError> {
        let mut row = Row::with_capacity(self.columns.count().into());
        let count = |count: usize| Cached::Number(Decimal::from(count));
        match (&self.place, self.ranked.first()) {
            (Some(place), _) => row.formula(place.in_row(number), count(entry.place)),
            (None, Some(ranked)) => row.formula(ranked.place.in_row(number), count(entry.place)),
            (None, None) => row.push(Cell::Number(Decimal::from(entry.place))),
        };
        row.text(book.name(entry.firm));
        if let Some(column) = book.policy.register.district {
            let district = record.value(Target::Firm(column)).text();
            row.text(district.map_or("", |district| book.text(district)));
        }
        for (shown, live) in self.list.columns.iter().zip(&self.shown) {
            let (look, cell) = value_cell(record, shown.of.value(record)?, shown.of.kind);
            // A name is read whole.
            let look = if shown.of.kind == Type::Text { Look::Wrapped } else { look };
            push(&mut row, look, live.as_ref(), number, cell);
        }
        for ((shown, ranked), figure) in self.list.ranked.iter().zip(&self.ranked).zip(&entry.figures) {
            let (look, cell) = value_cell(record, shown.of.value(record)?, shown.of.kind);
            match &ranked.figure {
                Some(live) => row.push_as(look, Cell::live(live.in_row(number), Cached::number(*figure))),
                None => row.push_as(look, cell),
            };
        }
        if let Some(sum) = &self.sum {
            for (ranked, place) in self.ranked.iter().zip(&entry.places) {
                row.formula(ranked.place.in_row(number), count(*place));
            }
            row.formula(sum.in_row(number), count(entry.places.iter().sum()));
        }
        if self.list.awarded {
            let firm = &book.assessment.firms[entry.firm];
            let gross = summary_of(book, entry.firm, book.summary.gross);
            row.formula_money(gross, Some(firm.lines_net()));
            // What is not settled is no 0.
            match firm.payable {
                Some(payable) => row.formula_money(summary_of(book, entry.firm, book.summary.payable), Some(payable)),
                None => row.text("待定"),
            };
        }
        if let Some(word) = &self.word {
            row.formula_text(word.in_row(number), if entry.taken { TAKEN } else { SPARE });
        }
        row.text(book.code(entry.firm));
        self.operands.fill(&mut row, record);
        Ok(row)
    }
}

/// A value of the data, or the formula that gives it.
fn push<'r>(row: &mut Row<'r>, look: Look, live: Option<&'r Template>, number: u32, cell: Cell<'r>) {
    let cached = match &cell {
        Cell::Number(value) => Cached::Number(*value),
        Cell::Text(text) => Cached::Text(text.clone()),
        _ => Cached::Text("".into()),
    };
    row.push_as(look, live.map_or(cell, |live| Cell::live(live.in_row(number), cached)));
}

/// A column for a figure or a text.
fn column_of(shown: &Shown) -> Column {
    let (width, look) = match shown.of.kind {
        Type::Money => (15, Look::Money),
        Type::Share => (11, Look::Percent),
        Type::Year => (8, Look::Whole),
        Type::Date => (12, Look::Date),
        Type::Number => (12, Look::Number),
        Type::Text => (26, Look::Wrapped),
        Type::Bool => (8, Look::Centred),
    };
    Column::new(shown.name.to_string(), width, look)
}
