//! Where each sheet's columns stand, and the formulas its rows share: pure data, made from the policy before anything is written, because
//! sheets refer to each other.

pub(super) mod caps;
pub(super) mod conditions;
pub(super) mod division;
pub(super) mod item;
pub(super) mod joint;
pub(super) mod lines;
pub(super) mod links;
pub(super) mod matrix;
pub(super) mod overlaps;
pub(super) mod payment;
pub(super) mod summary;
