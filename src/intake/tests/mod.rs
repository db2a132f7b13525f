//! Sheets as bureaux really make them, one rule a test; see [`super::rehearsal`] for how they are written down.

mod cells;
mod headers;
mod rows;
