//! What one award came to, as far as two can be compared.

use crate::money::Money;
use crate::policy::Cap;
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
    /// What its sheets call the code and the name of a firm.
    pub titles: [String; 2],
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
    /// How the document was read where it leaves that open: clause and what was chosen.
    pub readings: Vec<(String, String)>,
    /// What was answered: how, and to what.
    pub answers: Vec<(String, String)>,
    /// The objections on record.
    pub objections: Vec<Objection>,
    /// The firms, in their order.
    pub firms: Vec<FirmState>,
}

/// An objection to a published award.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Objection {
    /// The code of the firm it concerns.
    pub code: String,
    /// The day.
    pub day: String,
    /// Who objects; empty if that is not said.
    pub by: String,
    /// To what.
    pub content: String,
    /// What was answered; empty while nothing is.
    pub answer: String,
    /// What came of it; empty while it is open.
    pub outcome: String,
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
    /// What the cap rests on, each figure with its name, and the cap last; empty where there is none.
    pub cap: Vec<(String, String)>,
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
    /// Standing or level.
    pub level: String,
    /// What the amount was computed from.
    pub base: String,
    /// The rate, the amount for one, or the ceiling.
    pub standard: String,
    /// The cuts, each with its name.
    pub cuts: Vec<String>,
    /// Why it is not paid; empty where it is.
    pub reason: String,
    /// What remains.
    pub net: Money,
}

impl LineState {
    /// What it came to, without what that rests on.
    #[must_use]
    pub fn result(&self) -> (&str, Option<Money>, Money) {
        (&self.status, self.amount, self.net)
    }
}

impl FirmState {
    /// Did both come to the same, whatever that rests on?
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        let result = |firm: &Self| (firm.name.clone(), firm.status.clone(), firm.cap_cut, firm.payable);
        let same = |one: &LineState, other: &LineState| {
            (&one.item, &one.record, one.result()) == (&other.item, &other.record, other.result())
        };
        let lines = self.lines.len() == other.lines.len();
        result(self) == result(other) && lines && self.lines.iter().zip(&other.lines).all(|(one, two)| same(one, two))
    }
}

/// What the figures of a cap are called on 核算汇总: what it is a share of, its class, the ratio, the cap. `name` is that of a cap of some
/// items.
#[must_use]
pub fn cap_titles(name: &str) -> [String; 4] {
    [Cap::base_title(name), "限额档次", "比例", "限额"].map(|what| format!("{name}{what}"))
}
