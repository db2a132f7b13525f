//! 说明: the whole derivation of one firm's award.

use std::io::Write as _;
use std::path::PathBuf;

use super::examine::examine;
use super::output::{ready, write};
use super::{Console, Ending, Subject, policy_file};
use crate::award::{Assessment, assess};
use crate::check::Checked;
use crate::report::{Run, derivation, firm_sheet, text};

/// What `explain` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data, policy, year.
    pub subject: Subject,
    /// The firm: its code, or any part of its name.
    pub firm: String,
    /// Where the printable sheet goes.
    pub output: Option<PathBuf>,
    /// Where the JSON goes.
    pub json: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Explains one firm; several that match are listed.
///
/// # Errors
/// Trouble with usage, files or policy, or no firm that matches.
pub fn explain(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let file = policy_file::load(request.subject.policy.as_ref())?;
    ready(request.output.as_deref(), request.json.as_deref(), &request.subject.named(), request.force)?;
    let examined = examine(&file.policy, &request.subject, console)?;
    examined.spare(&[request.output.as_deref(), request.json.as_deref()])?;
    if examined.has_errors() {
        text::errors(console.out, &examined.findings)?;
        writeln!(console.err, "数据有错误，改正后才能说明。")?;
        return Ok(Ending::Different);
    }
    let (checked, _, answers) = examined.checked(&file.policy)?;
    let assessment = assess(&checked)?;
    let index = match matches(&checked, &assessment, &request.firm).as_slice() {
        [] => anyhow::bail!("没有代码或名称含“{}”的企业", request.firm),
        [one] => *one,
        several => {
            writeln!(console.out, "有 {} 家企业的名称含“{}”，请写全名称或代码：", several.len(), request.firm)?;
            for index in several {
                let firm = &assessment.firms[*index];
                let texts = &checked.data.texts;
                writeln!(console.out, "  {}  {}", texts.get(firm.code), firm.name.map_or("", |name| texts.get(name)))?;
            }
            return Ok(Ending::Done);
        }
    };
    let derivation = derivation::derive(&checked, &assessment, index);
    derivation::write_text(console.out, &derivation, console.width)?;
    if let Some(path) = &request.output {
        let run =
            Run { version: env!("CARGO_PKG_VERSION"), inputs: &checked.data.inputs, draft: false, answers: &answers };
        write(path, request.force, |out| Ok(firm_sheet(&derivation, &file.policy, checked.year, &run, out)?))?;
        writeln!(console.out, "\n核算单：{}", path.display())?;
    }
    if let Some(path) = &request.json {
        write(path, request.force, |out| {
            serde_json::to_writer_pretty(&mut *out, &derivation)?;
            Ok(out.write_all(b"\n")?)
        })?;
    }
    Ok(Ending::Done)
}

/// The firm with this code or exact name, else all whose name contains the text.
fn matches(checked: &Checked<'_>, assessment: &Assessment, wanted: &str) -> Vec<usize> {
    let texts = &checked.data.texts;
    let wanted = wanted.trim();
    let name = |index: &usize| assessment.firms[*index].name.map_or("", |name| texts.get(name));
    let all = 0..assessment.firms.len();
    let exact =
        |index: &usize| texts.get(assessment.firms[*index].code).eq_ignore_ascii_case(wanted) || name(index) == wanted;
    let found: Vec<usize> = all.clone().filter(exact).collect();
    if found.is_empty() {
        all.filter(|index| !wanted.is_empty() && name(index).contains(wanted)).collect()
    } else {
        found
    }
}
