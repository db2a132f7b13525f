//! The help and the complaints of the command line in the clerk's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr as _;

/// `command` and all below it with Chinese headings, usage lines and flags.
pub(super) fn localized(command: Command) -> Command {
    let name = command.get_name().to_owned();
    localize(command, &name).version(env!("CARGO_PKG_VERSION")).disable_version_flag(true).arg(
        Arg::new("version")
            .short('V')
            .long("version")
            .action(ArgAction::Version)
            .help("显示版本")
            .help_heading("选项")
            .display_order(101),
    )
}

fn localize(command: Command, path: &str) -> Command {
    let (usage, template) = (usage(&command, path), template(&command));
    let subs: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let mut place = 0;
    let mut command = command
        .help_template(template)
        .override_usage(usage)
        .subcommand_value_name("命令")
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .mut_args(|arg| {
            // As they are to be written, not by their names.
            place += 1;
            let heading = if arg.is_positional() { "参数" } else { "选项" };
            // What every command knows comes after its own.
            let order = if arg.is_global_set() { 99 } else { place };
            arg.help_heading(heading).display_order(order)
        })
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help("显示帮助")
                .help_heading("选项")
                .display_order(100),
        );
    for sub in subs {
        command = command.mut_subcommand(&sub, |sub| {
            let below = format!("{path} {}", chinese(&sub));
            localize(sub, &below)
        });
    }
    command
}

/// The command's name for clerks.
fn chinese(command: &Command) -> &str {
    command.get_all_aliases().next().unwrap_or_else(|| command.get_name())
}

/// With commands below, these are listed in our own words; else the arguments are.
fn template(command: &Command) -> String {
    const CHINESE: usize = 8;
    let listed = |sub: &Command| {
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let (name, english) = (chinese(sub), sub.get_name());
        let about = about.strip_prefix(name).and_then(|about| about.strip_prefix('：')).unwrap_or(&about);
        format!("  {name}{}{english:<13}{about}\n", " ".repeat(CHINESE.saturating_sub(name.width())))
    };
    let commands: String = command.get_subcommands().map(listed).collect();
    let lists = if commands.is_empty() {
        "{all-args}".to_owned()
    } else {
        format!("命令:\n{commands}\n选项:\n{{options}}")
    };
    format!("{{before-help}}{{about-with-newline}}\n用法：{{usage}}\n\n{lists}{{after-help}}")
}

/// The page as it is shown: the headings with the colon of the other lines.
pub(super) fn shown(page: &clap::Error) -> String {
    let page = page.render().to_string();
    ["参数", "选项", "命令"]
        .iter()
        .fold(page, |page, word| page.replace(&format!("\n{word}:\n"), &format!("\n{word}：\n")))
}

fn usage(command: &Command, path: &str) -> String {
    if command.has_subcommands() {
        return format!("{path} <命令>");
    }
    let mut usage = path.to_owned();
    for arg in command.get_positionals() {
        let many = if matches!(arg.get_action(), ArgAction::Append) { "..." } else { "" };
        let (open, close) = if arg.is_required_set() { ('<', '>') } else { ('[', ']') };
        usage.push_str(&format!(" {open}{}{close}{many}", value_name(arg)));
    }
    for arg in command.get_arguments().filter(|arg| arg.is_required_set() && !arg.is_positional()) {
        usage.push_str(&arg.get_short().map(|short| format!(" -{short} <{}>", value_name(arg))).unwrap_or_default());
    }
    if command.get_arguments().any(|arg| !arg.is_positional() && !arg.is_required_set()) {
        usage.push_str(" [选项]");
    }
    usage
}

fn value_name(arg: &Arg) -> &str {
    arg.get_value_names().and_then(|names| names.first()).map_or("", |name| name.as_str())
}

/// What is wrong with the arguments, in one or two lines.
pub(super) fn complaint(error: &clap::Error) -> String {
    let said = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join("、"),
        _ => String::new(),
    };
    let (arg, value) = (said(ContextKind::InvalidArg), said(ContextKind::InvalidValue));
    let mut out = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有“{}”这个命令", said(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{arg}”这个选项"),
        ErrorKind::MissingRequiredArgument => {
            format!("缺少{}", arg.trim_end_matches("...").replace('<', "“").replace('>', "”"))
        }
        ErrorKind::InvalidValue if value.is_empty() => format!("{arg} 后面要写值"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => format!("{arg} 不能是“{value}”"),
        ErrorKind::ArgumentConflict => format!("{arg} 不能与 {} 同时用，也不能写两次", said(ContextKind::PriorArg)),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => format!("{arg} 后面的值太多"),
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        _ => "命令写法不对".to_owned(),
    };
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let near = near.into_iter().map(said).find(|near| !near.is_empty());
    if let Some(near) = near {
        out.push_str(&format!("，是不是“{near}”？"));
    } else {
        out.push('。');
    }
    out.push_str("\n用 --help 看用法。");
    out
}
