//! The sheets of the award workbook, one file each.

pub(super) mod basis;
pub(super) mod caps;
pub(super) mod clawback;
pub(super) mod conditions;
pub(super) mod council;
pub(super) mod cover;
pub(super) mod disclosure;
pub(super) mod division;
pub(super) mod findings;
pub(super) mod joint;
pub(super) mod lines;
pub(super) mod lists;
pub(super) mod matrix;
pub(super) mod notice;
pub(super) mod objections;
pub(super) mod overlaps;
pub(super) mod parameters;
pub(super) mod payment;
pub(super) mod pending;
pub(super) mod performance;
pub(super) mod signoff;
pub(super) mod statistics;
pub(super) mod summary;
pub(super) mod targets;
