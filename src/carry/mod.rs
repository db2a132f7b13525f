//! 结转: what awards paid, line by line, becomes the table of past awards that next year's rules rest on.

mod award;
mod history;
mod kept;

pub use award::{CarriedAward, CarriedLine, Payment};
pub use history::{Earlier, History, PastAward, Waiting, carry};
pub use kept::{Kept, TOLD};
