//! What a findings workbook lists.

use super::Links;
use crate::answers::Settled;
use crate::check::Whose;
use crate::finding::Finding;
use crate::policy::Policy;

/// What a findings workbook lists.
pub struct FindingsList<'a> {
    /// The policy.
    pub policy: &'a Policy,
    /// The findings that stand.
    pub open: Vec<&'a Finding>,
    /// Those that were answered; they go along, so that one workbook holds all answers.
    pub settled: Vec<&'a Settled>,
    /// Whom the findings concern.
    pub whose: Whose<'a>,
    /// Where the data lies.
    pub links: Links,
    /// The bureau whose list it is; else it is everybody's.
    pub bureau: Option<&'a str>,
}
