//! What a verification rests on and what it came to, as an auditor files it.

use std::fmt;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Comparison, Divergence, LEFT_OUT, Verdict};

/// A file by its name and checksum.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Stamp {
    /// The file's name.
    pub file: String,
    /// SHA-256 of its bytes.
    pub sha256: String,
}

/// Something named, and a word about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Remark {
    /// What.
    pub what: String,
    /// The word.
    pub why: String,
}

/// What went into the run otherwise than into the award.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Cause {
    /// In words: data, parameter, policy, program, year.
    pub kind: String,
    /// Which.
    pub name: String,
    /// What the award states.
    pub award: String,
    /// What there is now.
    pub now: String,
}

/// The data read by a second program.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct SecondOpinion {
    /// How many cells were read by both.
    pub cells: u64,
    /// Cells that the two read differently.
    pub disagreements: Vec<Remark>,
    /// Files it could not read.
    pub notes: Vec<Remark>,
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Difference {
    /// What kind, in words.
    pub kind: String,
    /// The sheet; empty for the whole workbook.
    pub sheet: String,
    /// Cells, a row, a name.
    pub at: String,
    /// The column's header and the firm.
    pub about: String,
    /// What should be there.
    pub expected: String,
    /// What is there.
    pub found: String,
}

impl From<Divergence> for Difference {
    fn from(divergence: Divergence) -> Self {
        let Divergence { kind, sheet, at, about, expected, found } = divergence;
        Self { kind: kind.label(), sheet, at, about, expected, found }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place: Vec<&str> = [&*self.sheet, &*self.at].into_iter().filter(|part| !part.is_empty()).collect();
        let place = if place.is_empty() { "整个工作簿".to_owned() } else { place.join(" › ") };
        write!(f, "{}：{place}", self.kind)?;
        if !self.about.is_empty() {
            write!(f, " （{}）", self.about)?;
        }
        if !self.expected.is_empty() {
            write!(f, "  应为 {}", self.expected)?;
        }
        if !self.found.is_empty() {
            write!(f, "  实为 {}", self.found)?;
        }
        Ok(())
    }
}

/// The policy of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct PolicyUsed {
    /// Its number.
    pub number: String,
    /// Is it the one built into the program?
    pub built_in: bool,
    /// The file, or that it is built in.
    pub origin: String,
    /// SHA-256 of its text.
    pub sha256: String,
}

/// The program of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, JsonSchema, Serialize)]
pub struct ProgramUsed {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// SHA-256 of the program's own file; empty where it cannot be read.
    pub sha256: String,
}

/// The whole paper.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct WorkingPaper {
    /// The program.
    pub tool: ProgramUsed,
    /// The policy.
    pub policy: PolicyUsed,
    /// The award year.
    pub year: i32,
    /// The award workbook.
    pub award: Stamp,
    /// Every input.
    pub inputs: Vec<Stamp>,
    /// Files that were passed over, and why.
    pub passed_over: Vec<Remark>,
    /// The verdict, in words.
    pub verdict: String,
    /// How many sheets were compared.
    pub sheets: usize,
    /// How many rows with content.
    pub rows: usize,
    /// What went in otherwise.
    pub causes: Vec<Cause>,
    /// Every difference.
    pub differences: Vec<Difference>,
    /// What could not be compared.
    pub not_compared: Vec<String>,
    /// What the program that saved the copy changed without changing what is read.
    pub notes: Vec<String>,
    /// What is never compared.
    pub left_out: String,
    /// The data read by a second program.
    pub second_reading: SecondOpinion,
}

impl WorkingPaper {
    /// The paper of a comparison; what it rests on is filled in by who knows.
    #[must_use]
    pub fn of(comparison: Comparison, second_reading: SecondOpinion) -> Self {
        let identical = comparison.verdict() == Verdict::Identical;
        Self {
            tool: ProgramUsed::default(),
            policy: PolicyUsed::default(),
            year: 0,
            award: Stamp::default(),
            inputs: Vec::new(),
            passed_over: Vec::new(),
            verdict: comparison.verdict().label().to_owned(),
            sheets: comparison.sheets,
            rows: comparison.rows,
            causes: Vec::new(),
            differences: comparison.divergences.into_iter().map(Difference::from).collect(),
            not_compared: comparison.not_compared,
            notes: comparison.notes,
            left_out: if identical { String::new() } else { LEFT_OUT.to_owned() },
            second_reading,
        }
    }

    /// Is nothing to be objected to?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.differences.is_empty() && self.not_compared.is_empty() && self.second_reading.disagreements.is_empty()
    }
}
