//! 复核: the award workbook recomputed from the data, and everything in it compared; the data read again by another program.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;

use anyhow::Context;

use super::examine::{close, examine};
use super::output::{ready, write};
use super::policy_file::{self, PolicyFile};
use super::prices::prices;
use super::progress::Progress;
use super::second_reading::second_opinion;
use super::{Console, Outcome, Subject, scratch};
use crate::answers::Answers;
use crate::award::assess_watched;
use crate::checksum::{brief, of_file, sha256};
use crate::compare::{Change, Snapshot, compare, says_draft};
use crate::finding::{Finding, catalogue};
use crate::intake::book::store::Store;
use crate::intake::book::{self, Bounds};
use crate::policy::Variant;
use crate::progress::Event;
use crate::report::terminal_style::HANG;
use crate::report::{
    ANSWERS, Run, award_workbook, begins_as_ours, terminal_style, verification_json, verification_workbook,
};
use crate::stage::Stage;
use crate::tables::Input;
use crate::verify::{self, Cause, Comparison, PolicyUsed, ProgramUsed, Remark, Stamp, Verdict, WorkingPaper};

/// Of the sheets of an award workbook those that no other workbook has.
const SHEETS: [&str; 6] = ["核算汇总", "奖励明细", "资格审核", "限额测算", "政策参数", "核算依据"];

/// What `verify` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The award workbook.
    pub award: PathBuf,
    /// Data and policy.
    pub subject: Subject,
    /// Where the working paper goes.
    pub output: Option<PathBuf>,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Recomputes the award and compares all that a reader, a printer or another program gets from the workbook.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn verify(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let named = || request.award.display().to_string();
    if request.award.is_dir() {
        anyhow::bail!("{} 是文件夹：第一个写奖励核算表，后面写数据文件夹", request.award.display());
    }
    let inputs = [&[&*request.award][..], &request.subject.named()].concat();
    ready(request.output.as_deref(), request.json.as_deref(), &inputs, request.force)?;
    let given = book::open(&request.award, &Bounds::of_file(&request.award)).with_context(named)?;
    if !given.is_xlsx() {
        let path = request.award.display();
        anyhow::bail!("{path} 不是 .xlsx：请用表格软件打开，另存为 .xlsx 以后再复核（别的格式里没有全部内容）");
    }
    // Without some of its sheets it is still an award, and what it lost is a difference.
    let is_award = given.sheets().iter().any(|sheet| SHEETS.contains(&&*sheet.name));
    let stated = Snapshot::stated(&given);
    let stated = if is_award { stated.ok() } else { Some(stated.with_context(named)?) };
    let (says_draft, sha256) = (says_draft(&given), given.sha256());
    // Another program packed it: its bytes cannot be ours, only its content.
    let saved_anew = !begins_as_ours(given.raw().as_ref());
    // While the award is recomputed only its checksum is kept, not its bytes.
    drop(given);
    let priced = stated.as_ref().is_some_and(|stated| stated.priced);
    let (file, variants) = policy_file::load_open(request.subject.policy.as_ref(), priced)?;
    let policy = &file.policy;
    file.say(console)?;
    // The year the workbook states, unless one is given: the data may hold several.
    let stated_year = stated.as_ref().map(|stated| stated.year).filter(|year| policy.years.contains(year));
    let subject = Subject { year: request.subject.year.or(stated_year), ..request.subject.clone() };
    let examined = examine(policy, &subject, console)?;
    examined.spare(&[request.output.as_deref(), request.json.as_deref()])?;
    // What it was made with, it is recomputed with.
    let (errors, files) = (examined.has_errors(), examined.files.clone());
    let draft = errors || says_draft;
    let (checked, mut findings, mut answers, _) = examined.checked(policy)?;
    let progress = Progress::start(console.live);
    let watch = |event: Event<'_>| progress.see(event);
    let assessment = assess_watched(&checked, &watch)?;
    findings.extend(assessment.findings.iter().cloned());
    // As `calc` leaves out what was passed over: the award itself may lie beside the data by now.
    let passed: Vec<_> = findings.extract_if(.., |finding| *finding.code == *catalogue::FILE_SKIPPED.code).collect();
    close(&mut answers, &mut findings, policy, &checked.data, !errors);

    let price = |variants: &Vec<Variant>| prices(&checked, &assessment, variants, &subject, console);
    let prices = variants.as_ref().map(price).transpose()?;
    let scratch = scratch::folder().context("建不了临时文件夹")?;
    let path = scratch.inner.path().join("expected.xlsx");
    let run = Run {
        draft,
        declared_final: stated.as_ref().is_some_and(|stated| stated.stage == Some(Stage::Final)),
        prices: prices.as_deref(),
        passing: saved_anew,
        ..Run::of(&checked.data.inputs, &answers)
    };
    let out = BufWriter::new(File::create(&path)?);
    let bounds = subject.max_size.map_or_else(Bounds::default, Bounds::with_file_size);
    let (written, opinion) = rayon::join(
        || award_workbook(&checked, &assessment, &findings, &run, &watch, out),
        || second_opinion(&files, &bounds, &checked.data),
    );
    written?;
    // What was read is not needed beside what was written of it.
    let (year, inputs) = (checked.year, checked.data.inputs.clone());
    drop((assessment, checked));
    let by_answer = findings.iter().filter(|finding| is_by_answer(finding));
    let passed_over = passed.iter().chain(by_answer).map(remark).collect();
    drop(findings);
    let (comparison, causes) = if !saved_anew && of_file(&path)? == sha256 {
        (Comparison::identical(), Vec::new())
    } else {
        let recomputed = Snapshot::stated(&book::open(&path, &Bounds::of_file(&path))?);
        let causes = match (&stated, recomputed) {
            (Some(stated), Ok(recomputed)) => compare(stated, &recomputed)?.causes,
            _ => Vec::new(),
        };
        // Nobody changes a copy of our own while it is read.
        let copy = scratch.inner.path().join("given.xlsx");
        std::fs::copy(&request.award, &copy).with_context(named)?;
        anyhow::ensure!(of_file(&copy)? == sha256, "{} 在复核的中途变了：请再复核一次", request.award.display());
        (verify::compare_stored(&Store::own(&copy)?, &Store::own(&path)?)?, causes)
    };
    let verdict = comparison.verdict();
    drop(progress);
    let paper = WorkingPaper {
        tool: program(request.output.is_some() || request.json.is_some()),
        policy: used(&file),
        year,
        award: Stamp { file: named(), sha256 },
        inputs: inputs.iter().map(stamp).chain(answers.files.iter().map(stamp_of_answers)).collect(),
        passed_over,
        causes: causes.into_iter().map(cause).collect(),
        ..WorkingPaper::of(comparison, opinion)
    };
    say(&paper, verdict, console)?;
    answers_missing(stated.as_ref(), &answers, console)?;
    if let Some(path) = &request.output {
        write(path, request.force, |out| Ok(verification_workbook(&paper, out)?))?;
        console.written.push(path.clone());
        writeln!(console.out, "复核记录：{}", path.display())?;
    }
    if let Some(path) = &request.json {
        write(path, request.force, |out| Ok(verification_json(&paper, out)?))?;
    }
    Ok(if paper.is_clean() { Outcome::Done } else { Outcome::Different })
}

/// This program; its checksum only where a paper is filed, for reading it takes time.
fn program(filed: bool) -> ProgramUsed {
    let own = || std::fs::read(std::env::current_exe()?).map(|bytes| sha256(&bytes));
    let sha256 = if filed { own().unwrap_or_default() } else { String::new() };
    ProgramUsed { name: "jiangbu".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), sha256 }
}

fn used(file: &PolicyFile) -> PolicyUsed {
    let (number, sha256) = (file.policy.number.to_string(), file.policy.sha256.clone());
    PolicyUsed { number, built_in: file.policy.is_built_in(), origin: file.origin.clone(), sha256 }
}

fn stamp(input: &Input) -> Stamp {
    Stamp { file: input.file.to_string(), sha256: input.sha256.clone() }
}

fn stamp_of_answers(file: &Input) -> Stamp {
    Stamp { file: format!("{ANSWERS}{}", file.file), ..stamp(file) }
}

/// Does it tell of what an answer passed over?
fn is_by_answer(finding: &Finding) -> bool {
    [&catalogue::PASSED_OVER, &catalogue::LEFT_OUT].iter().any(|entry| *finding.code == *entry.code)
}

fn remark(finding: &Finding) -> Remark {
    Remark { what: finding.place.to_string(), why: finding.why.to_string() }
}

fn cause(change: Change) -> Cause {
    let kind = match change.kind {
        "数据" => "数据文件变了",
        "参数" => "政策参数变了",
        "政策" => "政策变了",
        "程序" => "程序版本变了",
        "稿别" => "稿别变了",
        "年度" => "核算的年度变了",
        "口径" => "政策的读法变了",
        "答复" => "答复变了",
        "异议" => "异议变了",
        other => other,
    };
    Cause { kind: kind.to_owned(), name: change.name, award: change.old, now: change.new }
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

/// What went into the runs first, then every difference, sheet by sheet, then the verdict.
fn say(paper: &WorkingPaper, verdict: Verdict, console: &mut Console<'_>) -> anyhow::Result<()> {
    let out = &mut console.out;
    writeln!(out, "{}\nSHA-256：{}", paper.award.file, paper.award.sha256)?;
    if !paper.policy.built_in {
        writeln!(out, "注意：不是内置政策，用的是 {}（SHA-256 {:.12}…）", paper.policy.origin, paper.policy.sha256)?;
    }
    let shown = |text: &str| if text.is_empty() { "（没有）".to_owned() } else { text.to_owned() };
    for cause in &paper.causes {
        writeln!(
            out,
            "  {}：{HANG}{}  表里 {}，现在 {}",
            cause.kind,
            cause.name,
            brief(&shown(&cause.award)),
            brief(&shown(&cause.now))
        )?;
    }
    for difference in &paper.differences {
        writeln!(out, "  {difference}")?;
    }
    for part in &paper.not_compared {
        writeln!(out, "  没有比较：{HANG}{part}")?;
    }
    for note in &paper.notes {
        writeln!(out, "  注意：{HANG}{note}")?;
    }
    let second = &paper.second_reading;
    for cell in &second.disagreements {
        writeln!(out, "  两种程序读法不同：{HANG}{}  {}", cell.what, cell.why)?;
    }
    for note in &second.notes {
        writeln!(out, "  没有第二种读法：{HANG}{}  {}", note.what, note.why)?;
    }
    let apart = if second.disagreements.is_empty() {
        "读法一致".to_owned()
    } else {
        format!("{} 个读法不同", second.disagreements.len())
    };
    writeln!(out, "数据另用 calamine 读了一遍：{} 个单元格，{apart}。", second.cells)?;
    let label = terminal_style::verdict(verdict.label(), verdict != Verdict::Different);
    match verdict {
        Verdict::Identical => writeln!(out, "复核：{label}。这就是程序写出的那个文件。")?,
        Verdict::Same => writeln!(
            out,
            "复核：{HANG}{label}。比较了 {} 张表、{} 行：数、公式、名称、格式、隐藏、打印、批注、图表和各项设置都相同。",
            paper.sheets, paper.rows
        )?,
        Verdict::Different => {
            let (found, left) = (paper.differences.len(), paper.not_compared.len());
            let left = if left > 0 { format!("，另有 {left} 处没有比较") } else { String::new() };
            writeln!(out, "复核：{label}，{found} 处{left}。")?;
        }
    }
    if !paper.left_out.is_empty() {
        writeln!(out, "不比较的：{HANG}{}。", paper.left_out)?;
    }
    Ok(())
}
