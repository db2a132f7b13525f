//! A policy of very many items, each for records of its own kind.

use std::fmt::Write as _;

use super::cell::{Cell, Row, row};
use super::firm::Firm;
use super::records::Town;

/// The tables.
pub const REGISTER: &str = "名录";
pub const RECORDS: &str = "申报";

/// The policy's text.
pub fn policy(items: u64, year: i32) -> String {
    let mut out = format!(
        r#"[policy]
number = "样例"
title = "项目很多的政策"
years = [{year}, {year}]
year_table = "{RECORDS}"

[register]
table = "{REGISTER}"
code = "代码"
name = "名称"

[[workbook]]
name = "申报"
bureau = "县科技局"
tables = ["{REGISTER}", "{RECORDS}"]

[[table]]
name = "{REGISTER}"
required = true
unique = ["代码"]
columns = [
  {{ name = "代码", type = "credit-code", required = true }},
  {{ name = "名称", type = "text", required = true }},
]

[[table]]
name = "{RECORDS}"
period = ["年度"]
columns = [
  {{ name = "代码", type = "credit-code", required = true }},
  {{ name = "年度", type = "year", required = true }},
  {{ name = "类别", type = "text", required = true }},
]
"#
    );
    for item in 1..=items {
        // Writing to a string cannot fail.
        let _ = write!(
            out,
            r#"
[[item]]
id = "kind-{item}"
name = "第{item}类"
clause = "第{item}条"
table = "{RECORDS}"
counts = 'AND([@年度]=年度,类别="第{item}类")'
method = {{ fixed = {{ amount = {amount} }} }}
counts_toward_cap = false
"#,
            amount = 1_000 + item
        );
    }
    out
}

/// The firm's record of a kind.
pub fn row(town: &Town, firm: &Firm, item: u64) -> Row {
    row![firm.code.as_str(), Cell::Whole(town.year.into()), format!("第{item}类")]
}
