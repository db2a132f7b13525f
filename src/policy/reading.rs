//! Where the document is silent or says two things: what was chosen, who may say whether it is right, and what else could be meant.

use std::sync::Arc;

use super::Policy;
use super::file;

/// A choice between readings of the document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The clause.
    pub clause: Arc<str>,
    /// What was chosen.
    pub choice: Arc<str>,
    /// Why.
    pub reason: Arc<str>,
    /// The keys of the policy file that it decides, each as a path.
    pub keys: Vec<Arc<str>>,
    /// Who interprets the document; may be empty.
    pub asked: Arc<str>,
    /// The number of the written answer; empty while there is none.
    pub answer: Arc<str>,
    /// What else could be meant.
    pub alternatives: Vec<Alternative>,
}

impl Reading {
    /// Is there another reading, and nobody has said in writing which holds?
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.answer.is_empty() && !self.alternatives.is_empty()
    }
}

/// Another reading.
#[derive(Clone, Debug)]
pub struct Alternative {
    /// What it says.
    pub name: Arc<str>,
    /// Why one could read so; may be empty.
    pub reason: Arc<str>,
    /// What it changes in the file: each path, and the value as it is written; without a value: left out.
    pub changes: Vec<(Arc<str>, Option<Arc<str>>)>,
}

/// The policy under another reading: loaded and checked like any other.
#[derive(Clone, Debug)]
pub struct Variant {
    /// The reading, by index.
    pub reading: usize,
    /// The alternative, by index in the reading's.
    pub alternative: usize,
    /// What it makes of the policy.
    pub policy: Policy,
    /// Are tables and checks as before, so that data read and checked by the policy need not be read again?
    pub reads_alike: bool,
}

/// As loaded; `source` is the file's text.
pub(super) fn of(raw: &file::Reading, head: &file::Head, source: &str) -> Reading {
    let text = |text: &str| -> Arc<str> { text.into() };
    let alternative = |raw: &file::Alternative| {
        let changed = raw.changes.iter().map(|(path, value)| {
            let written = source.get(value.span()).unwrap_or_default();
            (text(path.get_ref()), Some(text(written)))
        });
        let removed = raw.removes.iter().map(|path| (text(path.get_ref()), None));
        Alternative {
            name: text(raw.name.get_ref()),
            reason: text(&raw.reason),
            changes: changed.chain(removed).collect(),
        }
    };
    Reading {
        clause: text(&raw.clause),
        choice: text(raw.choice.get_ref()),
        reason: text(&raw.reason),
        keys: raw.keys.iter().map(|key| text(key.get_ref())).collect(),
        asked: text(if raw.asked.is_empty() { &head.interpreter } else { &raw.asked }),
        answer: text(&raw.answer),
        alternatives: raw.alternative.iter().map(alternative).collect(),
    }
}
