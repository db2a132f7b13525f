//! Every reader of bytes from outside, fed with bytes nobody meant. Whatever comes in, it ends with a value or with a sentence: no panic, no
//! hang, no memory without end. `TARGET=xlsx fuzz corpus/xlsx` runs one target; `.ci/fuzz` builds and runs them.

#![no_main]

mod formulas;
mod packages;
mod readers;
mod verify;

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;

/// What is done with the bytes.
static TARGET: LazyLock<fn(&[u8])> = LazyLock::new(|| match std::env::var("TARGET").unwrap_or_default().as_str() {
    // A workbook as a file is, byte for byte: .xls, .csv, and packages whose directory may lie.
    "raw" => readers::raw,
    // A package taken apart, so that the fuzzer sees the parts and not their compression.
    "xlsx" => |bytes| readers::parts("甲.xlsx", bytes),
    "xlsb" => |bytes| readers::parts("甲.xlsb", bytes),
    "ods" => |bytes| readers::parts("甲.ods", bytes),
    "policy" => readers::policy,
    "formula" => formulas::formula,
    "verify" => verify::verify,
    other => panic!("TARGET={other}: raw, xlsx, xlsb, ods, policy, formula or verify"),
});

fuzz_target!(|bytes: &[u8]| TARGET(bytes));
