//! Arguments and help.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::Path;

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

mod arguments;
pub mod crash;
mod dropped;
mod error_message;
mod guide;
mod localized_help;
mod manual;
mod piped;
mod policy;

pub use dropped::dropped_in;
pub use error_message::said;

pub use arguments::Cli;
use arguments::{CarryArgs, CheckArgs, Command, SubjectArgs, TemplateArgs};

use crate::commands::{self, Console, Outcome};
use crate::formula::nearest;
use crate::report::screen::{Screen, Shared};

/// Runs the command in `arguments`, the first of which is the program's name.
///
/// # Errors
/// Trouble with usage, files or policy.
pub fn run(arguments: Vec<OsString>, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let arguments = with_command(arguments)?;
    let parsed = localized_help::localized(Cli::command()).term_width(console.width).try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(shown) if shown.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand || !shown.use_stderr() => {
            write!(console.out, "{}", localized_help::shown(&shown))?;
            return Ok(Outcome::Done);
        }
        Err(wrong) => anyhow::bail!("{}", localized_help::complaint(&wrong)),
    };
    let (out, err): (&mut dyn Write, &mut dyn Write) = (&mut *console.out, &mut *console.err);
    let err = RefCell::new(err);
    let (live, width) = (console.live && !cli.quiet, console.width);
    let shown: [Box<dyn Write + '_>; 2] = match (cli.quiet, cli.command.to_stdout()) {
        (true, _) => [Box::new(io::sink()), Box::new(io::sink())],
        // Standard output is the file's: what is said of the result goes where messages go.
        (_, true) => [Box::new(Shared(&err)), Box::new(Shared(&err))],
        (_, false) => [Box::new(out), Box::new(Shared(&err))],
    };
    // What a program reads keeps its lines.
    let fold = if cli.command.is_for_programs() { usize::MAX } else { console.fold };
    let [mut out, mut err] = shown.map(|shown| Screen::new(shown, fold));
    let mut inner = Console { out: &mut out, err: &mut err, live, width, fold, written: Vec::new() };
    let ended = run_command(cli.command, &mut inner);
    if cli.open && ended.is_ok() {
        match inner.written.first().cloned() {
            Some(path) => commands::open(&path, &mut inner),
            None => writeln!(inner.err, "没有写出可以打开的文件。")?,
        }
    }
    let written = inner.written;
    // What was said stands before what stopped it.
    out.flush()?;
    err.flush()?;
    console.written = written;
    ended
}

/// Leads someone who typed nothing but the program's name.
///
/// # Errors
/// If the terminal cannot be read or written.
pub fn lead(console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let commands = commands();
    let mut run_one = |arguments: Vec<OsString>, console: &mut Console<'_>| {
        run([OsString::from("jiangbu")].into_iter().chain(arguments).collect(), console)
    };
    guide::guide(&mut run_one, &|name| commands.contains(name), console)
}

fn run_command(command: Command, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    match command {
        Command::Calc(args) => {
            let request = commands::CalcRequest {
                subject: args.subject.into(),
                output: args.output,
                json: args.json,
                html: args.html,
                html_figures: args.html_figures,
                publish: args.publish,
                draft: args.draft,
                declared_final: args.declared_final,
                readings: args.readings,
                force: args.force,
                compare: args.compare,
            };
            commands::calc(&request, console)
        }
        Command::Check(CheckArgs { explain: Some(code), policy, .. }) => {
            commands::explain_code(code.as_deref(), policy.as_ref(), console)
        }
        Command::Check(args) => {
            let subject = SubjectArgs {
                data: args.data,
                policy: args.policy,
                year: args.year,
                max_size: args.max_size,
                answers: args.answers,
            };
            let request = commands::CheckRequest {
                subject: subject.into(),
                output: args.output,
                json: args.json,
                by_bureau: args.by.is_some() || args.by_bureau,
                force: args.force,
            };
            commands::check(&request, console)
        }
        Command::Explain(args) => {
            let request = commands::ExplainRequest {
                subject: args.subject.into(),
                firms: args.firms,
                all: args.all,
                sample: args.sample.map(|count| count as usize).zip(args.seed),
                output: args.output,
                json: args.json,
                force: args.force,
            };
            commands::explain(&request, console)
        }
        Command::Diff { old, new, output, force } => {
            commands::diff(&commands::DiffRequest { old, new, output, force }, console)
        }
        Command::Verify(args) => commands::verify(
            &commands::VerifyRequest {
                award: args.award,
                subject: args.subject.into(),
                output: args.output,
                json: args.json,
                force: args.force,
            },
            console,
        ),
        Command::Readings { subject, output, force } => {
            commands::readings(&commands::ReadingsRequest { subject: subject.into(), output, force }, console)
        }
        Command::Completions { shell } => {
            let mut command = localized_help::localized(Cli::command());
            clap_complete::generate(shell, &mut command, "jiangbu", &mut console.out);
            Ok(Outcome::Done)
        }
        Command::Schema { of, output, force } => {
            commands::policy::printed(&of.text()?, output.as_ref(), force, console)
        }
        Command::Man => {
            manual::write(localized_help::localized(Cli::command()), &mut console.out)?;
            Ok(Outcome::Done)
        }
        Command::Carry(args) => {
            let CarryArgs { awards, output, with, data, answers, policy, force } = args;
            commands::carry(&commands::CarryRequest { awards, output, with, data, answers, policy, force }, console)
        }
        Command::Template(TemplateArgs { output, policy, year, force }) => {
            commands::template(&commands::TemplateRequest { output, policy, year, force }, console)
        }
        Command::Policy(command) => policy::run(command, console),
    }
}

/// The arguments with a command in front, also where a path comes first, so that dragging a folder onto the program is enough.
fn with_command(mut arguments: Vec<OsString>) -> anyhow::Result<Vec<OsString>> {
    let Some(first) = arguments.get(1) else { return Ok(arguments) };
    let word = first.to_string_lossy();
    if word == "help" || word == "帮助" || word == "/?" {
        arguments.remove(1);
        arguments.push("--help".into());
    } else if is_bare(&arguments) {
        return dropped::with_command(arguments, guide::is_award, guide::data_beside);
    } else if let Some(meant) = meant(first) {
        anyhow::bail!("没有“{word}”这个命令或文件，是不是“{meant}”？\n用 --help 看用法。");
    }
    Ok(arguments)
}

/// Is the first argument data rather than a command, as when a folder is dropped onto the program?
fn is_bare(arguments: &[OsString]) -> bool {
    let Some(first) = arguments.get(1) else { return false };
    let word = first.to_string_lossy();
    let is_command = word == "help" || word == "帮助" || commands().contains(&*word);
    !is_command && !word.starts_with('-') && meant(first).is_none()
}

/// The command that was probably meant by a word that is neither a command nor a path.
fn meant(word: &OsStr) -> Option<String> {
    let text = word.to_string_lossy();
    let commands = commands();
    let known = commands.contains(&*text) || text.starts_with('-') || Path::new(word).exists();
    if known { None } else { nearest(&text, commands.iter().map(String::as_str)) }
}

/// Every command's names, English and Chinese.
fn commands() -> BTreeSet<String> {
    let command = Cli::command();
    let names = |command: &clap::Command| {
        let aliases = command.get_all_aliases().map(str::to_owned);
        aliases.chain([command.get_name().to_owned()]).collect::<Vec<_>>()
    };
    command.get_subcommands().flat_map(names).collect()
}
