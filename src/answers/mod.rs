//! Answers: what a clerk wrote beside the findings of a findings workbook, read back. An answer is bound to what it answered; once that
//! changes, it lapses and is told, and so is one that nothing needs.

mod bond;
mod given;
mod settle;

pub use bond::{key, possible};
pub use given::{COLUMNS, Given, read};
pub use settle::{Answers, Settled};
