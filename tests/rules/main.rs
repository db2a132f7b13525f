//! 临政字〔2022〕37号, clause by clause, in small text tables: what pays, and above all what does not.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
mod dataset;
#[path = "../common/outcome.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod outcome;
mod town;

mod cap;
mod conditions;
mod identity;
mod items;
mod items_of_others;
mod matters;
mod other_scheme;
mod paid;
mod payees;
mod provisional;
mod remittance;
mod repeats;
mod returns;
mod sample;
mod standing;
mod status;
mod town_wide;
mod withheld;
