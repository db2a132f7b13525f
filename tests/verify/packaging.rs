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
    let comparison = compared(|bytes| bytes.extend(b"xxxx")).expect("a comparison");
    assert!(comparison.not_compared.iter().any(|part| part.contains("附的注释")));
}

/// A program that reads from the start, without the directory, takes for content what the directory does not list or tells otherwise.
#[test]
fn what_the_directory_does_not_tell_is_told() {
    let hidden_part = |bytes: &mut Vec<u8>| {
        let second = bytes.windows(4).skip(4).position(|window| window == b"PK\x03\x04").expect("two entries") + 4;
        let entry = bytes[..second].to_vec();
        let at = bytes.len() - 6;
        let directory = u32::from_le_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        let moved = directory + u32::try_from(entry.len()).expect("a short entry");
        bytes[at..at + 4].copy_from_slice(&moved.to_le_bytes());
        let directory = directory as usize;
        bytes.splice(directory..directory, entry);
    };
    // An entry before all others, the directory made to fit.
    let first_part = |bytes: &mut Vec<u8>| {
        let number = |bytes: &[u8], at: usize, length: usize| {
            bytes[at..at + length].iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte))
        };
        let second = bytes.windows(4).skip(4).position(|window| window == b"PK\x03\x04").expect("two entries") + 4;
        let entry = bytes[..second].to_vec();
        let last = bytes.len() - 6;
        let mut at = number(bytes, last, 4);
        let move_by = |bytes: &mut Vec<u8>, at: usize| {
            let moved = u32::try_from(number(bytes, at, 4) + entry.len()).expect("a short file");
            bytes[at..at + 4].copy_from_slice(&moved.to_le_bytes());
        };
        while bytes[at..].starts_with(b"PK\x01\x02") {
            move_by(bytes, at + 42);
            at += 46 + [28, 30, 32].map(|field| number(bytes, at + field, 2)).iter().sum::<usize>();
        }
        move_by(bytes, last);
        bytes.splice(0..0, entry);
    };
    // Stored as it is, and another checksum, in the head of the first entry.
    let method = |bytes: &mut Vec<u8>| bytes[8] = 0;
    let check = |bytes: &mut Vec<u8>| bytes[14] ^= 1;
    let untouched = |_: &mut Vec<u8>| {};
    let told = |change: &dyn Fn(&mut Vec<u8>)| {
        let comparison = compared(|bytes| change(bytes)).expect("a comparison");
        comparison.not_compared.iter().any(|part| part.contains("目录没有列出"))
    };
    assert!(!told(&untouched));
    assert_eq!([told(&hidden_part), told(&first_part), told(&method), told(&check)], [true; 4]);
}
