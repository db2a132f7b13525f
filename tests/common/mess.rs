//! A data set in other clothes: the same records as tidy sheets, or in the mess that bureaux make and the program must tolerate.

use std::collections::HashMap;

use jiangbu::index::{ColumnIndex, TableIndex};
use jiangbu::policy::{Kind, Policy};
use jiangbu::tables::{Dataset, Values};
use rust_decimal::Decimal;

use super::chance::Chance;
use super::dressing::{Style, cell, float, is_blank};
use super::workbook::{Cell, Sheet};

/// A data set as sheets, with the way from each value to its cell.
#[derive(Clone, Debug, Default)]
pub struct Dressed {
    /// The sheets.
    pub sheets: Vec<Sheet>,
    /// For table, column and row of the data: sheet, row and column of its cell.
    pub cells: HashMap<(TableIndex, ColumnIndex, usize), (usize, u32, u16)>,
    /// The unit that each sheet's column is written in: yuan for one, 0 where the header says percent.
    pub units: HashMap<(usize, u16), i64>,
}

/// What stands in a column of the sheet.
#[derive(Clone, Copy, PartialEq)]
enum Slot {
    Declared(ColumnIndex),
    Number,
    Remark,
}

/// Where a sheet says the unit of the columns whose headers say none.
#[derive(Clone, Copy, PartialEq)]
enum Said {
    /// In a row above the header.
    Above,
    /// In a cell beside the header.
    Beside,
    /// In a note below the rows.
    Below,
}

const fn word(unit: i64) -> &'static str {
    if unit == 1 { "元" } else { "万元" }
}

/// The data set in the mess of `seed`.
pub fn dress(data: &Dataset, policy: &Policy, seed: u64) -> Dressed {
    let mut chance = Chance::new(seed);
    let mut dressed = Dressed::default();
    for (t, table) in data.tables.iter_enumerated() {
        if table.is_empty() && !policy.tables[t].required {
            continue;
        }
        // A table may be handed in as two sheets, one after the other.
        let cut = if table.len() > 3 && chance.once_in(3) { 1 + chance.below(table.len() - 1) } else { table.len() };
        one_sheet(data, policy, t, 0..cut, &mut dressed, &mut chance);
        if cut < table.len() {
            one_sheet(data, policy, t, cut..table.len(), &mut dressed, &mut chance);
        }
    }
    let mut note = Sheet::of("填表说明", "填表说明\n1. 请各单位于12月25日前报送。\n2. 金额单位见表头。");
    note.hidden = chance.once_in(2);
    dressed.sheets.push(note);
    dressed
}

fn one_sheet(
    data: &Dataset,
    policy: &Policy,
    t: TableIndex,
    rows: std::ops::Range<usize>,
    dressed: &mut Dressed,
    chance: &mut Chance,
) {
    let (table, declared) = (&data.tables[t], &policy.tables[t]);
    let index = dressed.sheets.len();
    let exact_name = !dressed.sheets.iter().any(|sheet| sheet.name == *declared.name) && !chance.once_in(3);
    let name = if exact_name { declared.name.to_string() } else { format!("附件{}", index + 1) };
    let mut sheet = Sheet { name, hidden: chance.once_in(6), ..Sheet::default() };
    let used = |c: &ColumnIndex| {
        exact_name || declared.columns[*c].required || (0..table.len()).any(|row| !is_blank(&table.columns[*c], row))
    };
    let mut slots: Vec<Slot> = declared.columns.keys().filter(used).map(Slot::Declared).collect();
    if chance.once_in(2) {
        chance.shuffle(&mut slots);
    }
    if chance.once_in(2) {
        slots.insert(0, Slot::Number);
    }
    if chance.once_in(3) {
        slots.push(Slot::Remark);
    }
    let of_sheet = chance.pick(&[None, None, Some(1), Some(10_000)]);
    let said = of_sheet.map(|unit| (unit, chance.pick(&[Said::Above, Said::Above, Said::Beside, Said::Below])));
    titles(&mut sheet, &declared.name, said, chance);
    let styles = headers(&mut sheet, policy, t, &slots, said, chance);
    for (c, style) in styles.iter().enumerate() {
        dressed.units.insert((index, c as u16), if style.percent { 0 } else { style.unit });
    }
    let mut previous: Option<(u32, usize)> = None;
    for row in rows.clone() {
        if chance.once_in(12) {
            sheet.rows.push(Vec::new());
            previous = None;
        }
        let at = sheet.rows.len() as u32;
        let mut cells = Vec::new();
        for (c, slot) in slots.iter().enumerate() {
            cells.push(match slot {
                Slot::Number => Cell::Number((row + 1) as f64),
                Slot::Remark => chance.of(&[Cell::Empty, Cell::text("已核"), Cell::text("新报")]).clone(),
                Slot::Declared(column) => {
                    dressed.cells.insert((t, *column, row), (index, at, c as u16));
                    cell(data, policy, (t, *column, row), styles[c], chance)
                }
            });
        }
        if chance.once_in(15) {
            sheet.hidden_rows.push(at);
        }
        // The code once for neighbouring rows of one firm.
        let key = slots.iter().position(|slot| *slot == Slot::Declared(declared.key)).expect("the code's column");
        if let Some((above, before)) = previous
            && table.text(declared.key, before.into()) == table.text(declared.key, row.into())
            && !sheet.merges.iter().any(|merge| merge.2 >= above && merge.1 == key as u16)
            && chance.once_in(2)
        {
            cells[key] = Cell::Empty;
            sheet.merges.push((above, key as u16, at, key as u16));
            dressed.cells.remove(&(t, declared.key, row));
            dressed.cells.remove(&(t, declared.key, before));
        }
        previous = Some((at, row));
        sheet.rows.push(cells);
    }
    below(&mut sheet, data, policy, t, rows, &slots, &styles, chance);
    if let Some((unit, Said::Below)) = said {
        let note = chance.pick(&["注：金额单位：*。", "说明：本表金额均以*为单位", "备注：以上金额均为*"]);
        sheet.rows.push(vec![Cell::text(note.replace('*', word(unit)))]);
    }
    dressed.sheets.push(sheet);
}

/// Title, bureau and unit above the header.
fn titles(sheet: &mut Sheet, table: &str, said: Option<(i64, Said)>, chance: &mut Chance) {
    if chance.once_in(2) {
        sheet.rows.push(vec![Cell::text(format!("2022年度临清市{table}汇总表"))]);
        if chance.once_in(2) {
            sheet.merges.push((sheet.rows.len() as u32 - 1, 0, sheet.rows.len() as u32 - 1, 3));
        }
    }
    if chance.once_in(2) {
        sheet.rows.push(vec![Cell::text("填报单位：临清市科技局　　　填报日期：2022年12月20日")]);
    }
    if let Some((unit, Said::Above)) = said {
        let word = word(unit);
        let text = match chance.below(5) {
            0 => format!("单位：{word}"),
            1 => format!("（单位:{word}）"),
            2 => format!("金额以{word}计"),
            3 => word.to_owned(),
            _ => format!("金额单位： 人民币{word}"),
        };
        sheet.rows.push(vec![Cell::Empty, Cell::Empty, Cell::text(text)]);
    }
    if chance.once_in(3) {
        sheet.rows.push(Vec::new());
    }
}

/// The header, on one level or two.
fn headers(
    sheet: &mut Sheet,
    policy: &Policy,
    t: TableIndex,
    slots: &[Slot],
    said: Option<(i64, Said)>,
    chance: &mut Chance,
) -> Vec<Style> {
    let mut styles = Vec::new();
    let mut names = Vec::new();
    for slot in slots {
        let mut style = Style { unit: said.map_or(1, |(unit, _)| unit), percent: false };
        names.push(match slot {
            Slot::Number => "序号".to_owned(),
            Slot::Remark => "备注".to_owned(),
            Slot::Declared(column) => {
                let column = &policy.tables[t].columns[*column];
                let name = if column.aliases.is_empty() || !chance.once_in(5) {
                    &*column.name
                } else {
                    &**chance.of(&column.aliases)
                };
                let mut name = name.to_string();
                match column.kind {
                    Kind::Money { .. } if !chance.once_in(3) => {
                        style.unit = chance.pick(&[1, 10_000]);
                        let forms = [
                            "（*）",
                            "(*)",
                            "\n(*)",
                            "（单位：*）",
                            " （ * ）",
                            "（*，保留两位小数）",
                            "\n以*计",
                            "_*",
                        ];
                        name += &chance.pick(&forms).replace('*', word(style.unit));
                    }
                    Kind::Percent if chance.once_in(2) => {
                        style.percent = true;
                        name += chance.pick(&["（%）", "(％)"]);
                    }
                    _ if chance.once_in(6) => name = format!("*{name}"),
                    _ if chance.once_in(6) => name.insert(name.chars().next().map_or(0, char::len_utf8), '\u{3000}'),
                    _ => {}
                }
                name
            }
        });
        styles.push(style);
    }
    if let Some((unit, Said::Beside)) = said {
        names.push(format!("单位：{}", word(unit)));
    }
    let top = sheet.rows.len() as u32;
    if slots.len() > 3 && chance.once_in(3) {
        let from = 1 + chance.below(slots.len() - 2);
        let to = (from + 1 + chance.below(2)).min(slots.len() - 1);
        let (mut upper, mut lower) = (Vec::new(), Vec::new());
        for (c, name) in names.iter().enumerate() {
            if (from..=to).contains(&c) {
                upper.push(if c == from { Cell::text("申报情况") } else { Cell::Empty });
                lower.push(Cell::text(name));
            } else {
                upper.push(Cell::text(name));
                lower.push(Cell::Empty);
                sheet.merges.push((top, c as u16, top + 1, c as u16));
            }
        }
        sheet.merges.push((top, from as u16, top, to as u16));
        sheet.rows.extend([upper, lower]);
    } else {
        sheet.rows.push(names.into_iter().map(Cell::Text).collect());
    }
    if slots.len() > 2 && chance.once_in(6) {
        let numbers = (1..slots.len()).map(|number| Cell::Number(number as f64));
        sheet.rows.push(std::iter::once(Cell::text("甲")).chain(numbers).collect());
    }
    styles
}

/// Totals that are right, notes and signatures below the rows.
#[allow(clippy::too_many_arguments, reason = "one place that knows the whole sheet")]
fn below(
    sheet: &mut Sheet,
    data: &Dataset,
    policy: &Policy,
    t: TableIndex,
    rows: std::ops::Range<usize>,
    slots: &[Slot],
    styles: &[Style],
    chance: &mut Chance,
) {
    if chance.once_in(2) {
        let with_sums = chance.once_in(2);
        let label = chance.pick(&["合计", "合 计", "总计", "总　计：", "汇总"]);
        let total = |(slot, style): (&Slot, &Style)| match slot {
            Slot::Declared(column) if with_sums => {
                match (&data.tables[t].columns[*column], &policy.tables[t].columns[*column].blank) {
                    (Values::Money(values), None) => {
                        let sum: Decimal =
                            rows.clone().filter_map(|row| values.raw[row]).map(jiangbu::money::Money::as_yuan).sum();
                        Cell::Number(float(sum / Decimal::from(style.unit)))
                    }
                    _ => Cell::Empty,
                }
            }
            _ => Cell::Empty,
        };
        let mut cells: Vec<Cell> = slots.iter().zip(styles).map(total).collect();
        cells[0] = Cell::text(label);
        sheet.rows.push(cells);
        if chance.once_in(4) {
            sheet.rows.push(vec![Cell::text("其中：规上企业")]);
        }
    }
    if chance.once_in(3) {
        sheet.rows.push(Vec::new());
        sheet.rows.push(vec![Cell::text("注：1.本表由各镇街、各部门提供；2.金额以入库数为准。")]);
    }
    if chance.once_in(3) {
        sheet.rows.push(vec![Cell::text("填表人：李明　　　审核人：王强　　　单位负责人（签字）：")]);
    }
}
