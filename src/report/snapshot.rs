//! The award that was just computed, as far as two can be compared.

use super::{rule_words, words};
use crate::award::Assessment;
use crate::check::Checked;
use crate::compare::{FirmState, LineState, Snapshot};

/// The award that was just computed.
#[must_use]
pub fn snapshot(checked: &Checked<'_>, assessment: &Assessment) -> Snapshot {
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
    let parameters = policy.parameters.iter_enumerated();
    Snapshot {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sources: crate::checksum::SOURCES.to_owned(),
        records: Vec::new(),
        policy: policy.number.to_string(),
        policy_sha256: policy.sha256.clone(),
        year: checked.year,
        stage: None,
        priced: false,
        inputs: checked.data.inputs.iter().map(|input| (input.file.to_string(), input.sha256.clone())).collect(),
        parameters: parameters.map(|(i, p)| (p.name.to_string(), rule_words::figure(policy, i))).collect(),
        firms: firms.collect(),
    }
}
