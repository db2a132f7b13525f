//! The award year: given, or the one year the data speaks of; and whether the policy covers it.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::finding::{Finding, Place, catalogue};
use crate::index::RowIndex;
use crate::policy::{Policy, Table};
use crate::tables::{Dataset, TableData};

/// Why there is no award year to compute.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum YearTrouble {
    /// The data has several years, and none was given.
    #[error("“{table}”表里有多个年度：{}。请用 -y 指定奖励年度，例如 -y {}", list(.years), .years.last().copied().unwrap_or_default())]
    Several {
        /// The table that tells the year.
        table: String,
        /// The years, rising.
        years: Vec<i32>,
    },
    /// The data has no year, and none was given.
    #[error("“{table}”表里还没有年度。请填好这张表，或者用 -y 指定奖励年度")]
    None {
        /// The table that tells the year.
        table: String,
    },
    /// The policy does not cover the year.
    #[error("{year} 年度不在政策的适用年度（{first}–{last}）之内")]
    NotCovered {
        /// The year asked for.
        year: i32,
        /// The first year covered.
        first: i32,
        /// The last year covered.
        last: i32,
    },
}

impl YearTrouble {
    /// The same without the remedy, for a check that goes on as far as it can.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let why = match self {
            Self::Several { table, years } => format!("“{table}”表里有多个年度：{}", list(years)),
            Self::None { table } => format!("“{table}”表里看不出年度"),
            Self::NotCovered { .. } => self.to_string(),
        };
        Finding::new(&catalogue::YEAR_UNCLEAR, Place::default(), "", "").because(why)
    }
}

/// The award year and what there is to say about it.
///
/// # Errors
/// [`YearTrouble`] if it cannot be told, or the policy does not cover it.
pub fn award_year(policy: &Policy, data: &Dataset, given: Option<i32>) -> Result<(i32, Vec<Finding>), YearTrouble> {
    let year = match given {
        Some(year) => year,
        None => only_year(policy, data)?,
    };
    let (first, last) = (*policy.years.start(), *policy.years.end());
    if !policy.years.contains(&year) {
        return Err(YearTrouble::NotCovered { year, first, last });
    }
    let mut findings = Vec::new();
    let end = NaiveDate::from_ymd_opt(year, 12, 31);
    if let (Some(until), Some(end)) = (policy.trial_until, end)
        && end > until
    {
        let why = format!("试行到 {}", until.format("%Y-%m-%d"));
        findings.push(Finding::new(&catalogue::YEAR_TRIAL, Place::default(), year.to_string(), "").because(why));
    }
    let years = years(policy, data);
    if !years.is_empty() && !years.contains(&year) {
        let table = &policy.tables[policy.year_table].name;
        let why = format!("“{table}”表里是 {} 年度", list(&years));
        findings.push(Finding::new(&catalogue::YEAR_ABSENT, Place::default(), year.to_string(), "").because(why));
    }
    Ok((year, findings))
}

fn only_year(policy: &Policy, data: &Dataset) -> Result<i32, YearTrouble> {
    let table = policy.tables[policy.year_table].name.to_string();
    match years(policy, data).as_slice() {
        [] => Err(YearTrouble::None { table }),
        [year] => Ok(*year),
        years => Err(YearTrouble::Several { table, years: years.to_vec() }),
    }
}

/// The years that the table which tells the award year speaks of, rising.
fn years(policy: &Policy, data: &Dataset) -> Vec<i32> {
    let (declared, table) = (&policy.tables[policy.year_table], &data.tables[policy.year_table]);
    let years = table.rows().flat_map(|row| declared.period.iter().filter_map(move |column| table.year(*column, row)));
    years.collect::<BTreeSet<i32>>().into_iter().collect()
}

/// A table's records of `year` (or of no year) and of other years; while there is no award year, all are of it.
#[must_use]
pub fn by_year(declared: &Table, table: &TableData, year: Option<i32>) -> (u64, u64) {
    let of_other = |year| table.rows().filter(|row| is_of_other_year(declared, table, *row, year)).count();
    let other = year.map_or(0, of_other);
    let count = |rows| u64::try_from(rows).unwrap_or(u64::MAX);
    (count(table.len() - other), count(other))
}

/// Does the record belong to another year than `year`? A record with several days belongs to each of their years.
#[must_use]
pub fn is_of_other_year(declared: &Table, table: &TableData, row: RowIndex, year: i32) -> bool {
    let mut years = declared.period.iter().filter_map(|column| table.year(*column, row)).peekable();
    years.peek().is_some() && years.all(|of_row| of_row != year)
}

fn list(years: &[i32]) -> String {
    years.iter().map(ToString::to_string).collect::<Vec<_>>().join("、")
}
