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

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of a workbook: aspect, place, value.
    type Said<'t> = &'t [(&'static str, &'t str, &'t str)];

    fn facts(said: Said<'_>) -> Facts {
        let mut facts = Facts::default();
        for (aspect, at, value) in said {
            facts.say("甲", aspect, *at, *value);
        }
        facts
    }

    /// The differences and notes, in short.
    fn compared(expected: &mut Facts, given: &mut Facts, all: bool) -> (Vec<String>, Vec<String>) {
        let mut notes = Vec::new();
        let found = compare(expected, given, all, &mut notes);
        let short =
            |found: &Divergence| format!("{} {} {}→{}", found.kind.label(), found.at, found.expected, found.found);
        (found.iter().map(short).collect(), notes)
    }

    fn told(expected: Said<'_>, given: Said<'_>) -> (Vec<String>, Vec<String>) {
        compared(&mut facts(expected), &mut facts(given), true)
    }

    #[test]
    fn what_one_says_and_the_other_does_not() {
        let (found, notes) = told(&[("视图", "", "a"), ("打印", "x", "b")], &[("视图", "", "c"), ("筛选", "", "d")]);
        assert_eq!(found, ["打印不同 x b→（没有）", "筛选不同  （没有）→d", "视图不同  a→c"]);
        assert!(notes.is_empty());
    }

    #[test]
    #[allow(clippy::float_arithmetic, reason = "lengths on paper are no amounts")]
    fn lengths_may_be_rounded() {
        for (expected, given, is_near) in [
            (0.0, 0.02, true),
            (0.0, 0.021, false),
            (100.0, 103.0, true),
            (100.0, 103.1, false),
            (100.0, 97.0, true),
            (100.0, 96.9, false),
            (1.0, 1.04, true),
            (1.0, 1.06, false),
            (-1.0, -1.04, true),
            (-1.0, 1.0, false),
        ] {
            assert_eq!(near(expected, given), is_near, "{expected} {given}");
        }
    }

    #[test]
    fn figures_that_are_not_the_same() {
        let figure = |aspect: &'static str, value: Option<f64>| {
            let mut facts = Facts::default();
            if let Some(value) = value {
                facts.measure("甲", aspect, "", value);
            }
            facts
        };
        for (aspect, expected, given, said) in [
            ("页边距", Some(1.0), Some(1.0), ""),
            ("页边距", Some(1.0), Some(2.0), "页边距不同  1→2"),
            ("页边距", Some(1.0), None, "页边距不同  1→（没有）"),
            ("页边距", None, Some(1.0), "页边距不同  （没有）→1"),
            // Programs have usual heights of their own.
            ("默认行高", Some(15.0), None, ""),
            ("默认行高", Some(15.0), Some(12.5), ""),
            ("默认行高", Some(15.0), Some(40.0), ""),
            ("默认行高", Some(15.0), Some(12.0), "默认行高不同  15→12"),
            ("默认行高", Some(15.0), Some(1.0), "默认行高不同  15→1"),
        ] {
            let (found, _) = compared(&mut figure(aspect, expected), &mut figure(aspect, given), true);
            assert_eq!(found.join("；"), said, "{aspect} {expected:?} {given:?}");
        }
    }

    #[test]
    fn links_may_all_lead_the_same_way_further() {
        let ours: Said<'_> = &[("链接", "A1", "a.xlsx"), ("链接", "A2", "b.xlsx"), ("链接", "A3", "#甲!A1")];
        let there = |one: &str, other: &str| {
            told(ours, &[("链接", "A1", one), ("链接", "A2", other), ("链接", "A3", "#甲!A1")])
        };
        let (found, notes) = there("../数据/a.xlsx", "../数据/b.xlsx");
        assert!(found.is_empty() && notes.len() == 1 && notes[0].contains("“../数据/”"), "{found:?} {notes:?}");
        assert_eq!(there("a.xlsx", "b.xlsx"), (Vec::new(), Vec::new()));
        for (one, other) in [
            ("../甲/a.xlsx", "../乙/b.xlsx"),
            ("a.xlsx", "../乙/b.xlsx"),
            ("旧a.xlsx", "旧b.xlsx"),
            ("/数据/a.xlsx", "/数据/b.xlsx"),
            ("\\\\机器/a.xlsx", "\\\\机器/b.xlsx"),
            ("http://x/a.xlsx", "http://x/b.xlsx"),
            ("x\\y/a.xlsx", "x\\y/b.xlsx"),
            ("../数据/a.xlsx", "../数据/c.xlsx"),
        ] {
            let (found, notes) = there(one, other);
            assert!(!found.is_empty() && notes.is_empty(), "{one} {other}: {found:?} {notes:?}");
        }
        // One more link, and what leads to the same file is no link.
        let (found, notes) =
            told(&[("链接", "A1", "a.xlsx")], &[("链接", "A1", "x/a.xlsx"), ("链接", "A2", "x/b.xlsx")]);
        assert_eq!((found.len(), notes.len()), (2, 0));
        let (found, notes) = told(&[("名称", "A1", "a.xlsx")], &[("名称", "A1", "x/a.xlsx")]);
        assert_eq!((found.len(), notes.len()), (1, 0));
        let (found, notes) = told(&[("链接", "A1", "#甲!A1")], &[("链接", "A1", "x/#甲!A1")]);
        assert_eq!((found.len(), notes.len()), (1, 0));
    }

    #[test]
    fn a_program_may_let_go_all_frozen_panes() {
        let frozen: Said<'_> = &[("冻结窗格", "", "甲"), ("视图", "", "乙")];
        let (found, notes) = told(frozen, &[("视图", "", "乙")]);
        assert_eq!((found.len(), notes.len()), (0, 1));
        let (found, notes) = compared(&mut facts(frozen), &mut facts(&[("视图", "", "乙")]), false);
        assert_eq!((found.len(), notes.len()), (1, 0));
        // One is left; there are none on either side.
        let (found, notes) = told(frozen, &[("冻结窗格", "", "丙"), ("视图", "", "乙")]);
        assert_eq!((found.len(), notes.len()), (1, 0));
        assert_eq!(told(&[("视图", "", "乙")], &[("视图", "", "乙")]), (Vec::new(), Vec::new()));
    }
}
