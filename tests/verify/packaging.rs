//! Alterations of the package itself: which names and which directory count depends on the reader.

use std::fs;

use jiangbu::intake::book::{Bounds, open};
use jiangbu::verify::{Verdict, compare};

use super::Fixture;
use super::package::Package;

/// The award put together anew, its bytes after `change` compared.
fn compared(change: impl FnOnce(&mut Vec<u8>)) -> Result<jiangbu::verify::Comparison, String> {
    let fixture = Fixture::new();
    let expected = open(&fixture.award(), &Bounds::default()).expect("the award");
    let path = fixture.award().with_file_name("copy.xlsx");
    Package::open(&fixture.award()).save(&path);
    let mut bytes = fs::read(&path).expect("the copy");
    change(&mut bytes);
    fs::write(&path, bytes).expect("the copy");
    let given = open(&path, &Bounds::default()).map_err(|fault| fault.to_string())?;
    compare(&given, &expected).map_err(|fault| fault.to_string())
}

#[test]
fn a_part_that_carries_another_name_than_the_directory_says_is_refused() {
    let refused = compared(|bytes| {
        let name = b"xl/worksheets/sheet2.xml";
        let at = bytes.windows(name.len()).position(|window| window == name).expect("the entry");
        bytes[at + 19] = b'9';
    });
    assert!(refused.is_err_and(|said| said.contains("部件名不一致")));
}

#[test]
fn what_is_written_behind_the_directory_is_told() {
    let comparison = compared(|bytes| {
        let length = bytes.len() - 2;
        bytes[length] = 1;
        bytes.push(b'x');
    });
    let comparison = comparison.expect("a comparison");
    assert_eq!(comparison.verdict(), Verdict::Different);
    assert!(comparison.not_compared.iter().any(|part| part.contains("附的注释")));
}
