//! The result as people and programs read it. Nothing here computes an amount.

pub mod derivation;
pub mod json;
pub mod policy_text;
pub mod text;
pub mod words;
