//! What stands beside the cells, in both workbooks: settings, notes, links, charts.

use std::collections::{BTreeMap, BTreeSet};

use super::divergence::{Divergence, Kind};
use super::office::{Facts, Subject};

/// Compares what both say. What another program let go without anything becoming hidden is told in `notes`.
///
/// `all` sheets may have lost something only where none of them is as it was.
pub(super) fn compare(expected: &mut Facts, given: &mut Facts, all: bool, notes: &mut Vec<String>) -> Vec<Divergence> {
    links(expected, given, notes);
    if all {
        unfrozen(expected, given, notes);
    }
    let mut found = Vec::new();
    let none = String::new();
    let subjects: BTreeSet<&Subject> = expected.known.keys().chain(given.known.keys()).collect();
    for subject in subjects {
        let of = |facts: &Facts| facts.known.get(subject).unwrap_or(&none).clone();
        let (ours, theirs) = (of(expected), of(given));
        if ours != theirs {
            found.push(divergence(subject, &ours, &theirs));
        }
    }
    for (subject, ours) in &expected.measured {
        let theirs = given.measured.get(subject);
        // Programs have usual heights of their own; too low to be read is another matter.
        let usual = subject.aspect == "默认行高" && theirs.is_none_or(|theirs| *theirs > 12.0);
        if !usual && theirs.is_none_or(|theirs| !near(*ours, *theirs)) {
            found.push(divergence(subject, &ours.to_string(), &theirs.map(f64::to_string).unwrap_or_default()));
        }
    }
    for (subject, theirs) in given.measured.iter().filter(|(subject, _)| !expected.measured.contains_key(subject)) {
        found.push(divergence(subject, "", &theirs.to_string()));
    }
    found
}

fn divergence(subject: &Subject, expected: &str, found: &str) -> Divergence {
    let or_none = |text: &str| if text.is_empty() { "（没有）".to_owned() } else { super::words::seen(text) };
    Divergence::new(Kind::Setting(subject.aspect), &subject.sheet, &*subject.at).with(or_none(expected), or_none(found))
}

/// Programs round what they measure.
#[allow(clippy::float_arithmetic, reason = "lengths on paper are no amounts")]
pub(super) fn near(expected: f64, given: f64) -> bool {
    (expected - given).abs() <= 0.02 + expected.abs() * 0.03
}

/// A copy in another folder leads to the same files by another way, the same for all links.
fn links(expected: &Facts, given: &mut Facts, notes: &mut Vec<String>) {
    let mut ways: BTreeSet<&str> = BTreeSet::new();
    let outside = |facts: &Facts| -> BTreeMap<Subject, String> {
        let all = facts.known.iter().filter(|(subject, target)| subject.aspect == "链接" && !target.starts_with('#'));
        all.map(|(subject, target)| (subject.clone(), target.clone())).collect()
    };
    let (ours, theirs) = (outside(expected), outside(given));
    if ours.len() != theirs.len() {
        return;
    }
    for (subject, target) in &ours {
        let Some(way) = theirs.get(subject).and_then(|there| there.strip_suffix(&**target)) else { return };
        ways.insert(way);
    }
    let Some(way) = ways.first().filter(|way| ways.len() == 1 && !way.is_empty()) else { return };
    let folders = way.ends_with('/') && !way.starts_with(['/', '\\']) && !way.contains([':', '\\']);
    if folders {
        notes.push(format!("所有链接前面都加了“{way}”：另存到了别的文件夹，链接的文件名没有变"));
        given.known.extend(ours);
    }
}

/// Windows that scroll as a whole hide nothing: some programs let frozen headers go.
fn unfrozen(expected: &mut Facts, given: &Facts, notes: &mut Vec<String>) {
    let frozen = |facts: &Facts| facts.known.keys().filter(|subject| subject.aspect == "冻结窗格").count();
    if frozen(expected) > 0 && frozen(given) == 0 {
        expected.known.retain(|subject, _| subject.aspect != "冻结窗格");
        notes.push("另存的程序去掉了冻结窗格（标题行随着滚动）".to_owned());
    }
}
