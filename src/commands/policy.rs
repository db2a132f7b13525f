//! 政策: show the policy as a readable table, check a policy file, write the built-in one as a start.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::output::{free, write};
use super::{Console, Ending, policy_file};
use crate::policy::{BUILT_IN, Policy};
use crate::report::policy_text;

/// Shows the policy: tables, conditions, items, caps, figures, each with its clause.
///
/// # Errors
/// If the policy cannot be loaded.
pub fn show(path: Option<&PathBuf>, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let file = policy_file::load(path)?;
    policy_text::show(console.out, &file.policy, &file.origin)?;
    Ok(Ending::Done)
}

/// Checks a policy file.
///
/// # Errors
/// If it cannot be read or has faults: all of them, each with line, column and a suggestion.
pub fn check(path: &PathBuf, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let file = policy_file::load(Some(path))?;
    let Policy { number, tables, conditions, items, parameters, .. } = &file.policy;
    let remarks = &file.advice.remarks;
    if remarks.is_empty() {
        writeln!(console.out, "{}：没有发现问题。", path.display())?;
    } else {
        writeln!(console.out, "{}：可以用；有 {} 处请看一看。\n", path.display(), remarks.len())?;
        writeln!(console.out, "{}", file.advice)?;
    }
    writeln!(
        console.out,
        "{number}：{} 张表，{} 个条件，{} 个奖励项目，{} 个参数。",
        tables.len(),
        conditions.len(),
        items.len(),
        parameters.len()
    )?;
    Ok(Ending::Done)
}

/// Writes the built-in policy with its comments, to be changed.
///
/// # Errors
/// If the file is there already and `force` is not given, or cannot be written.
pub fn init(output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Ending> {
    let path = output.map_or_else(|| Path::new("policy.toml"), PathBuf::as_path);
    free(path, force)?;
    write(path, force, |out| Ok(out.write_all(BUILT_IN.as_bytes())?))?;
    writeln!(console.out, "已写出 {}。改好后用 jiangbu 政策 检查 {} 检查。", path.display(), path.display())?;
    Ok(Ending::Done)
}
