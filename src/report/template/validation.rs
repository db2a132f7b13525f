//! What a cell accepts without a question. A rule only ever warns: intake understands more ways to write a value than a rule can.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use rust_xlsxwriter::{DataValidation, DataValidationErrorStyle, DataValidationRule as Rule, ExcelDateTime, XlsxError};

use super::column::{allowed, choices, example};
use super::lists::{Lists, fits_inline};
use super::style::clipped;
use crate::policy::{Column, Kind, Policy};

/// Ten billion yuan, beyond which intake takes an amount for a slip of units; and the years that intake takes for years.
const MOST_YUAN: i64 = 10_000_000_000;
const YEARS: [u16; 2] = [1900, 2199];

/// The rule for the cells of `column`.
pub(super) fn rule(policy: &Policy, column: &Column, lists: &Lists<'_>) -> Result<DataValidation, XlsxError> {
    let values = choices(policy, column);
    let rule = DataValidation::new();
    let rule = match &column.kind {
        Kind::List(_) | Kind::Item if fits_inline(&values) => rule.allow_list_strings(&values)?,
        Kind::List(_) | Kind::Item => match lists.range(&values) {
            Some(range) => rule.allow_list_formula(range),
            None => rule.allow_any_value(),
        },
        Kind::Money { signed } => {
            let most = Decimal::from(MOST_YUAN);
            let least = if *signed { -most } else { Decimal::ZERO };
            rule.allow_decimal_number(between(column.least.unwrap_or(least), column.most.unwrap_or(most)))
        }
        Kind::Percent => {
            let least = column.least.unwrap_or_default();
            rule.allow_decimal_number(match column.most {
                Some(most) => between(least, most),
                None => Rule::GreaterThanOrEqualTo(float(least)),
            })
        }
        Kind::Number => {
            // Any number will do where the policy sets no bounds; a rule has to name some.
            let most = Decimal::from(MOST_YUAN) * Decimal::from(MOST_YUAN);
            rule.allow_decimal_number(between(column.least.unwrap_or(-most), column.most.unwrap_or(most)))
        }
        Kind::Year => {
            let [first, last] = YEARS.map(i32::from);
            let bound = |bound: Option<Decimal>, or: i32| bound.and_then(|bound| bound.to_i32()).unwrap_or(or);
            rule.allow_whole_number(Rule::Between(bound(column.least, first), bound(column.most, last)))
        }
        Kind::Date => {
            let [first, last] = YEARS;
            let days = (ExcelDateTime::from_ymd(first, 1, 1)?, ExcelDateTime::from_ymd(last, 12, 31)?);
            rule.allow_date(Rule::Between(days.0, days.1))
        }
        Kind::Code(numbering) => match numbering.length() {
            Some(length) => rule.allow_text_length(Rule::EqualTo(length.into())),
            None => rule.allow_any_value(),
        },
        Kind::Text | Kind::Patent { .. } => rule.allow_any_value(),
    };
    let doubt = format!("“{}”应为：{}。\n确认无误可以继续。", column.name, allowed(policy, column));
    let rule = rule
        .set_error_style(DataValidationErrorStyle::Warning)
        .set_error_title("请核对")?
        .set_error_message(clipped(&doubt, 255))?;
    // Only what the header cannot say is worth a bubble at every cell.
    if column.note.is_empty() {
        return Ok(rule);
    }
    let example = example(policy, column);
    let example = if example.is_empty() { example } else { format!("\n例：{example}") };
    rule.set_input_title(clipped(&column.name, 32))?
        .set_input_message(clipped(&format!("{}{example}", column.note), 255))
}

fn between(least: Decimal, most: Decimal) -> Rule<f64> {
    Rule::Between(float(least), float(most))
}

/// A bound as a spreadsheet holds it. A bound that is too fine for that only warns a little early or late.
fn float(bound: Decimal) -> f64 {
    bound.to_f64().unwrap_or_default()
}
