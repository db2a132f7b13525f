//! What binds an answer to its finding, and how a finding can be answered.

use crate::check::Whose;
use crate::checksum::sha256;
use crate::finding::{Answer, Finding};

/// The mark by which an answer is known to belong to the finding: of its kind, its place, the record that stands there, all it told, and for a
/// sheet or a file all that is in it.
#[must_use]
pub fn key(finding: &Finding, whose: &Whose<'_>) -> String {
    let place = &finding.place;
    let parts = [
        &finding.code,
        place.file.as_deref().unwrap_or_default(),
        place.sheet.as_deref().unwrap_or_default(),
        &place.address().unwrap_or_default(),
        &whose.record(finding),
        &finding.seen,
        &finding.why,
        &finding.expected,
        &finding.contents,
    ];
    let mut mark = sha256(parts.join("\u{1f}").as_bytes());
    mark.truncate(12);
    mark
}

/// How the finding can be answered. What reduces or bars an award is never passed over.
#[must_use]
pub fn possible(finding: &Finding, whose: &Whose<'_>) -> Answer {
    match finding.answer {
        Answer::NotData if finding.place.file.is_none() => Answer::None,
        Answer::NotCounted if finding.place.row.is_none() || finding.place.sheet.is_none() => Answer::None,
        Answer::NotData | Answer::NotCounted if whose.reducing(finding).is_some() => Answer::None,
        answer => answer,
    }
}
