//! Arguments and help.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

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

use policy::PolicyCommand;

use crate::commands::{self, Console, Outcome, Subject};
use crate::formula::nearest;
use crate::report::json_schema;
use crate::report::screen::{Screen, Shared};

/// 奖补：按政策文件核算年度奖励资金，每一分钱都能追溯到条款和单元格。
#[derive(Parser, Debug)]
#[command(
    name = "jiangbu",
    about = "奖补：按政策文件核算年度奖励资金，每一分钱都能追溯到条款和单元格。",
    arg_required_else_help = true
)]
#[command(
    after_help = "例：\n  jiangbu                  在终端里什么也不写：一步一步带着做\n  jiangbu 检查 数据        列出“数据”文件夹里的全部问题\n  jiangbu 核算 数据        写出 2022年度奖励核算.xlsx\n  把文件夹拖到程序图标上，等于“核算”。\n\n退出状态：\n  0    完成\n  1    数据有错误，或者复核、比对发现差异\n  2    用法、文件或政策有问题\n  130  被中断（Ctrl-C）"
)]
pub struct Cli {
    /// 屏幕上什么也不写，只看退出状态；故障照说
    #[arg(long, global = true)]
    quiet: bool,
    /// 做完以后打开结果
    #[arg(long, global = true)]
    open: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// 模板：按政策写出各部门填报的空白工作簿
    #[command(visible_alias = "模板")]
    Template(TemplateArgs),
    /// 检查：一次列出全部问题，不核算
    #[command(visible_alias = "检查")]
    Check(CheckArgs),
    /// 核算：读数据，写奖励核算表
    #[command(visible_alias = "核算")]
    Calc(CalcArgs),
    /// 口径：条文换一种读法，要发多少，哪些企业变
    #[command(visible_alias = "口径")]
    Readings {
        #[command(flatten)]
        subject: SubjectArgs,
        /// 口径表写到哪里；不写时只显示
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 覆盖已有的文件
        #[arg(long)]
        force: bool,
    },
    /// 说明：一家企业的奖励从头到尾怎么算出来的
    #[command(visible_alias = "说明")]
    Explain(ExplainArgs),
    /// 复核：从数据重新核算，与奖励核算表逐项比较
    #[command(visible_alias = "复核")]
    Verify(VerifyArgs),
    /// 比对：两本奖励核算表之间，什么变了，为什么
    #[command(visible_alias = "比对")]
    Diff {
        /// 旧的奖励核算表
        #[arg(value_name = "旧表")]
        old: PathBuf,
        /// 新的奖励核算表
        #[arg(value_name = "新表")]
        new: PathBuf,
        /// 比对表写到哪里；不写时只显示
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 覆盖已有的文件
        #[arg(long)]
        force: bool,
    },
    /// 结转：把定稿的核算表写成下一年度的历年奖励表
    #[command(visible_alias = "结转")]
    Carry(CarryArgs),
    /// 政策：查看政策，检查政策文件，写出内置政策
    #[command(visible_alias = "政策", subcommand)]
    Policy(PolicyCommand),
    /// 格式：JSON 结果的 JSON Schema，供别的程序检查
    #[command(visible_alias = "格式")]
    Schema {
        /// 哪一种：award 核算和检查，firm 说明，verification 复核
        #[arg(value_name = "种类", hide_possible_values = true)]
        of: SchemaOf,
        /// 写到哪里；不写时只显示
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 覆盖已有的文件
        #[arg(long)]
        force: bool,
    },
    /// 补全：写出命令行补全脚本
    #[command(visible_alias = "补全")]
    Completions {
        /// 哪种命令行：bash、zsh、fish、powershell、elvish
        #[arg(value_name = "命令行", hide_possible_values = true)]
        shell: clap_complete::Shell,
    },
    /// 手册页：写出 man 手册页
    #[command(visible_alias = "手册页")]
    Man,
}

#[derive(Args, Debug)]
struct SubjectArgs {
    /// 工作簿，或者文件夹（连同子文件夹）
    #[arg(required = true, value_name = "数据")]
    data: Vec<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    policy: Option<PathBuf>,
    /// 奖励年度；不写时以数据里的年度为准
    #[arg(short, long, value_name = "年度")]
    year: Option<i32>,
    /// 单个工作簿最大多少 MiB
    #[arg(long, value_name = "MiB")]
    max_size: Option<u64>,
    /// 答复过的问题清单；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    answers: Vec<PathBuf>,
}

#[derive(Args, Debug)]
struct CheckArgs {
    /// 工作簿，或者文件夹（连同子文件夹）
    #[arg(required_unless_present = "explain", value_name = "数据")]
    data: Vec<PathBuf>,
    /// 解释一个问题代码，如 E207；不写代码时列出全部
    #[arg(long, value_name = "代码", num_args = 0..=1, exclusive = false)]
    explain: Option<Option<String>>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    policy: Option<PathBuf>,
    /// 奖励年度；不写时以数据里的年度为准
    #[arg(short, long, value_name = "年度")]
    year: Option<i32>,
    /// 单个工作簿最大多少 MiB
    #[arg(long, value_name = "MiB")]
    max_size: Option<u64>,
    /// 答复过的问题清单；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    answers: Vec<PathBuf>,
    /// 问题清单写到哪里；不写时只列出
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 每个部门另写一本问题清单；同 --分部门
    #[arg(long, value_name = "bureau", value_parser = ["bureau", "部门"], hide_possible_values = true)]
    by: Option<String>,
    /// 同 --by bureau
    #[arg(long = "分部门")]
    by_bureau: bool,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct ExplainArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// 哪家企业：几家就写几次
    #[arg(short = 'e', long = "enterprise", value_name = "代码或名称", required_unless_present_any = ["all", "sample"])]
    firms: Vec<String>,
    /// 所有企业，一家一张，写进一个工作簿
    #[arg(long, requires = "output", conflicts_with = "firms")]
    all: bool,
    /// 审计抽样：按金额和风险抽几家；同一种子抽出的一样
    #[arg(long, value_name = "家数", requires = "seed", conflicts_with_all = ["firms", "all"], value_parser = clap::value_parser!(u32).range(1..))]
    sample: Option<u32>,
    /// 抽样的种子：任何文字，如会议纪要文号
    #[arg(long, value_name = "种子", requires = "sample")]
    seed: Option<String>,
    /// 核算单写到哪里（可打印）；不写时只显示
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct CalcArgs {
    #[command(flatten)]
    subject: SubjectArgs,
    /// 核算表写到哪里；不写时如“2022年度奖励核算.xlsx”
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    json: Option<PathBuf>,
    /// 同时写一份网页简报：手机上能看，能打印
    #[arg(long, value_name = "文件")]
    html: Option<PathBuf>,
    /// 简报里写出计算过程和税务等数据；只给内部看
    #[arg(long, requires = "html")]
    html_figures: bool,
    /// 同时写公示用的工作簿：没有代码、账户和税务数据
    #[arg(long, value_name = "文件")]
    publish: Option<PathBuf>,
    /// 与另一份政策比较每家、每项增减多少，另写比对表
    #[arg(long, value_name = "政策文件")]
    compare: Option<PathBuf>,
    /// 有错误也写：每张表标明“草稿”，有错误的企业暂缓
    #[arg(long, conflicts_with = "declared_final")]
    draft: bool,
    /// 没有答复的口径，别的读法要发多少，写在目录里
    #[arg(long)]
    readings: bool,
    /// 写定稿：公示没有异议以后用
    #[arg(long = "final")]
    declared_final: bool,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct VerifyArgs {
    /// 要复核的奖励核算表
    #[arg(value_name = "奖励核算表")]
    award: PathBuf,
    #[command(flatten)]
    subject: SubjectArgs,
    /// 复核记录写到哪里（可打印）；不写时只显示
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct CarryArgs {
    /// 定稿的奖励核算表；同一年度有两本的，后一本替换前一本
    #[arg(required = true, value_name = "奖励核算表")]
    awards: Vec<PathBuf>,
    /// 结转表写到哪里；不写时如“历年奖励.xlsx”
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 原有的历年奖励表，一起写进新表；有几本就写几次
    #[arg(long, value_name = "历年奖励表")]
    with: Vec<PathBuf>,
    /// 核算时的数据：先复核再结转；不写时注明“未经复核”
    #[arg(long, value_name = "数据")]
    data: Vec<PathBuf>,
    /// 核算时用的答复；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    answers: Vec<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    policy: Option<PathBuf>,
    /// 覆盖已有的文件；不是定稿的也结转，并且注明
    #[arg(long)]
    force: bool,
}

#[derive(Args, Debug)]
struct TemplateArgs {
    /// 写到哪个文件夹；不写时是“模板”
    #[arg(short, long, value_name = "文件夹")]
    output: Option<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    policy: Option<PathBuf>,
    /// 写进填表说明的年度；不写时是政策的适用年度
    #[arg(short, long, value_name = "年度")]
    year: Option<i32>,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

/// Which of the program's JSON results.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SchemaOf {
    Award,
    Firm,
    Verification,
}

impl SchemaOf {
    fn text(self) -> anyhow::Result<String> {
        let schema = match self {
            Self::Award => json_schema::award(),
            Self::Firm => json_schema::firm(),
            Self::Verification => json_schema::verification(),
        };
        Ok(format!("{}\n", serde_json::to_string_pretty(&schema)?))
    }
}

impl From<SubjectArgs> for Subject {
    fn from(args: SubjectArgs) -> Self {
        let max_size = args.max_size.map(|mib| mib.saturating_mul(1 << 20));
        Self { data: args.data, policy: args.policy, year: args.year, max_size, answers: args.answers }
    }
}

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
