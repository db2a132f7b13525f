//! Rows of both workbooks beside each other, cell by cell. What is changed in the same way down a column is one difference.

use std::collections::BTreeMap;
use std::iter::Peekable;
use std::vec::IntoIter;

use sha2::{Digest as _, Sha256};

use super::divergence::{Divergence, Kind, cell};
use super::office::{Held, Look, Scalar, SheetRow};
use super::words;

/// Both sides of the rows of one sheet.
pub(super) struct Comparing<'a> {
    pub sheet: &'a str,
    pub headers: &'a BTreeMap<u32, String>,
    pub looks: (&'a [Look], &'a [Look]),
    /// Are these the same, number by number?
    pub alike: bool,
    /// Are results of formulas compared?
    pub results: bool,
    /// Where an expected column is in the given sheet.
    pub columns: &'a dyn Fn(u32) -> Option<u32>,
    /// The given columns that should not be there.
    pub added: &'a [u32],
}

/// What is being gathered down a column.
struct Run {
    first: u32,
    last: u32,
    pattern: Pattern,
    divergence: Divergence,
}

/// What is the same down a column: a checksum over both contents, formulas without their row numbers.
type Pattern = [u8; 16];

/// The differences of one sheet, as its rows go by.
#[derive(Default)]
pub(super) struct Gathered {
    open: BTreeMap<(u32, Kind), Run>,
    done: Vec<(u32, Run)>,
}

impl Gathered {
    fn add(&mut self, row: u32, column: u32, pattern: Pattern, divergence: Divergence) {
        let place = (column, divergence.kind);
        if let Some(run) = self.open.get_mut(&place) {
            if run.last + 1 == row && run.pattern == pattern {
                run.last = row;
                return;
            }
            if let Some(run) = self.open.remove(&place) {
                self.close(column, run);
            }
        }
        self.open.insert(place, Run { first: row, last: row, pattern, divergence });
    }

    fn close(&mut self, column: u32, run: Run) {
        self.done.push((column, run));
    }

    /// All of them, by row and column; cells that look different in the same way are told together.
    pub fn finish(mut self) -> Vec<Divergence> {
        for ((column, _), run) in std::mem::take(&mut self.open) {
            self.close(column, run);
        }
        self.done.sort_by_key(|(column, run)| (run.first, *column));
        let mut places: BTreeMap<(Kind, Pattern), usize> = BTreeMap::new();
        let mut told: Vec<(Divergence, Vec<Block>)> = Vec::new();
        for (column, run) in self.done {
            let block = Block { rows: (run.first, run.last), columns: (column, column) };
            let same = (run.divergence.kind, run.pattern);
            let together = matches!(run.divergence.kind, Kind::LookChanged(_));
            let known = if together { Some(*places.entry(same).or_insert(told.len())) } else { None };
            match known.and_then(|at| told.get_mut(at)) {
                Some((_, blocks)) => blocks.push(block),
                None => told.push((run.divergence, vec![block])),
            }
        }
        told.into_iter().map(|(divergence, blocks)| put(divergence, blocks)).collect()
    }
}

/// Cells that are told together.
#[derive(Clone, Copy)]
struct Block {
    rows: (u32, u32),
    columns: (u32, u32),
}

/// Names all the cells of a difference.
fn put(mut divergence: Divergence, mut blocks: Vec<Block>) -> Divergence {
    blocks.sort_by_key(|block| (block.rows, block.columns));
    let mut joined: Vec<Block> = Vec::new();
    for block in blocks {
        match joined.last_mut() {
            Some(last) if last.rows == block.rows && last.columns.1 + 1 == block.columns.0 => {
                last.columns.1 = block.columns.1;
            }
            _ => joined.push(block),
        }
    }
    let count: u32 = joined.iter().map(|b| (b.rows.1 - b.rows.0 + 1) * (b.columns.1 - b.columns.0 + 1)).sum();
    if count > 1 {
        let name = |block: &Block| {
            let (first, last) = (cell(block.rows.0, block.columns.0), cell(block.rows.1, block.columns.1));
            if first == last { first } else { format!("{first}:{last}") }
        };
        divergence.at = joined.iter().map(name).collect::<Vec<_>>().join("、");
        divergence.about = format!("共 {count} 格，第一格：{}", divergence.about);
    }
    divergence
}

impl Comparing<'_> {
    /// Compares two rows.
    pub fn line(&self, expected: &SheetRow, given: &SheetRow, gathered: &mut Gathered) {
        let ours = expected.cells.iter().filter_map(|held| Some(((self.columns)(held.column)?, held)));
        let theirs = given.cells.iter().filter(|held| !self.added.contains(&held.column));
        let mut firm_of_row = None;
        for (column, ours, theirs) in beside(ours.collect(), theirs.map(|held| (held.column, held)).collect()) {
            for (kind, wanted, found) in self.cell(ours, theirs) {
                let firm = firm_of_row.get_or_insert_with(|| firm(expected));
                let about = [self.headers.get(&column).map_or("", String::as_str), firm];
                let about = about.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
                let (at, pattern) = (cell(given.row, column), pattern(&wanted, &found));
                let divergence = Divergence::new(kind, self.sheet, at).with(wanted, found).about(about);
                gathered.add(given.row, column, pattern, divergence);
            }
        }
    }

    fn cell(&self, ours: Option<&Held>, theirs: Option<&Held>) -> Vec<(Kind, String, String)> {
        const BLANK: &Scalar = &Scalar::Blank;
        if self.alike && ours == theirs {
            return Vec::new();
        }
        let mut found = Vec::new();
        let mut note = |kind: Kind, (expected, given): (String, String)| found.push((kind, expected, given));
        let expected = ours.map_or(BLANK, |held| &held.value);
        let given = theirs.map_or(BLANK, |held| &held.value);
        match (ours.and_then(|held| held.formula.as_ref()), theirs.and_then(|held| held.formula.as_ref())) {
            (Some(ours), Some(theirs)) if ours == theirs => {
                if self.results && !expected.same(given) {
                    note(Kind::ResultChanged, words::apart(expected, given));
                }
            }
            (Some(ours), Some(theirs)) => {
                note(Kind::FormulaChanged, (format!("={ours}"), format!("={theirs}")));
                if self.results && !expected.same(given) {
                    note(Kind::ResultChanged, words::apart(expected, given));
                }
            }
            (Some(ours), None) => {
                note(Kind::FormulaReplaced, (format!("={ours}（{}）", words::shown(expected)), words::shown(given)));
            }
            (None, Some(theirs)) => note(Kind::ValueChanged, (words::shown(expected), format!("={theirs}"))),
            (None, None) if !expected.same(given) => note(Kind::ValueChanged, words::apart(expected, given)),
            (None, None) => {}
        }
        let unlike = (ours.map_or("", |held| &*held.unlike), theirs.map_or("", |held| &*held.unlike));
        if unlike.0 != unlike.1 {
            note(Kind::LookChanged("部分文字的样子"), (or_none(unlike.0), or_none(unlike.1)));
        }
        let plain = Look::default();
        let old = ours.and_then(|held| self.looks.0.get(held.look)).unwrap_or(&plain);
        let new = theirs.and_then(|held| self.looks.1.get(held.look)).unwrap_or(&plain);
        let formula = ours.or(theirs).is_some_and(|held| held.formula.is_some());
        let number = formula || matches!(expected, Scalar::Number(_));
        let blank = !formula && expected == BLANK;
        // What a cell that should not be there looks like is told by its content.
        let appeared = blank && given != BLANK;
        let vanished = !blank && theirs.is_none();
        if !appeared && !vanished && old != new {
            for (what, expected, found) in old.against(new, number, !blank, blank) {
                note(Kind::LookChanged(what), (or_none(&expected), or_none(&found)));
            }
        }
        found
    }
}

/// The cells of two rows by column, those of one column beside each other.
fn beside<'h>(
    mut ours: Vec<(u32, &'h Held)>,
    mut theirs: Vec<(u32, &'h Held)>,
) -> impl Iterator<Item = (u32, Option<&'h Held>, Option<&'h Held>)> {
    // They are in order already but where a column was moved.
    ours.sort_by_key(|(column, _)| *column);
    theirs.sort_by_key(|(column, _)| *column);
    let (mut ours, mut theirs) = (ours.into_iter().peekable(), theirs.into_iter().peekable());
    std::iter::from_fn(move || {
        let column = [ours.peek(), theirs.peek()].into_iter().flatten().map(|(column, _)| *column).min()?;
        let next = |cells: &mut Peekable<IntoIter<(u32, &'h Held)>>| cells.next_if(|cell| cell.0 == column);
        Some((column, next(&mut ours).map(|cell| cell.1), next(&mut theirs).map(|cell| cell.1)))
    })
}

fn or_none(text: &str) -> String {
    if text.is_empty() { "（没有）".to_owned() } else { text.trim().to_owned() }
}

fn pattern(expected: &str, given: &str) -> Pattern {
    let mut all = Sha256::new();
    for text in [expected, given] {
        if text.starts_with('=') {
            text.split(|c: char| c.is_ascii_digit()).for_each(|part| all.update(part));
        } else {
            all.update(text);
        }
        all.update([0xFF]);
    }
    let mut short = [0; 16];
    short.copy_from_slice(&all.finalize()[..16]);
    short
}

/// The first texts typed into a row, to recognise it by.
pub(super) fn firm(line: &SheetRow) -> String {
    let texts = line.cells.iter().filter_map(|cell| match (&cell.formula, &cell.value) {
        (None, Scalar::Text(text)) => Some(words::seen(text)),
        _ => None,
    });
    texts.take(2).map(|text| text.chars().take(40).collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `5` a number, `'甲` a text, `=A1→5` a formula and its result, nothing a blank; `@1` the look, `~红` what looks unlike the cell.
    fn cell_of(column: u32, text: &str) -> Held {
        let (text, unlike) = text.split_once('~').unwrap_or((text, ""));
        let (text, look) = text.split_once('@').unwrap_or((text, "0"));
        let (formula, text) = match text.split_once('→') {
            Some((formula, result)) => (Some(formula.trim_start_matches('=').to_owned()), result),
            None => (None, text),
        };
        let value = match text.strip_prefix('\'') {
            Some(text) => Scalar::Text(text.to_owned()),
            None if text.is_empty() => Scalar::Blank,
            None => Scalar::Number(text.to_owned()),
        };
        Held { column, value, formula, look: look.parse().expect("a look"), unlike: unlike.to_owned() }
    }

    /// Cells of a row between `|`; `-` is no cell.
    fn row(number: u32, text: &str) -> SheetRow {
        let cells = (0..).zip(text.split('|')).filter(|(_, text)| *text != "-");
        SheetRow {
            row: number,
            cells: cells.map(|(column, text)| cell_of(column, text)).collect(),
            ..SheetRow::default()
        }
    }

    /// What is told of rows that should be like the first and are like the second.
    fn told(rows: &[(&str, &str)]) -> Vec<String> {
        told_by(rows, true, &|column| Some(column), &[])
    }

    fn told_by(
        rows: &[(&str, &str)],
        results: bool,
        columns: &dyn Fn(u32) -> Option<u32>,
        added: &[u32],
    ) -> Vec<String> {
        let headers = BTreeMap::from([(0, "企业".to_owned()), (2, "金额".to_owned())]);
        let look = |change: fn(&mut Look)| {
            let mut look = Look::default();
            change(&mut look);
            look
        };
        let looks = [
            Look::default(),
            look(|look| look.number = "0.00".to_owned()),
            look(|look| look.text = "@".to_owned()),
            look(|look| look.fill = "红".to_owned()),
            look(|look| look.font.size = "2".to_owned()),
        ];
        let comparing =
            Comparing {
                sheet: "表", headers: &headers, looks: (&looks, &looks), alike: true, results, columns, added
            };
        let mut gathered = Gathered::default();
        for (number, (ours, theirs)) in (4..).zip(rows) {
            comparing.line(&row(number, ours), &row(number, theirs), &mut gathered);
        }
        let words = |found: Divergence| {
            format!("{} {}（{}）{} → {}", found.kind.label(), found.at, found.about, found.expected, found.found)
        };
        gathered.finish().into_iter().map(words).collect()
    }

    #[test]
    fn each_kind_of_change_is_told_with_firm_and_column() {
        let table: [(&str, &str, &[&str]); 22] = [
            ("'甲厂|'乙|5", "'甲厂|'乙|5", &[]),
            ("'甲厂|'乙|5", "'甲厂|'乙|6", &["内容被改 C5（金额，甲厂 乙）5 → 6"]),
            ("'甲厂|-|5", "'丙厂|-|5", &["内容被改 A5（企业，甲厂）甲厂 → 丙厂"]),
            ("'甲厂|5|-", "'甲厂|-|-", &["内容被改 B5（甲厂）5 → （空白）"]),
            ("'甲厂|-|-", "'甲厂|5|-", &["内容被改 B5（甲厂）（空白） → 5"]),
            ("'甲厂|5", "'甲厂|'5", &["内容被改 B5（甲厂）数 5 → 文本“5”"]),
            ("=A1→5", "=A1→5", &[]),
            ("=A1→5", "=A1→6", &["公式的结果被改 A5（企业）5 → 6"]),
            ("=A1→5", "=B1→5", &["公式被改 A5（企业）=A1 → =B1"]),
            ("=A1→5", "=B1→6", &["公式被改 A5（企业）=A1 → =B1", "公式的结果被改 A5（企业）5 → 6"]),
            ("=A1→5", "5", &["公式换成了数 A5（企业）=A1（5） → 5"]),
            ("5", "=A1→5", &["内容被改 A5（企业）5 → =A1"]),
            ("5@0", "5@1", &["数字格式不同 A5（企业）（没有） → 0.00"]),
            ("5@1", "5@0", &["数字格式不同 A5（企业）0.00 → （没有）"]),
            ("=A1→5@0", "=A1→5@1", &["数字格式不同 A5（企业）（没有） → 0.00"]),
            ("'甲@0", "'甲@1", &[]),
            ("'甲@0", "'甲@2", &["数字格式不同 A5（企业，甲）（没有） → @"]),
            ("'甲@0", "'甲@3", &["底色不同 A5（企业，甲）（没有） → 红"]),
            ("-|5", "@3|5", &["底色不同 A5（企业）（没有） → 红"]),
            ("-|5", "@4|5", &[]),
            ("'甲~红", "'甲", &["部分文字的样子不同 A5（企业，甲）红 → （没有）"]),
            ("-|5@1", "-|-", &["内容被改 B5（）5 → （空白）"]),
        ];
        for (ours, theirs, expected) in table {
            assert_eq!(told(&[(ours, theirs)]), expected, "{ours} {theirs}");
        }
        // What should not be there is told by its content, not by its look too.
        assert_eq!(told(&[("-|5", "9@3|5")]), ["内容被改 A5（企业）（空白） → 9"]);
        // Where results are not compared.
        assert_eq!(told_by(&[("=A1→5", "=A1→6")], false, &|column| Some(column), &[]), [""; 0]);
        assert_eq!(
            told_by(&[("=A1→5", "=B1→6")], false, &|column| Some(column), &[]),
            ["公式被改 A5（企业）=A1 → =B1"]
        );
    }

    #[test]
    fn the_same_change_down_a_column_is_one() {
        let same = ("'甲|=A5*2→1", "'甲|=A5*3→1");
        assert_eq!(told(&[same, same, same]), ["公式被改 B5:B7（共 3 格，第一格：甲）=A5*2 → =A5*3"]);
        // With other row numbers it is the same formula; with another figure it is another change.
        assert_eq!(
            told(&[("=A5→1", "=B5→1"), ("=A6→1", "=B6→1"), ("=C7→1", "=B7→1")]),
            ["公式被改 A5:A6（共 2 格，第一格：企业）=A5 → =B5", "公式被改 A7（企业）=C7 → =B7"]
        );
        assert_eq!(told(&[("5", "6"), ("5", "7")]), ["内容被改 A5（企业）5 → 6", "内容被改 A6（企业）5 → 7"]);
        assert_eq!(told(&[("5", "6"), ("5", "6")]), ["内容被改 A5:A6（共 2 格，第一格：企业）5 → 6"]);
        // A row between that stays as it is parts them.
        assert_eq!(told(&[("5", "6"), ("5", "5"), ("5", "6")]).len(), 2);
        // Side by side and below each other, what looks different in one way is one.
        let grey = ("1@0|2@0|3@0", "1@3|2@3|3@0");
        assert_eq!(told(&[grey, grey]), ["底色不同 A5:B6（共 4 格，第一格：企业）（没有） → 红"]);
        let apart = ("1@0|2@0|3@0", "1@3|2@0|3@3");
        assert_eq!(told(&[apart]), ["底色不同 A5、C5（共 2 格，第一格：企业）（没有） → 红"]);
        let stairs = [("1@0|2@0", "1@3|2@0"), ("1@0|2@0", "1@3|2@3")];
        assert_eq!(told(&stairs), ["底色不同 A5:A6、B6（共 3 格，第一格：企业）（没有） → 红"]);
    }

    #[test]
    fn cells_are_compared_by_where_their_column_is_now() {
        // A column was put in before the second.
        let shift = |column: u32| Some(if column > 0 { column + 1 } else { column });
        assert_eq!(told_by(&[("'甲|5|6", "'甲|'新|5|6")], true, &shift, &[1]), [""; 0]);
        assert_eq!(told_by(&[("'甲|5|6", "'甲|'新|5|7")], true, &shift, &[1]), ["内容被改 D5（甲）6 → 7"]);
        // One that is gone is told by itself.
        let gone = |column: u32| [Some(0), None, Some(1)][column as usize];
        assert_eq!(told_by(&[("'甲|5|6", "'甲|6")], true, &gone, &[]), [""; 0]);
        // Two that changed places.
        let swapped = |column: u32| Some([1, 0, 2][column as usize]);
        assert_eq!(told_by(&[("1|2|3", "2|1|3")], true, &swapped, &[]), [""; 0]);
        assert_eq!(told_by(&[("1|2|3", "2|4|3")], true, &swapped, &[]), ["内容被改 B5（）1 → 4"]);
    }
}
