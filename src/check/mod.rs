//! Checks across the tables. Only what has passed here can be judged.

mod ahead;
mod checked;
mod exclusive;
mod identify;
mod records;
mod repeated;
mod tests;
mod unknown;
mod whose;
mod year;

pub use ahead::days_ahead;
pub use checked::Checked;
pub use identify::identify;
pub use records::records;
pub use repeated::repeated;
pub use tests::policy_tests;
pub use whose::Whose;
pub use year::{YearTrouble, award_year, by_year, is_of_other_year};
