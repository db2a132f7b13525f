//! What a comparison takes grows with the workbook, whatever was done to it: counted, not timed.

use std::path::Path;

use jiangbu::intake::book::{Bounds, open};
use jiangbu::verify::{Comparison, compare};
use rust_xlsxwriter::{Formula, Workbook};

/// A sheet of firms: code, name, two amounts and their live sum; the rows in the order of `rows`, `code` their first column.
fn book(path: &Path, rows: impl Iterator<Item = u32>, code: impl Fn(u32) -> String) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in ["统一社会信用代码", "企业名称", "甲", "乙", "合计"].into_iter().enumerate()
    {
        sheet.write_string(0, column as u16, header).expect("a header");
    }
    for (at, firm) in (1..).zip(rows) {
        sheet.write_string(at, 0, code(firm)).expect("a code");
        sheet.write_string(at, 1, format!("企业{firm}")).expect("a name");
        sheet.write_number(at, 2, f64::from(firm)).expect("a number");
        sheet.write_number(at, 3, 1.0).expect("a number");
        let sum = Formula::new(format!("=C{0}+D{0}", at + 1)).set_result((firm + 1).to_string());
        sheet.write_formula(at, 4, sum).expect("a formula");
    }
    book.save(path).expect("a file");
}

fn code(firm: u32) -> String {
    format!("9137{firm:014}")
}

fn other(firm: u32) -> String {
    format!("9138{firm:014}")
}

type Rows = Box<dyn Iterator<Item = u32>>;

/// Its name, which rows stand where of so many, and the code of each.
type Kind = (&'static str, fn(u32) -> Rows, fn(u32) -> String);

/// What is done to a sheet of so many firms.
const KINDS: [Kind; 6] = [
    ("every code altered", |count| Box::new(0..count), other),
    ("every code altered, and a row put in front", |count| Box::new(std::iter::once(count).chain(0..count)), other),
    ("every code altered, and every third row gone", |count| Box::new((0..count).filter(|row| row % 3 > 0)), other),
    ("upside down", |count| Box::new((0..count).rev()), code),
    ("by twos exchanged", |count| Box::new((0..count).map(|row| row ^ 1)), code),
    ("every code the same", |count| Box::new(0..count), |_| code(0)),
];

fn compared(folder: &Path, count: u32, rows: fn(u32) -> Rows, code_of: fn(u32) -> String) -> Comparison {
    let (expected, given) = (folder.join("expected.xlsx"), folder.join("given.xlsx"));
    book(&expected, 0..count, code);
    book(&given, rows(count), code_of);
    let open = |path: &Path| open(path, &Bounds::default()).expect("a workbook");
    compare(&open(&given), &open(&expected)).expect("a comparison")
}

#[test]
fn work_grows_with_the_rows() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    for (what, rows, code_of) in KINDS {
        let [small, large] = [400, 1600].map(|count| compared(folder.path(), count, rows, code_of));
        assert!(!large.divergences.is_empty(), "{what}");
        // Each cell of both is read a few times at most; finding places among rows takes a logarithm more.
        let cells = 2 * 5 * 1_601;
        assert!(large.work >= cells && large.work < 6 * cells, "{what}: {} for {cells} cells", large.work);
        assert!(large.work < 5 * small.work, "{what}: {} after {}", large.work, small.work);
    }
}
