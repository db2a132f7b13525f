//! What a header says: the column's name without marks and unit, the unit, and its place under merged parents.

use super::book::{Layout, Merge};
use super::header_buffer::BufferedRow;
use super::normalize::{squeeze, trim};
use super::unit::Said;
use super::unit_text::{BRACKETS, in_header};

/// The header of one column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The sheet's column, from 0.
    pub column: u32,
    /// The row of its last part, from 0.
    pub row: u32,
    /// As the user sees it, `上级/下级`.
    pub shown: String,
    /// The ways its name can be understood, most literal first, each with the unit said along with it.
    pub forms: Vec<Form>,
}

/// One way to understand a header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// The name, without blanks, full-width forms, marks.
    pub name: String,
    /// The unit it says.
    pub unit: Option<Said>,
    /// How literal it is: 0 with its parents, 1 as it stands, 2 without an explanation in brackets.
    pub rank: u8,
}

impl Heading {
    /// Does it say a unit and nothing else: `万元`, `单位：万元`?
    #[must_use]
    pub fn is_unit(&self) -> bool {
        unit_alone(&self.shown).is_some()
    }
}

/// The unit that is all a header cell says. `金额` is the name of a column, not a part of the unit.
#[must_use]
pub fn unit_alone(text: &str) -> Option<Said> {
    let plain = squeeze(text);
    let plain = plain.trim_matches(['(', ')']);
    let named = plain.starts_with("金额") && !plain.starts_with("金额单位");
    if named { None } else { Said::of(plain) }
}

/// Longer texts are notes, not headers.
const LONGEST: usize = 200;
/// Columns further right are not looked at.
pub const WIDEST: usize = 512;

/// The headings of the header block from row `top` to row `bottom` of the sheet.
#[must_use]
pub fn headings(rows: &[BufferedRow], layout: &Layout, top: u32, bottom: u32) -> Vec<Heading> {
    let block: Vec<&BufferedRow> = rows.iter().filter(|row| (top..=bottom).contains(&row.row)).collect();
    let mut columns: Vec<u32> = block.iter().flat_map(|row| row.cells.iter().map(|cell| cell.column)).collect();
    columns.sort_unstable();
    columns.dedup();
    columns.truncate(WIDEST);
    columns.into_iter().filter_map(|column| heading(&block, layout, column)).collect()
}

/// The heading of `column`: its own texts downwards, below the parents merged over it.
fn heading(block: &[&BufferedRow], layout: &Layout, column: u32) -> Option<Heading> {
    let mut parts: Vec<(u32, &str)> = Vec::new();
    for row in block {
        let own = row.text(column).or_else(|| row.text(parent(layout, row.row, column)?));
        if let Some(text) = own.filter(|text| !trim(text).is_empty() && text.chars().count() <= LONGEST)
            && parts.last().is_none_or(|(_, before)| *before != text)
        {
            parts.push((row.row, text));
        }
    }
    // A last level that only says units (`万元` below `研发投入`) belongs to the name above it.
    let mut said: Option<Said> = None;
    while parts.len() > 1 {
        let Some(unit) = parts.last().and_then(|(_, text)| unit_alone(text)) else {
            break;
        };
        said = Some(said.map_or(unit, |before| before.and(unit)));
        parts.pop();
    }
    let (row, last) = *parts.last()?;
    let joined = |parts: &[(u32, &str)]| parts.iter().map(|(_, text)| trim(text)).collect::<Vec<_>>().join("/");
    // A unit said by a parent holds where the column itself says none.
    let inherited =
        parts[..parts.len() - 1].iter().rev().find_map(|(_, text)| forms(text).first().and_then(|form| form.unit));
    let mut all = Vec::new();
    if parts.len() > 1 {
        let names = parts.iter().map(|(_, text)| forms(text).first().map(|form| form.name.clone()).unwrap_or_default());
        all.push(Form {
            name: names.collect::<Vec<_>>().join("/"),
            unit: forms(last).first().and_then(|form| form.unit),
            rank: 0,
        });
    }
    all.extend(forms(last));
    for form in &mut all {
        form.unit = match (form.unit, said) {
            (Some(own), Some(below)) => Some(own.and(below)),
            (own, below) => own.or(below).or(inherited),
        };
    }
    Some(Heading { column, row, shown: joined(&parts), forms: all })
}

/// The column whose cell is merged over `column` in `row`, if the merge is wider than one column.
fn parent(layout: &Layout, row: u32, column: u32) -> Option<u32> {
    let over = |merge: &&Merge| merge.top == row && (merge.left + 1..=merge.right).contains(&column);
    layout.merges.iter().find(over).map(|merge| merge.left)
}

/// The ways to understand a single header text; an explanation may stand below the name in the same cell.
#[must_use]
pub fn forms(text: &str) -> Vec<Form> {
    let mut forms = literal_forms(text);
    if let Some((name, _)) = trim(text).split_once('\n') {
        let known = |form: &Form| forms.iter().any(|other| other.name == form.name);
        let more: Vec<Form> = literal_forms(name).into_iter().filter(|form| !known(form)).collect();
        let said = in_header(text);
        forms.extend(more.into_iter().map(|form| Form { rank: 2, unit: said.or(form.unit), ..form }));
    }
    forms
}

/// The ways to understand a header text as a whole.
fn literal_forms(whole: &str) -> Vec<Form> {
    let text = squeeze(whole);
    let mut name = unmarked(&text);
    let mut unit: Option<Said> = None;
    let mut forms: Vec<Form> = Vec::new();
    let mut push = |name: &str, unit| {
        if !name.is_empty() && !forms.iter().any(|form: &Form| form.name == name && form.unit == unit) {
            let rank = if forms.is_empty() { 1 } else { 2 };
            forms.push(Form { name: name.to_owned(), unit, rank });
        }
    };
    loop {
        let Some((before, inside)) = last_bracket(name) else {
            push(name, unit);
            break;
        };
        match Said::of(inside) {
            Some(said) => unit = Some(unit.map_or(said, |seen| seen.and(said))),
            // Not a unit, or not it alone: part of the name, or else an explanation.
            None => push(name, unit),
        }
        name = unmarked(before);
    }
    // `销售收入万元`, `销售收入:万元`, `销售收入/万元`.
    for suffix in ["万元", "萬元", "W元", "w元", "千元", "亿元", "元", "%"] {
        if unit.is_none()
            && let Some(before) = name.strip_suffix(suffix)
        {
            let before = before.trim_end_matches(['/', ':', ',', '-', '_', '、', '单', '位']);
            push(unmarked(before), Said::of(suffix));
            break;
        }
    }
    // Said among other words, it is said all the same.
    let elsewhere = in_header(whole);
    for form in &mut forms {
        form.unit = match (form.unit, elsewhere) {
            (Some(own), Some(said)) => Some(own.and(said)),
            (own, said) => own.or(said),
        };
    }
    forms
}

/// Without the marks that stand around names: `*`, `※`, a colon.
fn unmarked(name: &str) -> &str {
    name.trim_matches(['*', '※', '★', '☆', '▲', ':', '#', '\''])
}

/// `金额(万元)` → `金额`, `万元`.
fn last_bracket(name: &str) -> Option<(&str, &str)> {
    let (open, close) = BRACKETS.into_iter().find(|(_, close)| name.ends_with(*close))?;
    let at = name.rfind(open)?;
    Some((&name[..at], &name[at + open.len_utf8()..name.len() - close.len_utf8()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intake::book::{Cell, Value};
    use crate::intake::header_buffer::HeaderBuffer;
    use crate::intake::unit::Unit;

    const WAN: Option<Said> = Some(Said::Money(Unit::Wan));
    const YUAN: Option<Said> = Some(Said::Money(Unit::Yuan));

    fn first(text: &str) -> (String, Option<Said>) {
        let form = forms(text).into_iter().next().expect("a form");
        (form.name, form.unit)
    }

    #[test]
    fn marks_and_units_come_off_a_header() {
        for (text, name, unit) in [
            ("研发投入（万元）", "研发投入", WAN),
            ("研发投入(元)", "研发投入", YUAN),
            ("研 发\n投入 （ 万 元 ）", "研发投入", WAN),
            ("*统一社会信用代码", "统一社会信用代码", None),
            ("销售收入（万元）＊", "销售收入", WAN),
            ("金额（单位：万元）", "金额", WAN),
            ("金额【人民币万元】", "金额", WAN),
            ("核定比例（%）", "核定比例", Some(Said::Percent)),
            ("核定比例（％）", "核定比例", Some(Said::Percent)),
            ("金额（千元）", "金额", Some(Said::Unclear)),
            ("金额（元）（万元）", "金额", Some(Said::Unclear)),
            ("年度：", "年度", None),
        ] {
            assert_eq!(first(text), (name.to_owned(), unit), "{text}");
        }
        let names = |text| forms(text).into_iter().map(|form| form.name).collect::<Vec<_>>();
        assert_eq!(names("规模（规上/规下）"), ["规模(规上/规下)", "规模"]);
        assert_eq!(names("销售收入万元"), ["销售收入万元", "销售收入"]);
        assert_eq!(names("研发\n投入"), ["研发投入", "研发"]);
        assert_eq!(
            forms("研发投入（万元）\n按年度汇算口径填写")[1],
            Form { name: "研发投入".into(), unit: WAN, rank: 2 }
        );
        assert_eq!(names("单位能耗（吨标煤/万元）"), ["单位能耗(吨标煤/万元)", "单位能耗"]);
        assert_eq!(forms("销售收入/万元")[1], Form { name: "销售收入".into(), unit: WAN, rank: 2 });
    }

    fn rows(rows: &[&[&str]]) -> Vec<BufferedRow> {
        let mut held = HeaderBuffer::default();
        for (r, row) in rows.iter().enumerate() {
            let cells: Vec<_> = row
                .iter()
                .enumerate()
                .filter(|(_, text)| !text.is_empty())
                .map(|(c, text)| Cell::new(c as u32, Value::Text(text)))
                .collect();
            held.keep(r as u32, &cells, |_| true);
        }
        held.rows
    }

    #[test]
    fn levels_are_joined_under_merged_parents() {
        let rows = rows(&[&["代码", "核定情况（万元）", "", "备注"], &["", "姓名", "金额", ""], &["", "", "元", ""]]);
        let merge = |top, bottom, left, right| Merge { top, bottom, left, right };
        let layout = Layout { merges: vec![merge(0, 1, 0, 0), merge(0, 0, 1, 2)], ..Layout::default() };
        let two = headings(&rows, &layout, 0, 1);
        assert_eq!(
            two.iter().map(|h| h.shown.as_str()).collect::<Vec<_>>(),
            ["代码", "核定情况（万元）/姓名", "核定情况（万元）/金额", "备注"]
        );
        assert_eq!(two[2].forms[0], Form { name: "核定情况/金额".into(), unit: WAN, rank: 0 });
        assert_eq!((two[2].forms[1].name.as_str(), two[2].forms[1].unit, two[2].row), ("金额", WAN, 1));
        let three = headings(&rows, &layout, 0, 2);
        assert_eq!((three[2].forms[1].name.as_str(), three[2].forms[1].unit), ("金额", YUAN));
    }
}
