//! A cell as the file holds it.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::drawing::Drawing;

/// One filled cell, as the file holds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell<'a> {
    /// The column, from 0.
    pub column: u32,
    /// What it holds.
    pub value: Value<'a>,
    /// How it looks.
    pub look: Look<'a>,
}

impl<'a> Cell<'a> {
    /// A cell that looks like what it holds.
    #[must_use]
    pub const fn new(column: u32, value: Value<'a>) -> Self {
        Self { column, value, look: Look::PLAIN }
    }
}

/// What the eye sees of a cell that its value does not say.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Look<'a> {
    /// How its letters are set.
    pub marks: Marks,
    /// Its number format, if that draws something of its own.
    pub drawing: Option<&'a Arc<Drawing>>,
}

impl Look<'_> {
    /// As usual.
    pub const PLAIN: Self = Self { marks: Marks::NONE, drawing: None };
}

/// How the letters of a cell are set.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Are all of them struck out?
    pub struck: bool,
    /// Are some struck out and others not?
    pub partly_struck: bool,
    /// Do some stand higher or lower than others?
    pub raised: bool,
}

impl Marks {
    /// As usual.
    pub const NONE: Self = Self { struck: false, partly_struck: false, raised: false };
}

/// What a cell of the row at hand holds.
pub type Value<'a> = ValueOf<&'a str>;

/// What a cell holds, its texts in the row at hand or kept. A formula counts by its cached value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum ValueOf<T> {
    /// A text, not trimmed.
    Text(T),
    /// A finite number; `percent` if the cell's number format shows percent.
    Number {
        /// The binary value.
        value: f64,
        /// Shown as percent?
        percent: bool,
    },
    /// A number whose format shows a date or time, by the workbook's own date system.
    DateTime(NaiveDateTime),
    /// `TRUE` or `FALSE`.
    Bool(bool),
    /// An error value such as `#REF!`.
    Error(T),
    /// A formula without a cached value.
    Uncalculated,
    /// A picture put into the cell in place of a value.
    Picture,
}

impl<T> ValueOf<T> {
    /// The same with other texts.
    pub fn map<'t, U>(&'t self, text: impl FnOnce(&'t T) -> U) -> ValueOf<U> {
        match self {
            Self::Text(own) => ValueOf::Text(text(own)),
            Self::Number { value, percent } => ValueOf::Number { value: *value, percent: *percent },
            Self::DateTime(moment) => ValueOf::DateTime(*moment),
            Self::Bool(truth) => ValueOf::Bool(*truth),
            Self::Error(own) => ValueOf::Error(text(own)),
            Self::Uncalculated => ValueOf::Uncalculated,
            Self::Picture => ValueOf::Picture,
        }
    }
}
