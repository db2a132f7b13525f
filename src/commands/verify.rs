//! 复核: the award workbook recomputed from the data and compared cell by cell.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::examine::{close, examine};
use super::progress::Progress;
use super::{Console, Ending, Subject, policy_file};
use crate::answers::Answers;
use crate::award::assess_on;
use crate::compare::{Change, Snapshot, compare};
use crate::finding::catalogue;
use crate::intake::book::{self, Book, Bounds};
use crate::progress::Event;
use crate::report::{ANSWERS, award_workbook, tint};
use crate::stretches::cores;
use crate::verify::{self, Comparison, LEFT_OUT, Verdict};

/// Of the sheets of an award workbook those that no other workbook has.
const SHEETS: [&str; 6] = ["核算汇总", "奖励明细", "资格审核", "限额测算", "政策参数", "核算依据"];

/// What `verify` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The award workbook.
    pub award: PathBuf,
    /// Data and policy.
    pub subject: Subject,
}

/// Recomputes the award and compares every cell of the workbook that carries meaning.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn verify(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let named = || request.award.display().to_string();
    if request.award.is_dir() {
        anyhow::bail!("{} 是文件夹：第一个写奖励核算表，后面写数据文件夹", request.award.display());
    }
    let given = book::open(&request.award, &Bounds::of_file(&request.award)).with_context(named)?;
    if !given.is_xlsx() {
        let path = request.award.display();
        anyhow::bail!("{path} 不是 .xlsx：请用表格软件打开，另存为 .xlsx 以后再复核（别的格式里没有全部内容）");
    }
    // Without some of its sheets it is still an award, and what it lost is a difference.
    let is_award = given.sheets().iter().any(|sheet| SHEETS.contains(&&*sheet.name));
    let stated = Snapshot::read(&given);
    let stated = if is_award { stated.ok() } else { Some(stated.with_context(named)?) };
    let file = policy_file::load(request.subject.policy.as_ref())?;
    let policy = &file.policy;
    writeln!(console.err, "政策：{}（{}，SHA-256 {}）", policy.number, file.origin, policy.sha256)?;
    // The year the workbook states, unless one is given: the data may hold several.
    let stated_year = stated.as_ref().map(|stated| stated.year).filter(|year| policy.years.contains(year));
    let subject = Subject { year: request.subject.year.or(stated_year), ..request.subject.clone() };
    let examined = examine(policy, &subject, console)?;
    let draft = examined.has_errors();
    let (checked, mut findings, mut answers) = examined.checked(policy)?;
    let progress = Progress::start(console.live);
    let watch = |event: Event<'_>| progress.see(event);
    let assessment = assess_on(&checked, cores(), &watch)?;
    findings.extend(assessment.findings.iter().cloned());
    // As `calc` leaves out what was passed over: the award itself may lie beside the data by now.
    findings.retain(|finding| *finding.code != *catalogue::FILE_SKIPPED.code);
    close(&mut answers, &mut findings, policy, &checked.data, !draft);

    let scratch = tempfile::tempdir().context("建不了临时文件夹")?;
    let path = scratch.path().join("expected.xlsx");
    let run = crate::report::Run {
        version: env!("CARGO_PKG_VERSION"),
        inputs: &checked.data.inputs,
        draft,
        answers: &answers,
    };
    let out = BufWriter::new(File::create(&path)?);
    award_workbook(&checked, &assessment, &findings, &run, &watch, out)?;
    let expected = book::open(&path, &Bounds::of_file(&path))?;

    let causes = match (&stated, Snapshot::read(&expected)) {
        (Some(stated), Ok(recomputed)) => compare(stated, &recomputed)?.causes,
        _ => Vec::new(),
    };
    let comparison = verify::compare(&given, &expected)?;
    drop(progress);
    say(request.award.as_path(), &given, &causes, &comparison, console)?;
    answers_missing(stated.as_ref(), &answers, console)?;
    Ok(if comparison.verdict() == Verdict::Different { Ending::Different } else { Ending::Done })
}

/// An award that rests on answers is recomputed with the same ones.
fn answers_missing(stated: Option<&Snapshot>, answers: &Answers, console: &mut Console<'_>) -> anyhow::Result<()> {
    let given = |sha256: &str| answers.files.iter().any(|file| file.sha256 == sha256);
    for (name, sha256) in stated.iter().flat_map(|stated| &stated.inputs) {
        if let Some(file) = name.strip_prefix(ANSWERS).filter(|_| !given(sha256)) {
            writeln!(console.out, "核算时用了答复，复核要用同一份：--answers {file}（SHA-256 {sha256:.12}…）")?;
        }
    }
    Ok(())
}

/// What went into the runs first, then every difference, sheet by sheet.
fn say(
    path: &Path,
    given: &Book,
    causes: &[Change],
    comparison: &Comparison,
    console: &mut Console<'_>,
) -> anyhow::Result<()> {
    let out = &mut console.out;
    writeln!(out, "{}（SHA-256 {}）", path.display(), given.sha256())?;
    for cause in causes {
        let what = match cause.kind {
            "数据" => "数据文件变了",
            "参数" => "政策参数变了",
            "政策" => "政策变了",
            "程序" => "程序版本变了",
            _ => "核算的年度变了",
        };
        let shown = |text: &str| if text.is_empty() { "（没有）".to_owned() } else { text.to_owned() };
        writeln!(out, "  {what}：{}  表里 {}，现在 {}", cause.name, shown(&cause.old), shown(&cause.new))?;
    }
    for divergence in &comparison.divergences {
        writeln!(out, "  {divergence}")?;
    }
    for part in &comparison.not_compared {
        writeln!(out, "  没有比较：{part}")?;
    }
    for note in &comparison.notes {
        writeln!(out, "  注意：{note}")?;
    }
    let verdict = comparison.verdict();
    let label = tint::verdict(verdict.label(), verdict != Verdict::Different);
    match verdict {
        Verdict::Identical => writeln!(out, "复核：{label}。这就是程序写出的那个文件。")?,
        Verdict::Same => writeln!(
            out,
            "复核：{label}。比较了 {} 张表、{} 行：数、公式、名称、格式、隐藏、打印、批注、图表和各项设置都相同。",
            comparison.sheets, comparison.rows
        )?,
        Verdict::Different => {
            let (found, left) = (comparison.divergences.len(), comparison.not_compared.len());
            let left = if left > 0 { format!("，另有 {left} 处没有比较") } else { String::new() };
            writeln!(out, "复核：{label}，{found} 处{left}。")?;
        }
    }
    if verdict != Verdict::Identical {
        writeln!(out, "不比较的：{LEFT_OUT}。")?;
    }
    Ok(())
}
