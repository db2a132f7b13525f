//! The guide: for someone who types nothing but the program's name. It looks what lies here, offers the next step of the year, and runs the
//! very command it shows.

mod ask;
mod found;
mod step;

use std::ffi::{OsStr, OsString};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use ask::{Ask, Terminal};
use found::Found;
pub(super) use found::is_award;
use step::{State, Step, typed};

use super::dropped::typed_by_drop;
use super::said;
use crate::check::YearTrouble;
use crate::commands::{Console, Outcome, Taken, open};
use crate::report::screen::{Screen, seen};
use crate::report::terminal_style::heading;

/// Runs a command, its name and its arguments.
type Run<'r> = &'r mut dyn FnMut(Vec<OsString>, &mut Console<'_>) -> anyhow::Result<Outcome>;

/// Leads the person at the terminal; `known` tells which commands there are.
///
/// # Errors
/// If the terminal cannot be read or written. Trouble with a step is said, and the guide goes on.
pub(super) fn guide(run: Run<'_>, known: &dyn Fn(&str) -> bool, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    lead(Path::new("."), &mut Terminal, run, known, console)
}

fn lead(
    here: &Path,
    ask: &mut dyn Ask,
    run: Run<'_>,
    known: &dyn Fn(&str) -> bool,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    writeln!(console.out, "{}", seen(&heading("奖补：一年的工作，一步一步来")))?;
    writeln!(console.out, "每一步都显示它的命令，熟了可以直接写。全部命令：jiangbu 帮助。")?;
    let mut chosen: Option<PathBuf> = None;
    let (mut last, mut fine) = (None, true);
    loop {
        let found = Found::look(here);
        chosen = chosen.or_else(|| only(&found));
        show(&found, chosen.as_deref(), console)?;
        let written = console.written.last().cloned();
        let state = State { found: &found, data: chosen.as_deref(), last, fine, written: written.is_some() };
        let offered = Step::offered(&state, known);
        let labels: Vec<String> = offered.iter().map(|step| step.label().to_owned()).collect();
        let next = Step::next(&state);
        let preferred = offered.iter().position(|step| *step == next).unwrap_or(offered.len() - 1);
        console.out.flush()?;
        let Some(index) = ask.choose("下一步？", &labels, preferred)? else { return Ok(Outcome::Done) };
        let step = offered[index];
        match step {
            Step::Leave => return Ok(Outcome::Done),
            Step::Data => chosen = other_data(&found, ask)?.or(chosen),
            Step::Open => {
                if let Some(path) = written {
                    open(&path, console);
                }
                (last, fine) = (Some(step), true);
            }
            _ => {
                let Some(arguments) = arguments(step, chosen.as_deref(), &found, ask)? else { continue };
                fine = ran(step, arguments, ask, run, console)?;
                last = Some(step);
            }
        }
    }
}

/// The folder to work on, where there is no doubt.
fn only(found: &Found) -> Option<PathBuf> {
    let (first, _) = found.data.first()?;
    (found.data.len() == 1 || first == Path::new("数据")).then(|| first.clone())
}

/// The data that lies in the folder of `award`, where there is no doubt.
pub(super) fn data_beside(award: &Path) -> Option<PathBuf> {
    let folder = award.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    only(&Found::look(folder)).map(|data| folder.join(data))
}

fn show(found: &Found, data: Option<&Path>, console: &mut Console<'_>) -> anyhow::Result<()> {
    let out = &mut console.out;
    writeln!(out)?;
    let mut row = |label: &str, text: &str| writeln!(out, "  {label}  {}", seen(text));
    match data {
        Some(data) => {
            let count = found.data.iter().find(|(path, _)| path == data).map(|(_, count)| *count);
            let count = count.map(|count| format!("（{count} 个工作簿）")).unwrap_or_default();
            row("数据　", &format!("{}{count}", data.display()))?;
        }
        None if found.data.is_empty() => row("数据　", "这个文件夹里没有工作簿。先发空表，收回来的放进“数据”文件夹")?,
        None => row("数据　", &format!("{} 处有工作簿，请选一处", found.data.len()))?,
    }
    if found.policy {
        row("政策　", "这个文件夹里的 policy.toml")?;
    }
    for (label, path) in [("核算表", found.awards.first()), ("清单　", found.findings.first())] {
        if let Some(path) = path {
            row(label, &path.display().to_string())?;
        }
    }
    Ok(())
}

/// One of the folders found, or one somebody names.
fn other_data(found: &Found, ask: &mut dyn Ask) -> anyhow::Result<Option<PathBuf>> {
    let mut options: Vec<String> =
        found.data.iter().map(|(path, count)| seen(&format!("{}（{count} 个工作簿）", path.display()))).collect();
    options.push("别处的文件夹".to_owned());
    let Some(index) = ask.choose("数据在哪里？", &options, 0)? else { return Ok(None) };
    if let Some((path, _)) = found.data.get(index) {
        return Ok(Some(path.clone()));
    }
    let path = ask.words("文件夹：", "把文件夹拖进这个窗口，再按回车")?;
    Ok(path.map(|path| typed_by_drop(&path, cfg!(windows))))
}

/// The command of `step`; nothing if somebody thinks better of it.
fn arguments(
    step: Step,
    data: Option<&Path>,
    found: &Found,
    ask: &mut dyn Ask,
) -> anyhow::Result<Option<Vec<OsString>>> {
    let mut arguments: Vec<OsString> = step.command().map(OsString::from).into_iter().collect();
    if matches!(step, Step::Verify | Step::Carry) {
        let Some(award) = award(found, ask)? else { return Ok(None) };
        arguments.push(award.into());
    }
    if !matches!(step, Step::Template | Step::Carry) {
        arguments.extend(data.map(OsString::from));
    }
    match step {
        Step::Check => arguments.extend(["-o", "问题清单.xlsx"].map(OsString::from)),
        Step::Explain => {
            let Some(firm) = ask.words("哪家企业？", "名称里的几个字，或者代码")? else {
                return Ok(None);
            };
            arguments.extend([OsString::from("-e"), firm.into()]);
        }
        _ => {}
    }
    if matches!(step, Step::Check | Step::Calc | Step::Verify)
        && let Some(answers) = found.findings.first()
    {
        let options = [format!("用 {} 里的答复", answers.display()), "不用答复".to_owned()].map(|text| seen(&text));
        let Some(index) = ask.choose("答复过问题吗？", &options, 1)? else { return Ok(None) };
        if index == 0 {
            arguments.extend([OsString::from("--answers"), answers.into()]);
        }
    }
    Ok(Some(arguments))
}

/// The award workbook meant: the only one, or one of several.
fn award(found: &Found, ask: &mut dyn Ask) -> anyhow::Result<Option<PathBuf>> {
    if let [one] = found.awards.as_slice() {
        return Ok(Some(one.clone()));
    }
    let options: Vec<String> = found.awards.iter().map(|path| seen(&path.display().to_string())).collect();
    Ok(ask.choose("哪一本核算表？", &options, 0)?.map(|index| found.awards[index].clone()))
}

/// Runs the command, and again with what it turned out to lack. Did it go well?
fn ran(
    step: Step,
    mut arguments: Vec<OsString>,
    ask: &mut dyn Ask,
    run: Run<'_>,
    console: &mut Console<'_>,
) -> anyhow::Result<bool> {
    loop {
        writeln!(console.out, "\n$ {}", seen(&typed(&arguments)))?;
        console.out.flush()?;
        let ended = run(arguments.clone(), console);
        console.out.flush()?;
        let trouble = match ended {
            Ok(outcome) => return Ok(outcome == Outcome::Done),
            Err(trouble) => trouble,
        };
        writeln!(Screen::new(&mut *console.err, console.fold), "{}", said(&trouble))?;
        if let Some(Taken(path)) = trouble.downcast_ref() {
            let other = free_name(path);
            let options =
                [format!("写成 {}", other.display()), format!("覆盖 {}", path.display()), "不做了".to_owned()];
            // Of the blank workbooks, which fill a folder, none is called otherwise.
            let options = &options.map(|option| seen(&option))[usize::from(step == Step::Template)..];
            match ask.choose("怎么办？", options, 0)?.map(|index| options.len() - index) {
                Some(3) => replace(&mut arguments, &other),
                Some(2) => arguments.push("--force".into()),
                _ => return Ok(false),
            }
        } else if let Some(YearTrouble::Several { years, .. }) = trouble.downcast_ref() {
            let options: Vec<String> = years.iter().map(|year| format!("{year} 年度")).collect();
            let Some(index) = ask.choose("哪一个年度？", &options, options.len() - 1)? else { return Ok(false) };
            arguments.extend([OsString::from("-y"), years[index].to_string().into()]);
        } else {
            return Ok(false);
        }
    }
}

/// `a.xlsx` → `a(2).xlsx`, or the first after it that nothing has.
fn free_name(path: &Path) -> PathBuf {
    let part = |part: Option<&OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, extension) = (part(path.file_stem()), part(path.extension()));
    let mut names = (2..).map(|number| path.with_file_name(format!("{stem}({number}).{extension}")));
    names.find(|path| path.symlink_metadata().is_err()).unwrap_or_default()
}

/// Another name for the output.
fn replace(arguments: &mut Vec<OsString>, output: &Path) {
    match arguments.iter().position(|argument| argument == "-o") {
        Some(at) if at + 1 < arguments.len() => arguments[at + 1] = output.into(),
        _ => arguments.extend([OsString::from("-o"), output.into()]),
    }
}
