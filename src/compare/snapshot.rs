//! What one award came to, as far as two can be compared.

use crate::money::Money;
use crate::stage::Stage;

/// One award.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The program's version.
    pub version: String,
    /// SHA-256 of the program's sources.
    pub sources: String,
    /// The policy's number.
    pub policy: String,
    /// The policy's SHA-256.
    pub policy_sha256: String,
    /// The award year.
    pub year: i32,
    /// How far it has come, if that is said.
    pub stage: Option<Stage>,
    /// Does it say what other readings would pay?
    pub priced: bool,
    /// The workbooks read: name and SHA-256.
    pub inputs: Vec<(String, String)>,
    /// SHA-256 over the records of the workbooks, where it is stated.
    pub records: Vec<(String, String)>,
    /// The policy's figures: name and value in words.
    pub parameters: Vec<(String, String)>,
    /// The firms, in their order.
    pub firms: Vec<FirmState>,
}

/// One firm of an award.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FirmState {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its status, as people read it.
    pub status: String,
    /// The cut by the cap.
    pub cap_cut: Money,
    /// What is paid; `None`: undetermined.
    pub payable: Option<Money>,
    /// Its lines, in their order.
    pub lines: Vec<LineState>,
}

/// One line of an award.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineState {
    /// The item's name.
    pub item: String,
    /// The record's name; empty if it has none.
    pub record: String,
    /// Its status, as people read it.
    pub status: String,
    /// The amount before limits and cuts; `None`: not decided.
    pub amount: Option<Money>,
    /// What remains.
    pub net: Money,
}
