//! A sheet read once, of which little is kept: a checksum and a sign for each row. So a province's workbook fits.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread;

use sha2::{Digest, Sha256};

use super::align::Sign;
use super::office::{Cache, Columns, Facts, Held, Look, OfficeBook, OfficeSheet, Scalar, SheetRow};
use super::shift::{Axis, Edge, Shift};
use crate::handing::handed;
use crate::intake::book::BookFault;

/// What is kept of a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub sign: Sign,
    /// Of all that is compared in its cells.
    pub digest: [u8; 16],
    pub height: Option<f32>,
    pub hidden: bool,
    pub outline: u8,
    /// The ground of the row where no cell is, if it has one.
    pub ground: Option<[u8; 8]>,
}

/// So many rows are handed from one side to the other at a time.
pub(super) const ROWS: usize = 64;

/// A row that was scanned, and the checksum of all that is compared in its cells.
pub(super) type Passing = ([u8; 16], SheetRow);

/// What is kept of a sheet.
#[derive(Default)]
pub(super) struct Scan {
    pub marks: Vec<Mark>,
    pub columns: Option<Columns>,
    /// One behind the last column in which anything stands.
    pub width: u32,
}

/// One workbook while it is scanned.
pub(super) struct Side<'a> {
    pub book: &'a OfficeBook,
    pub facts: Facts,
    pub caches: Vec<Cache>,
    looks: Vec<[[u8; 8]; 3]>,
    /// Are results of formulas compared?
    results: bool,
}

impl<'a> Side<'a> {
    pub fn new(book: &'a OfficeBook, results: bool) -> Self {
        let looks = book.looks().iter().map(codes).collect();
        Self { book, facts: Facts::default(), caches: Vec::new(), looks, results }
    }

    /// Says what lies beside a sheet that need not be scanned.
    pub fn surroundings(&mut self, sheet: &OfficeSheet) -> Result<Scan, BookFault> {
        self.book.surroundings(sheet, &mut self.facts, &mut self.caches)?;
        Ok(Scan::default())
    }

    /// Scans `sheet`. `columns` says where each expected column is in the given workbook, or that a given column is none of the expected;
    /// `pass` is given each row that was scanned, with its checksum.
    pub fn scan(
        &mut self,
        sheet: &OfficeSheet,
        shift: &Shift,
        columns: &dyn Fn(u32) -> Option<u32>,
        pass: &mut dyn FnMut(Passing),
    ) -> Result<Scan, BookFault> {
        let mut scan = Scan::default();
        let (looks, results) = (&self.looks, self.results);
        let mut buffer = Vec::new();
        scan.columns = self.book.whole(sheet, shift, &mut self.facts, &mut self.caches, &mut |line| {
            buffer.clear();
            let mut identity = DefaultHasher::new();
            let mut key = DefaultHasher::new();
            let mut texts = 0;
            for cell in &line.cells {
                let Some(column) = columns(cell.column) else { continue };
                scan.width = scan.width.max(column + 1);
                if let (None, Scalar::Text(text)) = (&cell.formula, &cell.value) {
                    (column, text).hash(&mut identity);
                    if texts < 2 {
                        (column, text).hash(&mut key);
                    }
                    texts += 1;
                }
                write(&mut buffer, cell, column, looks, results);
            }
            let digest = Sha256::digest(&buffer);
            let mut short = [0; 16];
            short.copy_from_slice(&digest[..16]);
            scan.marks.push(Mark {
                sign: Sign { row: line.row, identity: identity.finish(), key: key.finish() },
                digest: short,
                height: line.height,
                hidden: line.hidden,
                outline: line.outline,
                ground: line.ground.map(|look| looks[look][2]),
            });
            pass((short, line));
        })?;
        Ok(scan)
    }
}

/// A look as it counts for a number, a text, an empty cell.
fn codes(look: &Look) -> [[u8; 8]; 3] {
    let font = look.font.words();
    let rest = [&*font, &*look.alignment, &*look.protection, &*look.fill].join("\u{1}");
    [format!("{}\u{1}{rest}", look.number), format!("{}\u{1}{rest}", look.text), look.fill.clone()].map(|text| {
        let mut code = [0; 8];
        code.copy_from_slice(&Sha256::digest(text.as_bytes())[..8]);
        code
    })
}

fn write(buffer: &mut Vec<u8>, cell: &Held, column: u32, looks: &[[[u8; 8]; 3]], results: bool) {
    buffer.extend(column.to_le_bytes());
    let look = match (&cell.value, &cell.formula) {
        (_, Some(_)) | (Scalar::Number(_), None) => 0,
        (Scalar::Blank, None) => 2,
        _ => 1,
    };
    buffer.extend(looks[cell.look][look]);
    let mut text = |kind: u8, text: &str| {
        buffer.push(kind);
        buffer.extend((text.len() as u64).to_le_bytes());
        buffer.extend(text.as_bytes());
    };
    if let Some(formula) = &cell.formula {
        text(b'f', formula);
    }
    if cell.formula.is_none() || results {
        match &cell.value {
            Scalar::Blank => text(b'-', ""),
            Scalar::Uncalculated => text(b'?', ""),
            Scalar::Number(number) => text(b'n', number),
            Scalar::Text(string) => text(b't', string),
            Scalar::Word(word) => text(b'w', word),
        }
    }
    if !cell.unlike.is_empty() {
        text(b'u', &cell.unlike);
    }
}

/// One of the workbooks, a sheet of it, and what its references follow.
pub(super) type Source<'a> = (&'a OfficeBook, &'a OfficeSheet, &'a Shift);

/// Gives `take` the rows `wanted` (rising) of a sheet until it has enough.
fn each(
    (book, sheet, shift): Source<'_>,
    wanted: &[u32],
    take: &mut dyn FnMut(SheetRow) -> bool,
) -> Result<(), BookFault> {
    let mut wanted = wanted.iter().copied().peekable();
    if wanted.peek().is_none() {
        return Ok(());
    }
    book.rows(sheet, shift, &mut |line| {
        while wanted.next_if(|row| *row < line.row).is_some() {}
        (wanted.next_if_eq(&line.row).is_none() || take(line)) && wanted.peek().is_some()
    })
}

/// What `of` makes of the rows `wanted` (rising) of a sheet.
pub(super) fn fetch<T>(
    source: Source<'_>,
    wanted: &[u32],
    of: impl Fn(SheetRow) -> T,
) -> Result<BTreeMap<u32, T>, BookFault> {
    let mut lines = BTreeMap::new();
    each(source, wanted, &mut |line| {
        lines.insert(line.row, of(line));
        true
    })?;
    Ok(lines)
}

/// Gives `take` the rows that belong together, as both sheets stream by: few are held at a time. `pairs` rise on both sides.
pub(super) fn together(
    expected: Source<'_>,
    given: Source<'_>,
    pairs: &[(u32, u32)],
    take: &mut dyn FnMut(&SheetRow, &SheetRow),
) -> Result<(), BookFault> {
    let (olds, news): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    let (mut giving, mut rows) = handed(ROWS);
    both(
        move || each(expected, &olds, &mut |line| giving.give(line)),
        move || each(given, &news, &mut |line| rows.next().map(|ours| take(ours, &line)).is_some()),
    )?;
    Ok(())
}

/// Both sides at once.
pub(super) fn both<A: Send, B>(
    one: impl FnOnce() -> Result<A, BookFault> + Send,
    other: impl FnOnce() -> Result<B, BookFault>,
) -> Result<(A, B), BookFault> {
    thread::scope(|scope| {
        let one = scope.spawn(one);
        let other = other();
        let one = one.join().map_err(|_| BookFault::damaged("读取时出错"))?;
        Ok((one?, other?))
    })
}

/// Does any formula of the workbook store a result that says something?
pub(super) fn has_results(book: &OfficeBook) -> Result<bool, BookFault> {
    let (still, mut found, mut formulas) = (Shift::default(), false, false);
    for sheet in &book.sheets {
        book.rows(sheet, &still, &mut |line| {
            let mut live = line.cells.iter().filter(|cell| cell.formula.is_some()).peekable();
            formulas |= live.peek().is_some();
            found |= live.any(|cell| !matches!(cell.value, Scalar::Blank | Scalar::Uncalculated));
            !found
        })?;
        if found {
            break;
        }
    }
    Ok(found || !formulas)
}

/// The headers of a sheet: the row among the first with most texts.
pub(super) fn headers(book: &OfficeBook, sheet: &OfficeSheet) -> Result<BTreeMap<u32, String>, BookFault> {
    const FIRST: usize = 6;
    let (mut best, mut seen) = (BTreeMap::new(), 0);
    book.rows(sheet, &Shift::default(), &mut |line| {
        let texts = line.cells.iter().filter_map(|cell| match (&cell.formula, &cell.value) {
            (None, Scalar::Text(text)) => Some((cell.column, text.replace('\n', ""))),
            _ => None,
        });
        let texts: BTreeMap<u32, String> = texts.collect();
        if texts.len() > best.len() {
            best = texts;
        }
        seen += 1;
        seen < FIRST
    })?;
    Ok(best)
}

/// Where the expected columns are, and which given ones are none of them.
pub(super) fn columns(expected: &BTreeMap<u32, String>, given: &BTreeMap<u32, String>) -> (Axis, Vec<u32>, Vec<u32>) {
    use similar::{Algorithm, DiffTag, capture_diff_slices};
    let (olds, news): (Vec<u32>, Vec<u32>) = (expected.keys().copied().collect(), given.keys().copied().collect());
    if olds == news || expected.is_empty() || given.is_empty() || expected.len().max(given.len()) > 1_000 {
        return (Axis::default(), Vec::new(), Vec::new());
    }
    let (old, new): (Vec<&String>, Vec<&String>) = (expected.values().collect(), given.values().collect());
    let (mut kept, mut gone, mut added) = (Vec::new(), Vec::new(), Vec::new());
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (old, new) = (op.old_range(), op.new_range());
        if op.tag() == DiffTag::Equal || old.len() == new.len() {
            kept.extend(old.zip(new).map(|(old, new)| (olds[old], news[new])));
        } else {
            gone.extend(old.map(|at| olds[at]));
            added.extend(new.map(|at| news[at]));
        }
    }
    // A header that was only emptied, or a text typed beside the table, moves nothing.
    if kept.iter().all(|(old, new)| old == new) {
        return (Axis::default(), Vec::new(), Vec::new());
    }
    // Columns without a header that stand where none should.
    for pair in kept.windows(2) {
        let [(old, new), (next_old, next_new)] = [pair[0], pair[1]];
        let more = (next_new - new).saturating_sub(next_old - old);
        added.extend((new + 1..=new + more).filter(|column| !given.contains_key(column)));
    }
    (Axis::new(kept, BTreeMap::new(), gone.clone()), gone, added)
}

/// Where an expected column is now.
pub(super) fn moved(shift: &Shift, sheet: &str) -> impl Fn(u32) -> Option<u32> {
    let (shift, sheet) = (shift.clone(), sheet.to_owned());
    move |column| if shift.is_still() { Some(column) } else { shift.column(&sheet, column, Edge::Alone) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::office::test_support::book;

    /// Rows of cells `text text …`; `=` begins a formula, `.` is an empty cell.
    fn rows(lines: &[&str]) -> String {
        let cell = |text: &str| match text.strip_prefix('=') {
            _ if text == "." => "<c/>".to_owned(),
            Some(formula) => format!("<c t=\"str\"><f>{formula}</f><v>x</v></c>"),
            None => format!("<c t=\"str\"><v>{text}</v></c>"),
        };
        let line = |line: &&str| format!("<row>{}</row>", line.split(' ').map(cell).collect::<String>());
        lines.iter().map(line).collect()
    }

    #[test]
    fn headers_are_the_row_among_the_first_with_most_texts() {
        for (lines, expected) in [
            (&["标题", "甲 乙 丙", "一 二 三"][..], "0甲 1乙 2丙"),
            (&["甲 乙", "一 =A1 =B1 =C1"], "0甲 1乙"),
            (&["甲 . 丙"], "0甲 2丙"),
            (&["a", "a", "a", "a", "a", "甲 乙", "一 二 三"], "0甲 1乙"),
            (&["a", "a", "a", "a", "a", "a", "一 二 三"], "0a"),
            (&[], ""),
        ] {
            let book = book(&rows(lines), &[]);
            let found = headers(&book, &book.sheets[0]).expect("a sheet");
            let short: Vec<String> = found.iter().map(|(column, text)| format!("{column}{text}")).collect();
            assert_eq!(short.join(" "), expected, "{lines:?}");
        }
    }

    #[test]
    fn results_are_there_if_a_formula_says_something() {
        for (rows, there) in [
            ("<row><c><v>1</v></c></row>", true),
            ("<row><c><f>A2</f></c></row>", false),
            ("<row><c><f>A2</f><v>1</v></c></row>", true),
            ("<row><c t=\"str\"><f>A2</f><v></v></c></row>", false),
            ("<row><c><f>A2</f></c></row><row><c><f>A2</f></c><c><f>A2</f><v>1</v></c></row>", true),
            ("<row><c><v>1</v></c></row><row><c><f>A2</f></c></row>", false),
        ] {
            assert_eq!(has_results(&book(rows, &[])).expect("a sheet"), there, "{rows}");
        }
    }

    /// Columns by headers, one letter each; a point is a column without.
    fn letters(headers: &str) -> BTreeMap<u32, String> {
        (0..).zip(headers.chars()).filter(|(_, c)| *c != '.').map(|(at, c)| (at, c.to_string())).collect()
    }

    #[test]
    fn columns_that_went_elsewhere() {
        for (expected, given, kept, gone, added) in [
            ("abc", "abc", "0 1 2 3", "", ""),
            ("abc", "xbc", "0 1 2 3", "", ""),
            ("abc", "", "0 1 2 3", "", ""),
            ("", "abc", "0 1 2 3", "", ""),
            // Only the end: nothing moved.
            ("abc", "abcd", "0 1 2 3", "", ""),
            ("abc", "ab", "0 1 2 3", "", ""),
            ("ab.", "ab.d", "0 1 2 3", "", ""),
            ("abc", "axbc", "0 2 3 4", "", "1"),
            ("abc", "xabc", "1 2 3 4", "", "0"),
            ("abc", "ac", "0 - 1 2", "1", ""),
            // One header emptied and one column more.
            ("abc", "a.bc", "0 2 3 4", "", "1"),
            ("abc", "a..bc", "0 3 4 5", "", "1 2"),
            ("abcd", "axyd", "0 1 2 3", "", ""),
            ("abcd", "axyzd", "0 - - 4", "1 2", "1 2 3"),
        ] {
            let (axis, lost, extra) = columns(&letters(expected), &letters(given));
            let place = |at| axis.place(at, Edge::Alone).map_or("-".to_owned(), |at: u32| at.to_string());
            let short = |all: &[u32]| all.iter().map(u32::to_string).collect::<Vec<_>>().join(" ");
            let places = (0..4).map(place).collect::<Vec<_>>().join(" ");
            assert_eq!((&*places, &*short(&lost), &*short(&extra)), (kept, gone, added), "{expected} {given}");
        }
        // Beyond a thousand it would take too long.
        let many = |more: &str, count: usize| {
            (0..).zip(more.chars().map(String::from).chain((0..count).map(|at| at.to_string()))).collect()
        };
        let moved = |count: usize| !columns(&many("", count), &many("x", count)).0.is_still();
        assert!(moved(999) && !moved(1_000) && !moved(2_000));
    }
}
