//! The binary formats of older Excels (.xls) and of very large workbooks (.xlsb).
//!
//! Why not calamine: in these formats its version 0.38 tells neither percents nor hidden rows, drops an .xlsb formula's error value,
//! spreads an .xls densely, and ends the program by panic or for want of memory on damaged files. Finding all that out before handing
//! a file to it means visiting every record anyway; reading the value there and then is the lesser part. Every length is checked
//! against the bytes that are there.

mod fields;
mod grid;
mod strings;
#[cfg(test)]
mod test_support;
pub(super) mod xls;
pub(super) mod xlsb;
