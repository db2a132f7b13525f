//! What is to be said of a workbook beside its cells: each thing under what it is and where it is.

use std::collections::BTreeMap;

/// The place of what has none any more.
pub(super) const GONE: &str = "（已删除）";

/// What a fact is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::verify) struct Subject {
    /// The sheet; empty for the whole workbook.
    pub sheet: String,
    /// In the words an auditor reads.
    pub aspect: &'static str,
    /// Cells, a name, a number; empty where there is one only.
    pub at: String,
}

/// Everything said of one workbook.
#[derive(Clone, Debug, Default)]
pub(in crate::verify) struct Facts {
    pub known: BTreeMap<Subject, String>,
    /// Figures that programs round when they save.
    pub measured: BTreeMap<Subject, f64>,
    /// What is in the file and not understood.
    pub unknown: Vec<String>,
    /// The sheets that are selected.
    pub selected: Vec<String>,
}

impl Facts {
    /// Says `value`; an empty one says nothing. The same subject twice is both.
    pub fn say(&mut self, sheet: &str, aspect: &'static str, at: impl Into<String>, value: impl Into<String>) {
        let (at, value) = (at.into(), value.into());
        // What stood in a row that is gone went with it.
        if value.is_empty() || at == GONE {
            return;
        }
        let said = self.known.entry(Subject { sheet: sheet.to_owned(), aspect, at }).or_default();
        if !said.is_empty() {
            said.push_str("；又 ");
        }
        said.push_str(&value);
    }

    /// Says a figure.
    pub fn measure(&mut self, sheet: &str, aspect: &'static str, at: impl Into<String>, value: f64) {
        self.measured.insert(Subject { sheet: sheet.to_owned(), aspect, at: at.into() }, value);
    }

    /// Says that something was not understood.
    pub fn strange(&mut self, sheet: &str, what: impl AsRef<str>) {
        let what = what.as_ref();
        self.unknown.push(if sheet.is_empty() { what.to_owned() } else { format!("{sheet} › {what}") });
    }
}

#[cfg(test)]
mod tests {
    use super::super::test_support::told;
    use super::*;

    #[test]
    fn what_says_nothing_or_is_gone_is_not_said() {
        let mut facts = Facts::default();
        facts.say("甲", "合并", "A1", "");
        facts.say("甲", "合并", GONE, "是");
        facts.say("甲", "合并", "B1", "是");
        facts.say("甲", "合并", "B1", "否");
        facts.strange("甲", "乙");
        facts.strange("", "丙");
        assert_eq!(told(&facts), ["合并 B1: 是；又 否", "? 甲 › 乙", "? 丙"]);
    }
}
