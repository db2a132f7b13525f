//! Checks across the tables. Only what has passed here can be judged.

mod checked;
mod exclusive;
mod future_dates;
mod identify;
mod left_out;
mod members;
mod not_past;
mod policy_checks;
mod records;
mod repeated;
mod reported;
mod succession;
mod titles;
mod unregistered;
mod unsettled;
mod void_copies;
mod whose;
mod year;

pub use checked::Checked;
pub use future_dates::days_ahead;
pub use identify::identify;
pub use not_past::not_past;
pub use policy_checks::policy_tests;
pub use records::records;
pub use repeated::repeated;
pub use titles::earlier_titles;
pub use unsettled::unsettled;
pub use void_copies::void_copies;
pub use whose::Whose;
pub use year::{YearTrouble, award_year, by_year, is_of_other_year};
