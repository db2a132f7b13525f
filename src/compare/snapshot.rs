//! What one award came to, as far as two can be compared.

use crate::award::Assessment;
use crate::check::Checked;
use crate::money::Money;
use crate::report::{rule_words, words};

/// One award.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    /// The program's version.
    pub version: String,
    /// The policy's number.
    pub policy: String,
    /// The policy's SHA-256.
    pub policy_sha256: String,
    /// The award year.
    pub year: i32,
    /// The workbooks read: name and SHA-256.
    pub inputs: Vec<(String, String)>,
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

impl Snapshot {
    /// The award that was just computed.
    #[must_use]
    pub fn of(checked: &Checked<'_>, assessment: &Assessment) -> Self {
        let (policy, texts) = (checked.policy, &checked.data.texts);
        let firms = assessment.firms.iter().map(|firm| {
            let lines = assessment.lines[firm.lines.clone()].iter().map(|line| LineState {
                item: policy.items[line.item].name.to_string(),
                record: words::record_name(checked, line).to_owned(),
                status: line.status.label().to_owned(),
                amount: line.amount,
                net: line.net,
            });
            FirmState {
                code: texts.get(firm.code).to_owned(),
                name: firm.name.map(|name| texts.get(name).to_owned()).unwrap_or_default(),
                status: firm.status.label().to_owned(),
                cap_cut: firm.cap.as_ref().and_then(|cap| cap.cut).unwrap_or_default(),
                payable: firm.payable,
                lines: lines.collect(),
            }
        });
        let parameters = policy.parameters.iter().enumerate();
        Self {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            policy: policy.number.to_string(),
            policy_sha256: policy.sha256.clone(),
            year: checked.year,
            inputs: checked.data.inputs.iter().map(|input| (input.file.to_string(), input.sha256.clone())).collect(),
            parameters: parameters.map(|(i, p)| (p.name.to_string(), rule_words::figure(policy, i))).collect(),
            firms: firms.collect(),
        }
    }
}
