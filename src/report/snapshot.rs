//! The award that was just computed, as far as two can be compared.

use super::sheets::objections;
use super::{rule_words, words};
use crate::award::{Assessment, FirmCap, Line};
use crate::check::Checked;
use crate::compare::{FirmState, LineState, Snapshot, cap_titles, cuts};
use crate::formula::percent_words;
use crate::index::CapIndex;
use crate::money::Money;
use crate::policy::{Method, Policy};
use crate::record::Record;

/// The award that was just computed.
#[must_use]
pub fn snapshot(checked: &Checked<'_>, assessment: &Assessment) -> Snapshot {
    let (policy, texts) = (checked.policy, &checked.data.texts);
    let firms = assessment.firms.iter_enumerated().map(|(index, firm)| {
        let facts = assessment.facts_of(index);
        let record = Record { facts: &facts, ..checked.firm(index) };
        let lines = firm.lines.clone().map(|number| line(checked, assessment, &record, number));
        FirmState {
            code: texts.get(firm.code).to_owned(),
            name: firm.name.map(|name| texts.get(name).to_owned()).unwrap_or_default(),
            status: firm.status.label().to_owned(),
            cap: firm.caps.iter_enumerated().flat_map(|(index, cap)| capped(policy, index, cap)).collect(),
            cap_cut: firm.cap_cut(),
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
        titles: policy.titles().map(ToString::to_string),
        year: checked.year,
        stage: None,
        priced: false,
        inputs: checked.data.inputs.iter().map(|input| (input.file.to_string(), input.sha256.clone())).collect(),
        parameters: parameters.map(|(i, p)| (p.name.to_string(), rule_words::figure(policy, i))).collect(),
        readings: policy.readings.iter().map(|r| (r.clause.to_string(), r.choice.to_string())).collect(),
        answers: Vec::new(),
        objections: objections::all(checked),
        firms: firms.collect(),
    }
}

fn line(checked: &Checked<'_>, assessment: &Assessment, firm: &Record<'_>, number: usize) -> LineState {
    let line: &Line = &assessment.lines[number];
    let item = &checked.policy.items[line.item];
    let record = line.of(*firm);
    let standard = item.method.standard().and_then(|standard| standard.number(&record).ok().flatten());
    let is_rate = matches!(item.method, Method::Rate { .. });
    let standing = words::standing(checked, line);
    let figure = |number: rust_decimal::Decimal| number.normalize().to_string();
    LineState {
        item: item.name.to_string(),
        record: words::record_name(checked, line).to_owned(),
        status: line.status.label().to_owned(),
        amount: line.amount,
        level: if standing.is_empty() { words::level(checked, line) } else { standing.to_owned() },
        base: line.base.map(figure).unwrap_or_default(),
        standard: standard.map(if is_rate { percent_words } else { figure }).unwrap_or_default(),
        cuts: cuts(&words::cuts(checked, assessment, number)),
        reason: words::reason(checked, assessment, line),
        net: line.net,
    }
}

/// What the cap rests on, as 核算汇总 calls it.
fn capped(policy: &Policy, index: CapIndex, cap: &FirmCap) -> [(String, String); 4] {
    let declared = &policy.caps[index];
    let yuan = |money: Option<Money>| money.map(|money| money.as_yuan().normalize().to_string()).unwrap_or_default();
    let values =
        [yuan(cap.increment), declared.classes[cap.class].name.to_string(), percent_words(cap.ratio), yuan(cap.amount)];
    let mut titles = cap_titles(&declared.name).into_iter();
    values.map(|value| (titles.next().unwrap_or_default(), value))
}
