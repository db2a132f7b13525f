//! Intake: the bureaux' workbooks become typed tables, every row with its origin. Wrong data is a finding; nothing is guessed and nothing is lost.

pub mod book;
