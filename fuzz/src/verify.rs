//! A workbook against the one that the program writes.

use std::sync::LazyLock;

use jiangbu::intake::book::Book;
use jiangbu::verify::{Verdict, compare};

use crate::packages::pack;
use crate::readers::opened;

/// What the program wrote.
static EXPECTED: LazyLock<(Vec<u8>, Book)> = LazyLock::new(|| {
    let package = pack(include_bytes!("../corpus/verify/written"));
    let book = opened("甲.xlsx", &package).expect("a workbook of the program");
    (package, book)
});

/// The parts as somebody's copy.
pub fn verify(plain: &[u8]) {
    let package = pack(plain);
    let (written, expected) = &*EXPECTED;
    let Some(given) = opened("甲.xlsx", &package) else { return };
    let Ok(found) = compare(&given, expected) else { return };
    assert_eq!(found.verdict() == Verdict::Identical, package == *written);
    // The other way round it is the same question.
    if let Ok(back) = compare(expected, &given) {
        assert_eq!(found.verdict() == Verdict::Same, back.verdict() == Verdict::Same);
    }
}
