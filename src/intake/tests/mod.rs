//! Sheets as bureaux really make them, one rule a test; see [`super::test_support`] for how they are written down.

mod cells;
mod headers;
mod rows;
mod said;
