//! Two awards beside each other: a provisional and a final run, or two policies over one data set. What changed, for whom, and why.

mod award_file;
mod change;
mod difference;
mod reasons;
mod snapshot;

pub(crate) use award_file::sheet_columns;
pub use award_file::{AwardFileError, says_draft};
pub use change::{Change, FirmChange, LineChange};
pub use difference::{Difference, ItemChange, Step, compare};
pub use reasons::cuts;
pub use snapshot::{FirmState, LineState, Objection, Snapshot, cap_titles};
