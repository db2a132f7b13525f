//! 口径: what every other reading of the document would pay.

use std::path::PathBuf;

use super::examine::{examine, has_errors};
use super::output::{ready, write};
use super::prices::prices;
use super::{Console, Outcome, Subject, policy_file};
use crate::award::assess;
use crate::report::{readings_workbook, text};

/// What `readings` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data, policy, year.
    pub subject: Subject,
    /// Where the workbook goes.
    pub output: Option<PathBuf>,
    /// Overwrite?
    pub force: bool,
}

/// Prices every alternative of the policy's readings on the data.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn readings(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let (file, variants) = policy_file::load_variants(request.subject.policy.as_ref())?;
    let policy = &file.policy;
    ready(request.output.as_deref(), None, &request.subject.named(), request.force)?;
    file.say(console)?;
    if variants.is_empty() {
        writeln!(console.out, "政策里没有写别的读法（[[reading.alternative]]），没有可以比较的。")?;
        return Ok(Outcome::Done);
    }
    let examined = examine(policy, &request.subject, console)?;
    examined.spare(&[request.output.as_deref()])?;
    if examined.has_errors() {
        text::errors(console.out, &examined.findings)?;
        writeln!(console.err, "数据有错误，改正后才能比较各种读法。")?;
        return Ok(Outcome::Different);
    }
    let (checked, ..) = examined.checked(policy)?;
    let assessment = assess(&checked)?;
    if has_errors(&assessment.findings) {
        text::errors(console.out, &assessment.findings)?;
        writeln!(console.err, "数据有错误，改正后才能比较各种读法。")?;
        return Ok(Outcome::Different);
    }
    let prices = prices(&checked, &assessment, &variants, &request.subject, console)?;
    text::readings(console.out, &checked, &assessment, &prices, console.fold)?;
    if let Some(path) = &request.output {
        write(path, request.force, |out| Ok(readings_workbook(&checked, &assessment, &prices, out)?))?;
        console.written.push(path.clone());
        writeln!(console.out, "口径：{}", path.display())?;
    }
    Ok(Outcome::Done)
}
