//! 检查: every finding at once, without an award; and what a finding's code means.

use std::path::PathBuf;

use super::examine::{Examined, examine, sort};
use super::output::{ready, write};
use super::{Console, Ending, Subject, policy_file};
use crate::award::assess;
use crate::check::{Checked, YearTrouble};
use crate::finding::{Entry, catalogue};
use crate::formula::nearest;
use crate::report::{Run, findings_workbook, json, text};

/// What `check` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data, policy, year.
    pub subject: Subject,
    /// Where the findings workbook goes, if it is wanted.
    pub output: Option<PathBuf>,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Reads and checks the data and lists what was found.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn check(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let file = policy_file::load(request.subject.policy.as_ref())?;
    let policy = &file.policy;
    ready(request.output.as_deref(), request.json.as_deref(), &request.subject.named(), request.force)?;
    writeln!(console.err, "政策：{}（{}，SHA-256 {}）", policy.number, file.origin, policy.sha256)?;
    let examined = examine(policy, &request.subject, console)?;
    examined.spare(&[request.output.as_deref(), request.json.as_deref()])?;
    let (year, errors) = (examined.year.as_ref().ok().copied(), examined.has_errors());
    let Examined { data, year: told, mut findings, .. } = examined;
    if let (Err(trouble @ YearTrouble::NotCovered { .. }), Some(_)) = (&told, request.subject.year) {
        anyhow::bail!("{trouble}");
    }
    findings.extend(told.err().map(|trouble| trouble.finding()));
    let data = match year {
        // What only the award can tell: records nothing uses, conditions left open. With errors it would tell half the truth.
        Some(year) if !errors => {
            let checked = Checked::new(policy, data, year);
            findings.extend(assess(&checked)?.findings);
            checked.data
        }
        _ => data,
    };
    sort(&mut findings);
    if let Some(path) = &request.json {
        write(path, request.force, |out| Ok(json::write_findings(out, policy, &data, year, &findings)?))?;
    }
    if let Some(path) = &request.output {
        let run = Run { version: env!("CARGO_PKG_VERSION"), inputs: &data.inputs, draft: false };
        write(path, request.force, |out| Ok(findings_workbook(policy, &findings, &run, out)?))?;
    }
    text::findings(console.out, &findings)?;
    text::accounts(console.out, policy, &data, year)?;
    if let Some(path) = &request.output {
        writeln!(console.out, "问题清单：{}", path.display())?;
    }
    if year.is_some() && !errors {
        writeln!(console.out, "没有错误，可以核算。")?;
    }
    Ok(if errors { Ending::Different } else { Ending::Done })
}

/// What the finding's code means, with an example and the remedy; every code, if none is given.
///
/// # Errors
/// If there is no such code.
pub fn explain_code(code: Option<&str>, policy: Option<&PathBuf>, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let Some(code) = code else {
        for entry in catalogue::ALL {
            writeln!(console.out, "{}  {}", entry.code, entry.title)?;
        }
        for check in &policy_file::load(policy)?.policy.checks {
            writeln!(console.out, "{}  {}", check.code, check.title)?;
        }
        return Ok(Ending::Done);
    };
    if let Some(entry) = catalogue::find(code) {
        explain_entry(entry, console)?;
        return Ok(Ending::Done);
    }
    let file = policy_file::load(policy)?;
    if let Some(check) = file.policy.checks.iter().find(|check| check.code.eq_ignore_ascii_case(code)) {
        let table = &file.policy.tables[check.table];
        writeln!(console.out, "{}  {}（{}）", check.code, check.title, check.severity.label())?;
        let column = &table.columns[check.column].name;
        writeln!(console.out, "  含义：政策文件自己的核对，用在“{}”表的“{column}”列", table.name)?;
        writeln!(console.out, "  例子：{} 成立", check.fault.source.split_whitespace().collect::<String>())?;
        writeln!(console.out, "  应为：{}", check.expected)?;
        writeln!(console.out, "  改法：{}", check.remedy)?;
        return Ok(Ending::Done);
    }
    let codes =
        catalogue::ALL.iter().map(|entry| entry.code).chain(file.policy.checks.iter().map(|check| &*check.code));
    let suggestion = nearest(&code.to_uppercase(), codes).map(|near| format!("，是不是 {near}？")).unwrap_or_default();
    anyhow::bail!("没有代码 {code}{suggestion}")
}

fn explain_entry(entry: &Entry, console: &mut Console<'_>) -> anyhow::Result<()> {
    writeln!(console.out, "{}  {}（{}）", entry.code, entry.title, entry.severity.label())?;
    writeln!(console.out, "  含义：{}", entry.meaning)?;
    writeln!(console.out, "  例子：{}", entry.example)?;
    writeln!(console.out, "  改法：{}", entry.remedy)?;
    Ok(())
}
