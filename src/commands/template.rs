//! 模板: the blank workbooks that the bureaux fill in, made from the policy.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output::{free, write};
use super::{Console, Outcome, policy_file};
use crate::report::grid::Grid;
use crate::report::template::{blanks, workbook};

/// Where the templates go if nothing else is said.
pub const FOLDER: &str = "模板";

/// What `template` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The folder for the workbooks; else `模板` here.
    pub output: Option<PathBuf>,
    /// The policy file; else `./policy.toml`, else the one built in.
    pub policy: Option<PathBuf>,
    /// The award year the workbooks are for; else they name the years the policy covers.
    pub year: Option<i32>,
    /// Overwrite?
    pub force: bool,
}

/// Writes the blank workbooks and lists them.
///
/// # Errors
/// If the policy cannot be loaded or does not cover the year, a workbook is there already and `force` is not given, or one cannot
/// be written.
pub fn template(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let file = policy_file::load(request.policy.as_ref())?;
    let policy = &file.policy;
    let (first, last) = (policy.years.start(), policy.years.end());
    if let Some(year) = request.year.filter(|year| !policy.years.contains(year)) {
        anyhow::bail!("{year} 年度不在政策的适用年度（{first}–{last}）之内");
    }
    file.say(console)?;
    let folder = request.output.as_deref().unwrap_or(Path::new(FOLDER));
    if folder.exists() && !folder.is_dir() {
        anyhow::bail!("{} 不是文件夹", folder.display());
    }
    let blanks = blanks(policy);
    let path = |name: &str| folder.join(format!("{name}.xlsx"));
    // All questions before the first file: a filled-in workbook must never be lost to a blank one.
    for blank in &blanks {
        free(&path(&blank.name), request.force)?;
    }
    let made: Vec<Vec<u8>> = blanks
        .iter()
        .map(|blank| workbook(policy, blank, request.year).with_context(|| format!("做不出《{}》", blank.name)))
        .collect::<Result<_, _>>()?;
    fs::create_dir_all(folder).with_context(|| format!("建不了文件夹 {}", folder.display()))?;
    let mut grid = Grid::new(["工作簿", "填报单位", "表"]);
    for (blank, bytes) in blanks.iter().zip(&made) {
        write(&path(&blank.name), request.force, |out| Ok(out.write_all(bytes)?))?;
        let tables: Vec<&str> = blank.tables.iter().map(|table| &*table.name).collect();
        let bureau = if blank.bureau.is_empty() { "—" } else { blank.bureau };
        grid.row([&format!("{}.xlsx", blank.name), bureau, &tables.join("、")]);
    }
    writeln!(console.out, "已在 {} 写出 {} 个空白工作簿：", folder.display(), blanks.len())?;
    grid.write(console.out, console.fold)?;
    console.written.push(folder.to_owned());
    writeln!(console.out, "填好后检查：jiangbu 检查 {}", folder.display())?;
    Ok(Outcome::Done)
}
