//! 核算: from the bureaux' workbooks to the award workbook.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::apart::apart;
use super::examine::{Examined, close, examine, has_errors, spare};
use super::lists::Lists;
use super::output::{findings_beside, free, is_stdout, ready, write};
use super::policy_file::{self, PolicyFile};
use super::prices::prices;
use super::progress::Progress;
use super::{Console, Outcome, Subject, file_name};
use crate::answers::Answers;
use crate::award::{Assessment, Firm, assess, assess_watched};
use crate::check::Checked;
use crate::checksum::of_file;
use crate::compare::{Difference, Snapshot, compare};
use crate::finding::{Finding, catalogue};
use crate::index::FirmIndex;
use crate::intake::Source;
use crate::policy::{Policy, Variant};
use crate::progress::Event;
use crate::report::{
    ReportError, Run, award_workbook, derivation, difference_workbook, findings_workbook, html, json,
    publication_workbook, snapshot, text, write_difference,
};
use crate::tables::Dataset;

/// What `calc` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data, policy, year.
    pub subject: Subject,
    /// Where the award workbook goes; else `<year>年度奖励核算.xlsx` here.
    pub output: Option<PathBuf>,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// Where the brief as HTML goes.
    pub html: Option<PathBuf>,
    /// Where the workbook for the public goes.
    pub publish: Option<PathBuf>,
    /// Does the brief show the figures that the awards were computed from?
    pub html_figures: bool,
    /// Write a draft although the data has errors?
    pub draft: bool,
    /// Declare the award final?
    pub declared_final: bool,
    /// Say what other readings would pay, of those without a written answer?
    pub readings: bool,
    /// Overwrite?
    pub force: bool,
    /// Another policy: what each firm and item gains or loses against it, on the screen and in a workbook beside the award.
    pub compare: Option<PathBuf>,
}

/// Reads, checks, judges and writes the award workbook; with errors in the data, the findings workbook instead.
///
/// # Errors
/// Trouble with usage, files or policy: nothing was written.
pub fn calc(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let (file, variants) = policy_file::load_open(request.subject.policy.as_ref(), request.readings)?;
    let other = request.compare.as_ref().map(|path| policy_file::load(Some(path))).transpose()?;
    let policy = &file.policy;
    let mut named = request.subject.named();
    named.extend(request.compare.as_deref());
    ready(request.output.as_deref(), request.json.as_deref(), &named, request.force)?;
    ready_beside(request, request.output.as_deref(), &named)?;
    file.say(console)?;
    let examined = examine(policy, &request.subject, console)?;
    let beside = [request.html.as_deref(), request.publish.as_deref()];
    examined.spare(&[request.output.as_deref(), request.json.as_deref(), beside[0], beside[1]])?;
    let mut errors = examined.has_errors();
    if errors && !request.draft {
        let Examined { data, findings, answers, files, year } = examined;
        let (data, year) = (Arc::new(data), year.ok());
        return refuse(request, &file, Refused { data, findings, answers, files, year }, console);
    }
    let target = target(request, *examined.year.as_ref().map_err(Clone::clone)?);
    let compared = compared(request, &target);
    examined.spare(&[Some(&target), request.json.as_deref(), compared.as_deref()])?;
    ready(Some(&target), request.json.as_deref(), &named, request.force)?;
    ready_beside(request, Some(&target), &named)?;
    let (checked, mut findings, mut answers, files) = examined.checked(policy)?;
    let progress = Progress::start(console.live);
    let watch = |event: Event<'_>| progress.see(event);
    let assessment = assess_watched(&checked, &watch)?;
    findings.extend(assessment.findings.iter().cloned());
    // Judging finds errors too: figures that do not work out.
    errors |= has_errors(&findings);
    if errors && !request.draft {
        drop(progress);
        let (data, year) = (checked.data, Some(checked.year));
        return refuse(request, &file, Refused { data, findings, answers, files, year }, console);
    }
    let (waiting, _) = assessment.awaiting(policy)?;
    if request.declared_final && waiting > 0 {
        drop(progress);
        return not_final(&checked, &assessment, console);
    }
    // What was passed over is no part of the award, which stays the same when it lies beside the data itself.
    let skipped: Vec<_> = findings.extract_if(.., |finding| *finding.code == *catalogue::FILE_SKIPPED.code).collect();
    close(&mut answers, &mut findings, policy, &checked.data, !errors);
    let change = other.map(|other| change(&other, request, &snapshot(&checked, &assessment), console)).transpose()?;
    let price = |variants: &Vec<Variant>| prices(&checked, &assessment, variants, &request.subject, console);
    let prices = variants.as_ref().map(price).transpose()?;
    let run = Run {
        draft: request.draft,
        declared_final: request.declared_final,
        prices: prices.as_deref(),
        ..Run::of(&checked.data.inputs, &answers)
    };
    write(&target, request.force, |out| Ok(award_workbook(&checked, &assessment, &findings, &run, &watch, out)?))?;
    if let Some(path) = &request.json {
        write(path, request.force, |out| Ok(json::write_award(out, &checked, &assessment, &findings)?))?;
    }
    if let Some(path) = &request.html {
        write(path, request.force, |out| Ok(brief(request, &checked, &assessment, &run, out)?))?;
    }
    if let Some(path) = &request.publish {
        write(path, request.force, |out| Ok(publication_workbook(&checked, &assessment, &run, out)?))?;
        console.written.push(path.clone());
    }
    drop(progress);
    console.written.push(target.clone());
    findings.extend(skipped.iter().cloned());
    if request.draft {
        writeln!(console.out, "草稿：有错误的企业暂缓，不得作为发放依据。")?;
    }
    text::summary(console.out, &checked, &assessment, &findings)?;
    text::answers(console.out, &answers)?;
    text::passed_over(console.out, &skipped)?;
    if let Some(prices) = &prices {
        writeln!(console.out)?;
        text::readings(console.out, &checked, &assessment, prices, console.fold)?;
    }
    if let (Some(old), Some(change)) = (&request.compare, &change) {
        writeln!(console.out, "\n与 {} 比较", old.display())?;
        write_difference(console.out, change, console.fold)?;
        if let Some(path) = compared {
            let draft = if request.draft { "（草稿）" } else { "" };
            let between = format!("原：照 {} 核算　　现：{}{draft}", file_name(old), file_name(&target));
            write(&path, request.force, |out| Ok(difference_workbook(change, &between, out)?))?;
            writeln!(console.out, "比对表：{}", path.display())?;
            console.written.push(path);
        }
    }
    writeln!(console.out, "结果：{}", target.display())?;
    // For the minutes: whoever has the file later can tell that it is this one.
    if !is_stdout(&target) {
        writeln!(console.out, "SHA-256：{}", of_file(&target)?)?;
    }
    Ok(if errors { Outcome::Different } else { Outcome::Done })
}

/// The other files are none of the award's and none of each other, and free.
fn ready_beside(request: &Request, award: Option<&Path>, named: &[&Path]) -> anyhow::Result<()> {
    let (html, publish) = (request.html.as_deref(), request.publish.as_deref());
    ready(award, html, named, request.force)?;
    ready(publish, award, named, request.force)?;
    let compared = award.and_then(|award| compared(request, award));
    ready(compared.as_deref(), award, named, request.force)?;
    let beside = [html, publish, request.json.as_deref(), compared.as_deref()];
    let beside: Vec<&Path> = beside.into_iter().flatten().collect();
    apart(&beside, named)
}

/// Where the comparison with another policy goes: `result.xlsx` → `result-比对.xlsx`.
fn compared(request: &Request, award: &Path) -> Option<PathBuf> {
    let stem = award.file_stem().unwrap_or_default().to_string_lossy();
    let path = award.with_file_name(format!("{stem}-比对.xlsx"));
    request.compare.as_ref().filter(|_| !is_stdout(award)).map(|_| path)
}

fn brief<W: Write>(
    request: &Request,
    checked: &Checked<'_>,
    assessment: &Assessment,
    run: &Run<'_>,
    out: W,
) -> Result<(), ReportError> {
    let all = || assessment.firms.keys().map(|firm| derivation::derive(checked, assessment, firm)).collect();
    let derivations: Option<Vec<_>> = request.html_figures.then(all);
    html::brief(&html::Brief { checked, assessment, run, derivations: derivations.as_deref() }, out)
}

/// What differs between the same data's award by the policy in `file` and this one.
fn change(
    file: &PolicyFile,
    request: &Request,
    new: &Snapshot,
    console: &mut Console<'_>,
) -> anyhow::Result<Difference> {
    let subject = Subject { year: Some(new.year), ..request.subject.clone() };
    let examined = examine(&file.policy, &subject, console)?;
    if examined.has_errors() {
        text::errors(console.out, &examined.findings)?;
        anyhow::bail!("按 {} 读数据有错误，不能比较", file.origin);
    }
    let (checked, ..) = examined.checked(&file.policy)?;
    let old_award = snapshot(&checked, &assess(&checked)?);
    Ok(compare(&old_award, new)?)
}

/// Nothing is final while a firm waits for its evaluation: which firms, and no award.
fn not_final(checked: &Checked<'_>, assessment: &Assessment, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let waits = |(index, _): &(FirmIndex, &Firm)| assessment.awaits_evaluation(checked.policy, *index);
    let paid = assessment.firms.iter_enumerated().filter(waits).map(|(_, firm)| firm);
    let paid: Vec<&Firm> = paid.filter(|firm| firm.paid().is_positive()).collect();
    writeln!(
        console.err,
        "没有写定稿：还有 {} 家企业等待绩效评价。补齐评价以后再写定稿，或者不加 --final。",
        paid.len()
    )?;
    for firm in paid {
        let text = |symbol| checked.data.texts.get(symbol);
        writeln!(console.out, "  {}  {}", text(firm.code), firm.name.map_or("", text))?;
    }
    Ok(Outcome::Different)
}

fn target(request: &Request, year: i32) -> PathBuf {
    let draft = if request.draft { "-草稿" } else { "" };
    request.output.clone().unwrap_or_else(|| format!("{year}年度奖励核算{draft}.xlsx").into())
}

/// Data with errors, and all that was found in it.
struct Refused {
    data: Arc<Dataset>,
    findings: Vec<Finding>,
    answers: Answers,
    files: Vec<Source>,
    year: Option<i32>,
}

/// The data has errors: all findings at once, and no award.
fn refuse(
    request: &Request,
    file: &PolicyFile,
    refused: Refused,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let policy: &Policy = &file.policy;
    let Refused { data, mut findings, mut answers, files, year } = refused;
    let award = request.output.clone().filter(|path| !is_stdout(path)).unwrap_or_else(|| {
        let year = year.map(|year| format!("{year}年度")).unwrap_or_default();
        format!("{year}奖励核算.xlsx").into()
    });
    let target = findings_beside(&award, &request.subject.named(), request.force);
    spare(&files, &[Some(&target), request.json.as_deref()])?;
    free(&target, request.force)?;
    close(&mut answers, &mut findings, policy, &data, false);
    let (data, findings, answers, files) = (&data, &*findings, &answers, &*files);
    let run = Run::of(&data.inputs, answers);
    let lists = Lists { policy, data, findings, answers, files };
    write(&target, request.force, |out| Ok(findings_workbook(&lists.whole(&target), &run, out)?))?;
    if let Some(path) = &request.json {
        write(path, request.force, |out| Ok(json::write_findings(out, policy, data, year, findings)?))?;
    }
    console.written.push(target.clone());
    writeln!(console.err, "数据有错误，没有写奖励核算表。请按问题清单改正后重新核算；急用可加 --draft 写草稿。")?;
    writeln!(console.out, "问题清单：{}", target.display())?;
    text::answers(console.out, answers)?;
    text::errors(console.out, findings)?;
    Ok(Outcome::Different)
}
