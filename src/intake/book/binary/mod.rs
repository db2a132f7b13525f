//! The binary formats of older Excels (.xls) and of very large workbooks (.xlsb).
//!
//! Why not calamine: it drops an .xlsb formula's error value, tells neither number formats nor hidden rows, takes none of
//! the Chinese built-in date formats for dates, spreads an .xls densely, and ends the program by panic or for want of
//! memory on damaged files. Finding all that out before handing a file to it means visiting every record anyway; reading
//! the value there and then is the lesser part. Every length is checked against the bytes that are there.

mod fields;
mod grid;
#[cfg(test)]
mod handmade;
mod strings;
pub(super) mod xls;
pub(super) mod xlsb;
