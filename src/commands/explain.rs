//! 说明: the whole derivation of a firm's award.

use std::collections::HashSet;
use std::io::Write as _;
use std::path::PathBuf;

use super::examine::examine;
use super::output::{ready, write};
use super::{Console, Outcome, Subject, policy_file};
use crate::award::{Assessment, Sample, assess, sample};
use crate::check::{Checked, Whose};
use crate::finding::{Finding, Severity};
use crate::index::FirmIndex;
use crate::report::{Draw, Run, derivation, firm_sheets, text, write_draw};
use crate::texts::Symbol;

/// A workbook of more sheets is of no use to anyone.
const MOST_SHEETS: usize = 1_000;

/// What `explain` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data, policy, year.
    pub subject: Subject,
    /// The firms: each its code, or any part of its name.
    pub firms: Vec<String>,
    /// All of them, into the printable sheets.
    pub all: bool,
    /// So many, drawn for an audit, and the seed.
    pub sample: Option<(usize, String)>,
    /// Where the printable sheet goes.
    pub output: Option<PathBuf>,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Explains the firms; where a name could mean several, they are listed.
///
/// # Errors
/// Trouble with usage, files or policy, or a name that means no firm or several.
pub fn explain(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let file = policy_file::load(request.subject.policy.as_ref())?;
    ready(request.output.as_deref(), request.json.as_deref(), &request.subject.named(), request.force)?;
    let examined = examine(&file.policy, &request.subject, console)?;
    examined.spare(&[request.output.as_deref(), request.json.as_deref()])?;
    if examined.has_errors() {
        text::errors(console.out, &examined.findings)?;
        writeln!(console.err, "数据有错误，改正后才能说明。")?;
        return Ok(Outcome::Different);
    }
    let (checked, mut findings, answers, _) = examined.checked(&file.policy)?;
    let assessment = assess(&checked)?;
    findings.extend(assessment.findings.iter().cloned());
    let mut firms = Vec::new();
    let sample = match &request.sample {
        Some((count, seed)) => Some(drawn(&checked, &assessment, &findings, *count, seed)?),
        None => None,
    };
    let seed = request.sample.as_ref().map_or("", |(_, seed)| seed);
    let draw = sample.as_ref().map(|sample| Draw { checked: &checked, assessment: &assessment, sample, seed });
    if let Some(draw) = &draw {
        write_draw(console.out, draw, console.width)?;
        firms.extend(draw.sample.drawn.iter().map(|drawn| drawn.firm));
        if firms.len() > MOST_SHEETS {
            anyhow::bail!("一次最多抽 {MOST_SHEETS} {}", file.policy.register.counter);
        }
        writeln!(console.out)?;
    }
    if request.all {
        firms.extend(assessment.firms.keys());
        if firms.len() > MOST_SHEETS {
            anyhow::bail!(
                "有 {}，一个工作簿最多写 {MOST_SHEETS} {}；用 -e 分批写",
                file.policy.counted(firms.len()),
                file.policy.register.counter
            );
        }
    }
    for wanted in &request.firms {
        match matches(&checked, &assessment, wanted).as_slice() {
            [] => anyhow::bail!("没有代码或名称含“{wanted}”的{}", file.policy.register.called),
            [one] if firms.contains(one) => {}
            [one] => firms.push(*one),
            several => {
                for index in several {
                    let (firm, texts) = (&assessment.firms[*index], &checked.data.texts);
                    let name = firm.name.map_or("", |name| texts.get(name));
                    writeln!(console.out, "  {}  {name}", texts.get(firm.code))?;
                }
                anyhow::bail!("有 {}的名称含“{wanted}”，请写全名称或代码", file.policy.counted(several.len()));
            }
        }
    }
    let derivations: Vec<_> = firms.iter().map(|firm| derivation::derive(&checked, &assessment, *firm)).collect();
    for (number, derivation) in derivations.iter().enumerate().filter(|_| !request.all) {
        if number > 0 {
            writeln!(console.out)?;
        }
        derivation::write_text(console.out, derivation, console.width)?;
    }
    if let Some(path) = &request.output {
        let inputs = &checked.data.inputs;
        let run = Run::of(inputs, &answers);
        write(path, request.force, |out| {
            Ok(firm_sheets(&derivations, draw.as_ref(), &file.policy, checked.year, &run, out)?)
        })?;
        let count = if request.all {
            format!("（{} {}）", derivations.len(), file.policy.register.counter)
        } else {
            String::new()
        };
        console.written.push(path.clone());
        writeln!(console.out, "\n核算单：{}{count}", path.display())?;
    }
    if let Some(path) = &request.json {
        write(path, request.force, |out| {
            match derivations.as_slice() {
                [one] => serde_json::to_writer_pretty(&mut *out, one)?,
                several => serde_json::to_writer_pretty(&mut *out, several)?,
            }
            Ok(out.write_all(b"\n")?)
        })?;
    }
    Ok(Outcome::Done)
}

/// Draws firms for an audit; those that warnings concern weigh more.
fn drawn(
    checked: &Checked<'_>,
    assessment: &Assessment,
    findings: &[Finding],
    count: usize,
    seed: &str,
) -> anyhow::Result<Sample> {
    let whose = Whose::of(checked.policy, &checked.data);
    let warnings = findings.iter().filter(|finding| finding.severity == Severity::Warning);
    let codes: HashSet<Symbol> = warnings.filter_map(|finding| whose.code(finding)).collect();
    let warned = assessment.firms.keys().filter(|firm| codes.contains(&assessment.firms[*firm].code)).collect();
    Ok(sample(checked.policy, assessment, &warned, count, seed)?)
}

/// The firm with this code or exact name, else all whose name contains the text.
fn matches(checked: &Checked<'_>, assessment: &Assessment, wanted: &str) -> Vec<FirmIndex> {
    let texts = &checked.data.texts;
    let wanted = wanted.trim();
    let name = |index: &FirmIndex| assessment.firms[*index].name.map_or("", |name| texts.get(name));
    let all = assessment.firms.keys();
    let exact = |index: &FirmIndex| {
        texts.get(assessment.firms[*index].code).eq_ignore_ascii_case(wanted) || name(index) == wanted
    };
    let found: Vec<FirmIndex> = all.clone().filter(exact).collect();
    if found.is_empty() {
        all.filter(|index| !wanted.is_empty() && name(index).contains(wanted)).collect()
    } else {
        found
    }
}
