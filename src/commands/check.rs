//! 检查: every finding at once, without an award; and what a finding's code means.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::apart::apart;
use super::examine::{Examined, close, examine, has_errors};
use super::lists::Lists;
use super::output::{is_stdout, place, ready, stage};
use super::{Console, Outcome, Subject, policy_file};
use crate::award::assess;
use crate::check::{Checked, Whose, YearTrouble};
use crate::finding::{Entry, Severity, catalogue};
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
    /// Write one list a bureau besides?
    pub by_bureau: bool,
    /// Overwrite?
    pub force: bool,
}

/// Reads and checks the data and lists what was found.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn check(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let file = policy_file::load(request.subject.policy.as_ref())?;
    let policy = &file.policy;
    ready(request.output.as_deref(), request.json.as_deref(), &request.subject.named(), request.force)?;
    file.say(console)?;
    let examined = examine(policy, &request.subject, console)?;
    examined.spare(&[request.output.as_deref(), request.json.as_deref()])?;
    let (year, mut errors) = (examined.year.as_ref().ok().copied(), examined.has_errors());
    let Examined { data, year: told, mut findings, files, mut answers } = examined;
    if let (Err(trouble @ YearTrouble::NotCovered { .. }), Some(_)) = (&told, request.subject.year) {
        anyhow::bail!("{trouble}");
    }
    findings.extend(told.err().map(|trouble| trouble.finding()));
    let data = match year {
        // What only the award can tell: records nothing uses, conditions left open. With errors it would tell half the truth.
        Some(year) if !errors => {
            let checked = Checked::new(policy, data, year);
            findings.extend(assess(&checked)?.findings);
            errors = has_errors(&findings);
            checked.data
        }
        _ => Arc::new(data),
    };
    close(&mut answers, &mut findings, policy, &data, year.is_some() && !errors);
    let lists = Lists { policy, data: &data, findings: &findings, answers: &answers, files: &files };
    write_all(request, &lists, year, console)?;
    if request.output.is_none() {
        text::findings(console.out, &findings)?;
    }
    text::accounts(console.out, policy, &data, year, console.fold)?;
    text::answers(console.out, &answers)?;
    text::kinds(console.out, &findings)?;
    if year.is_some() && !errors {
        writeln!(console.out, "没有错误，可以核算。")?;
    }
    Ok(if errors { Outcome::Different } else { Outcome::Done })
}

/// Writes what was asked for, all of it or nothing, and says where it is.
fn write_all(request: &Request, lists: &Lists<'_>, year: Option<i32>, console: &mut Console<'_>) -> anyhow::Result<()> {
    let Lists { policy, data, findings, answers, files } = *lists;
    let run = Run::of(&data.inputs, answers);
    let beside = request.output.as_deref().filter(|path| !is_stdout(path)).unwrap_or(Path::new("问题清单.xlsx"));
    let bureaux = if request.by_bureau { lists.bureaux(beside) } else { Vec::new() };
    let inputs: Vec<&Path> = files.iter().map(|source| &*source.path).chain(request.subject.named()).collect();
    for (_, path) in &bureaux {
        ready(Some(path), None, &inputs, request.force)?;
    }
    let own = request.output.iter().chain(&request.json).chain(bureaux.iter().map(|(_, path)| path));
    apart(&own.map(PathBuf::as_path).collect::<Vec<_>>(), &[])?;
    let mut outputs = Vec::new();
    if let Some(path) = &request.json {
        outputs.push(stage(path, |out| Ok(json::write_findings(out, policy, data, year, findings)?))?);
    }
    if let Some(path) = &request.output {
        outputs.push(stage(path, |out| Ok(findings_workbook(&lists.whole(path), &run, out)?))?);
    }
    for (bureau, path) in &bureaux {
        outputs.push(stage(path, |out| Ok(findings_workbook(&lists.of_bureau(bureau, path), &run, out)?))?);
    }
    place(outputs, request.force)?;
    if let Some(path) = &request.output {
        console.written.push(path.clone());
        writeln!(console.out, "问题清单：{}", path.display())?;
    }
    for (bureau, path) in &bureaux {
        writeln!(console.out, "{bureau}：{}", path.display())?;
    }
    if request.by_bureau {
        let whose = Whose::of(policy, data);
        let others = findings.iter().filter(|finding| whose.bureau(finding).is_empty()).count();
        writeln!(console.out, "不属于哪个部门的有 {others} 条，不在各部门的清单里。")?;
    }
    Ok(())
}

/// What the finding's code means, with an example and the remedy; every code, if none is given.
///
/// # Errors
/// If there is no such code.
pub fn explain_code(
    code: Option<&str>,
    policy: Option<&PathBuf>,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let Some(code) = code else {
        for entry in catalogue::ALL {
            writeln!(console.out, "{}  {}", entry.code, entry.title)?;
        }
        for check in &policy_file::load(policy)?.policy.checks {
            writeln!(console.out, "{}  {}", check.code, check.title)?;
        }
        for exclusive in &policy_file::load(policy)?.policy.exclusives {
            writeln!(console.out, "{}  {}", exclusive.code, exclusive.title)?;
        }
        return Ok(Outcome::Done);
    };
    if let Some(entry) = catalogue::find(code) {
        explain_entry(entry, console)?;
        return Ok(Outcome::Done);
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
        return Ok(Outcome::Done);
    }
    if let Some(exclusive) = file.policy.exclusives.iter().find(|rule| rule.code.eq_ignore_ascii_case(code)) {
        let table = &file.policy.tables[exclusive.table];
        let columns: Vec<&str> = exclusive.columns.iter().map(|column| &*table.columns[*column].name).collect();
        let columns = columns.join("、");
        writeln!(console.out, "{}  {}（{}）", exclusive.code, exclusive.title, Severity::Warning.label())?;
        writeln!(console.out, "  含义：政策文件自己的核对，“{}”表的{columns}只应属于一家企业", table.name)?;
        writeln!(console.out, "  例子：两家企业的{columns}相同")?;
        writeln!(console.out, "  改法：{}", exclusive.remedy)?;
        return Ok(Outcome::Done);
    }
    let own = file.policy.checks.iter().map(|check| &*check.code);
    let own = own.chain(file.policy.exclusives.iter().map(|exclusive| &*exclusive.code));
    let codes = catalogue::ALL.iter().map(|entry| entry.code).chain(own);
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
