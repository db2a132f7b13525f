//! 政策: show a policy, check it with its examples, its thresholds, the manual of its file, and files to begin with.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::output::{free, write};
use super::{Console, Outcome, examples, policy_file};
use crate::policy::{BUILT_IN, Policy};
use crate::report::{boundaries, policy_text, policy_workbook, reference};

/// A policy to begin with: every usual part once, small.
const NEW: &str = include_str!("../../examples/policies/new.toml");

/// Shows the whole policy; to a file if one is named: a workbook, or Markdown.
///
/// # Errors
/// If the policy cannot be loaded or the file not be written.
pub fn show(
    path: Option<&PathBuf>,
    output: Option<&PathBuf>,
    force: bool,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let file = policy_file::load(path)?;
    let Some(output) = output else {
        // As wide as every terminal is.
        policy_text::show(console.out, &file.policy, &file.origin, console.width.min(80))?;
        return Ok(Outcome::Done);
    };
    free(output, force)?;
    let called = |ending: &str| output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(ending));
    if called("xlsx") {
        write(output, force, |out| Ok(policy_workbook(&file.policy, &file.origin, out)?))?;
    } else if called("md") {
        let text = policy_text::markdown(&file.policy, &file.origin);
        write(output, force, |out| Ok(out.write_all(text.as_bytes())?))?;
    } else {
        anyhow::bail!("{} 要以 .xlsx 或 .md 结尾", output.display());
    }
    console.written.push(output.clone());
    writeln!(console.err, "已写出 {}", output.display())?;
    Ok(Outcome::Done)
}

/// Checks a policy file: its faults, what in it does nothing, and its examples.
///
/// # Errors
/// If it cannot be read or has faults: all of them, each with line, column and a suggestion.
pub fn check(path: &PathBuf, thresholds: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let (file, advice) = policy_file::load_advised(Some(path))?;
    let Policy { number, tables, conditions, record_conditions, items, parameters, .. } = &file.policy;
    let remarks = &advice.remarks;
    if remarks.is_empty() {
        writeln!(console.out, "{}：没有发现问题。", path.display())?;
    } else {
        writeln!(console.out, "{}：可以用；有 {} 处请看一看。\n", path.display(), remarks.len())?;
        writeln!(console.out, "{advice}")?;
    }
    writeln!(
        console.out,
        "{number}：{} 张表，{} 个条件，{} 个奖励项目，{} 个参数。",
        tables.len(),
        conditions.len() + record_conditions.len(),
        items.len(),
        parameters.len()
    )?;
    if thresholds {
        writeln!(console.out, "\n每个界线以下、刚好、以上的结果，请懂政策的人逐条核对，对的打勾：\n")?;
        write!(console.out, "{}", boundaries::text(&boundaries::boundaries(&file.policy)))?;
    }
    tried(&file.policy, console)
}

/// Runs the policy's examples.
fn tried(policy: &Policy, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let mut wrong = 0;
    for example in &policy.examples {
        let differences = examples::differences(policy, example)?;
        if differences.is_empty() {
            continue;
        }
        wrong += 1;
        writeln!(console.out, "\n例子“{}”（{}）不符：", example.name, example.clause)?;
        for line in differences {
            writeln!(console.out, "    {line}")?;
        }
    }
    let count = policy.examples.len();
    match (count, wrong) {
        (0, _) => writeln!(console.out, "没有例子。[[example]] 写上几个，改动以后就知道算得还对不对。")?,
        (_, 0) => writeln!(console.out, "{count} 个例子都符合。")?,
        _ => writeln!(console.out, "\n{count} 个例子，{wrong} 个不符。")?,
    }
    Ok(if wrong > 0 { Outcome::Different } else { Outcome::Done })
}

/// Writes the built-in policy with its comments, to be changed.
///
/// # Errors
/// If the file is there already and `force` is not given, or cannot be written.
pub fn init(output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    begin(BUILT_IN, output, force, console)
}

/// Writes a small policy to begin with.
///
/// # Errors
/// If the file is there already and `force` is not given, or cannot be written.
pub fn new(output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    begin(NEW, output, force, console)
}

fn begin(text: &str, output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let path = output.map_or_else(|| Path::new("policy.toml"), PathBuf::as_path);
    free(path, force)?;
    write(path, force, |out| Ok(out.write_all(text.as_bytes())?))?;
    console.written.push(path.to_owned());
    writeln!(console.out, "已写出 {}。改好后用 jiangbu 政策 检查 {} 检查。", path.display(), path.display())?;
    writeln!(console.out, "每一项的意思：jiangbu 政策 手册。编辑器里补全：jiangbu 政策 格式 -o policy.schema.json。")?;
    Ok(Outcome::Done)
}

/// The manual of the policy file.
///
/// # Errors
/// If it cannot be written.
pub fn manual(output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    printed(&reference::reference(), output, force, console)
}

/// The JSON Schema of the policy file, for editors.
///
/// # Errors
/// If it cannot be written.
pub fn schema(output: Option<&PathBuf>, force: bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let text = format!("{}\n", serde_json::to_string_pretty(&reference::schema())?);
    printed(&text, output, force, console)
}

/// Shows `text`, or writes it to a file if one is named.
///
/// # Errors
/// If it cannot be written.
pub fn printed(
    text: &str,
    output: Option<&PathBuf>,
    force: bool,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    match output {
        None => console.out.write_all(text.as_bytes())?,
        Some(path) => {
            free(path, force)?;
            write(path, force, |out| Ok(out.write_all(text.as_bytes())?))?;
            console.written.push(path.clone());
            writeln!(console.err, "已写出 {}", path.display())?;
        }
    }
    Ok(Outcome::Done)
}
