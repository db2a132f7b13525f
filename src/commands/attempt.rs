//! 政策 试算: one record typed on the command line, through the real engine; the answer in words.

use std::path::PathBuf;
use std::sync::Arc;

use super::{Console, Outcome, policy_file, trial};
use crate::award::assess;
use crate::finding::Severity;
use crate::formula::nearest;
use crate::index::{FirmIndex, ItemIndex, TableIndex};
use crate::policy::{Column, GivenTable, Kind, Policy};
use crate::report::{computation, derivation, text, words};

/// What is tried.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The policy file.
    pub policy: Option<PathBuf>,
    /// The award year; else the first the policy covers.
    pub year: Option<i32>,
    /// The item, by id or name.
    pub item: String,
    /// `column=value`, or `table.column=value`.
    pub cells: Vec<String>,
}

/// Judges one record of `request.item` and says what comes of it.
///
/// # Errors
/// Trouble with the policy, or names that are not the policy's.
pub fn attempt(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let file = policy_file::load(request.policy.as_ref())?;
    let policy = &file.policy;
    let item = policy.items.iter().find(|item| *item.name == *request.item || *item.id == *request.item);
    let Some(item) = item else {
        let names: Vec<&str> = policy.items.iter().map(|item| &*item.name).collect();
        let meant = nearest(&request.item, names.iter().copied());
        let meant = meant.map(|meant| format!("，是不是“{meant}”？")).unwrap_or_default();
        anyhow::bail!("没有奖励项目“{}”{meant}\n可以写的有：{}", request.item, names.join("、"));
    };
    let year = request.year.unwrap_or(*policy.years.start());
    let mut sheets = vec![empty(policy.register.table)];
    if item.table != policy.register.table {
        sheets.push(empty(item.table));
    }
    for cell in &request.cells {
        let Some((name, value)) = cell.split_once(['=', '＝']) else {
            anyhow::bail!("“{cell}”要写成 列=值");
        };
        let (table, column) = place(policy, item.table, name)?;
        let sheet = match sheets.iter().position(|sheet| sheet.table == table) {
            Some(at) => &mut sheets[at],
            None => {
                sheets.push(empty(table));
                let last = sheets.len() - 1;
                &mut sheets[last]
            }
        };
        sheet.header.push(column);
        sheet.rows[0].push(value.into());
    }
    let filled = fill_in(policy, &mut sheets);
    if !filled.is_empty() {
        writeln!(console.out, "没有写的必填列，按：{}\n", filled.join("、"))?;
    }
    let examined = trial::examined(policy, &sheets, year)?;
    let errors: Vec<_> =
        examined.findings.iter().filter(|finding| finding.severity == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        text::findings(console.out, &errors)?;
        return Ok(Outcome::Different);
    }
    let (checked, ..) = examined.checked(policy)?;
    let assessment = assess(&checked)?;
    if assessment.lines.iter().all(|line| policy.items[line.item].id != item.id) {
        writeln!(console.out, "这条记录不算“{}”：{}\n", item.name, item.counts.source)?;
    }
    for (index, line) in assessment.lines.iter().enumerate().filter(|(_, line)| policy.items[line.item].id == item.id) {
        let facts = assessment.facts_of(line.firm);
        let record = line.of(words::firm_record(&checked, &assessment.firms[line.firm], &facts));
        let how = computation::computation(&checked, line, &record);
        let cuts = words::cuts(&checked, &assessment, index);
        let why = words::reason(&checked, &assessment, line);
        let why = if why.is_empty() { String::new() } else { format!("。{why}") };
        let status = line.status.label();
        writeln!(console.out, "{year} 年度{}：{status}，{} 元。{how}{cuts}{why}。\n", item.name, line.net.grouped())?;
    }
    let mut derivation = derivation::derive(&checked, &assessment, FirmIndex::default());
    // What other items and the cap would say is not asked.
    let needed = |label: &str| item.requires.iter().any(|at| label.starts_with(&*policy.conditions[*at].name));
    derivation.sections.truncate(if policy.conditions.is_empty() { 1 } else { 2 });
    for section in &mut derivation.sections {
        section.steps.retain(|step| needed(&step.label) || step.label.starts_with(&*item.name));
    }
    derivation.sections.retain(|section| !section.steps.is_empty());
    derivation::write_text(console.out, &derivation, console.width)?;
    Ok(Outcome::Done)
}

fn empty(table: TableIndex) -> GivenTable {
    GivenTable { table, header: Vec::new(), rows: vec![Vec::new()] }
}

/// The table and column that `name` means: of the item's table, else of the register, else `table.column`.
fn place(policy: &Policy, own: TableIndex, name: &str) -> anyhow::Result<(TableIndex, Arc<str>)> {
    let name = name.trim();
    let (bare, unit) = match name.find(['（', '(']) {
        Some(at) => name.split_at(at),
        None => (name, ""),
    };
    let titled = |column: &Column| -> Arc<str> { format!("{}{unit}", column.name).into() };
    for table in [own, policy.register.table] {
        if let Some(column) = policy.tables[table].column(bare) {
            return Ok((table, titled(&policy.tables[table].columns[column])));
        }
    }
    if let Some((table, column)) = bare.split_once('.') {
        let index = policy.tables.position(|known| *known.name == *table);
        if let Some((index, column)) = index.and_then(|index| Some((index, policy.tables[index].column(column)?))) {
            return Ok((index, titled(&policy.tables[index].columns[column])));
        }
    }
    let tables = [own, policy.register.table];
    let known: Vec<&str> =
        tables.iter().flat_map(|table| &policy.tables[*table].columns).map(|column| &*column.name).collect();
    let meant = nearest(bare, known.iter().copied()).map(|meant| format!("，是不是“{meant}”？")).unwrap_or_default();
    anyhow::bail!("没有列“{bare}”{meant}\n可以写的有：{}；别的表的列写 表名.列名", known.join("、"))
}

/// Fills in what must be written and was not; what was filled in.
fn fill_in(policy: &Policy, sheets: &mut [GivenTable]) -> Vec<String> {
    let mut filled = Vec::new();
    for sheet in sheets {
        let table = &policy.tables[sheet.table];
        let is_register = sheet.table == policy.register.table;
        for (index, column) in table.columns.iter_enumerated() {
            let own = index == table.key || (is_register && index == policy.register.name);
            let written = sheet.header.iter().any(|title| title.split(['（', '(']).next() == Some(&*column.name));
            if own || written || !column.required {
                continue;
            }
            let value = match &column.kind {
                _ if !column.example.is_empty() => column.example.to_string(),
                Kind::List(values) => values[0].text.to_string(),
                Kind::Year => policy.years.start().to_string(),
                Kind::Date => format!("{}-06-30", policy.years.start()),
                Kind::Item => policy.items[ItemIndex::default()].name.to_string(),
                Kind::Money { .. } | Kind::Number => "1".into(),
                Kind::Percent => "1%".into(),
                Kind::Text | Kind::Code(_) | Kind::Patent { .. } => "示例".into(),
            };
            filled.push(format!("{}={value}", column.name));
            sheet.header.push(column.name.clone());
            sheet.rows[0].push(value.into());
        }
    }
    filled
}
