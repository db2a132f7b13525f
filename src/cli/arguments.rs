//! What may be asked on the command line, with its help.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::policy::PolicyCommand;
use crate::commands::Subject;
use crate::report::json_schema;

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
    pub(super) quiet: bool,
    /// 做完以后打开结果
    #[arg(long, global = true)]
    pub(super) open: bool,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
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
pub(super) struct SubjectArgs {
    /// 工作簿，或者文件夹（连同子文件夹）
    #[arg(required = true, value_name = "数据")]
    pub(super) data: Vec<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    pub(super) policy: Option<PathBuf>,
    /// 奖励年度；不写时以数据里的年度为准
    #[arg(short, long, value_name = "年度")]
    pub(super) year: Option<i32>,
    /// 单个工作簿最大多少 MiB
    #[arg(long, value_name = "MiB")]
    pub(super) max_size: Option<u64>,
    /// 答复过的问题清单；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    pub(super) answers: Vec<PathBuf>,
}

#[derive(Args, Debug)]
pub(super) struct CheckArgs {
    /// 工作簿，或者文件夹（连同子文件夹）
    #[arg(required_unless_present = "explain", value_name = "数据")]
    pub(super) data: Vec<PathBuf>,
    /// 解释一个问题代码，如 E207；不写代码时列出全部
    #[arg(long, value_name = "代码", num_args = 0..=1, exclusive = false)]
    pub(super) explain: Option<Option<String>>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    pub(super) policy: Option<PathBuf>,
    /// 奖励年度；不写时以数据里的年度为准
    #[arg(short, long, value_name = "年度")]
    pub(super) year: Option<i32>,
    /// 单个工作簿最大多少 MiB
    #[arg(long, value_name = "MiB")]
    pub(super) max_size: Option<u64>,
    /// 答复过的问题清单；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    pub(super) answers: Vec<PathBuf>,
    /// 问题清单写到哪里；不写时只列出
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 每个部门另写一本问题清单；同 --分部门
    #[arg(long, value_name = "bureau", value_parser = ["bureau", "部门"], hide_possible_values = true)]
    pub(super) by: Option<String>,
    /// 同 --by bureau
    #[arg(long = "分部门")]
    pub(super) by_bureau: bool,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    pub(super) json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct ExplainArgs {
    #[command(flatten)]
    pub(super) subject: SubjectArgs,
    /// 哪家企业：几家就写几次
    #[arg(short = 'e', long = "enterprise", value_name = "代码或名称", required_unless_present_any = ["all", "sample"])]
    pub(super) firms: Vec<String>,
    /// 所有企业，一家一张，写进一个工作簿
    #[arg(long, requires = "output", conflicts_with = "firms")]
    pub(super) all: bool,
    /// 审计抽样：按金额和风险抽几家；同一种子抽出的一样
    #[arg(long, value_name = "家数", requires = "seed", conflicts_with_all = ["firms", "all"], value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) sample: Option<u32>,
    /// 抽样的种子：任何文字，如会议纪要文号
    #[arg(long, value_name = "种子", requires = "sample")]
    pub(super) seed: Option<String>,
    /// 核算单写到哪里（可打印）；不写时只显示
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    pub(super) json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct CalcArgs {
    #[command(flatten)]
    pub(super) subject: SubjectArgs,
    /// 核算表写到哪里；不写时如“2022年度奖励核算.xlsx”
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    pub(super) json: Option<PathBuf>,
    /// 同时写一份网页简报：手机上能看，能打印
    #[arg(long, value_name = "文件")]
    pub(super) html: Option<PathBuf>,
    /// 简报里写出计算过程和税务等数据；只给内部看
    #[arg(long, requires = "html")]
    pub(super) html_figures: bool,
    /// 同时写公示用的工作簿：没有代码、账户和税务数据
    #[arg(long, value_name = "文件")]
    pub(super) publish: Option<PathBuf>,
    /// 与另一份政策比较每家、每项增减多少，另写比对表
    #[arg(long, value_name = "政策文件")]
    pub(super) compare: Option<PathBuf>,
    /// 有错误也写：每张表标明“草稿”，有错误的企业暂缓
    #[arg(long, conflicts_with = "declared_final")]
    pub(super) draft: bool,
    /// 没有答复的口径，别的读法要发多少，写在目录里
    #[arg(long)]
    pub(super) readings: bool,
    /// 写定稿：公示没有异议以后用
    #[arg(long = "final")]
    pub(super) declared_final: bool,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct VerifyArgs {
    /// 要复核的奖励核算表
    #[arg(value_name = "奖励核算表")]
    pub(super) award: PathBuf,
    #[command(flatten)]
    pub(super) subject: SubjectArgs,
    /// 复核记录写到哪里（可打印）；不写时只显示
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 同时写一份 JSON，供其他程序读
    #[arg(long, value_name = "文件")]
    pub(super) json: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct CarryArgs {
    /// 定稿的奖励核算表；同一年度有两本的，后一本替换前一本
    #[arg(required = true, value_name = "奖励核算表")]
    pub(super) awards: Vec<PathBuf>,
    /// 结转表写到哪里；不写时如“历年奖励.xlsx”
    #[arg(short, long, value_name = "文件")]
    pub(super) output: Option<PathBuf>,
    /// 原有的历年奖励表，一起写进新表；有几本就写几次
    #[arg(long, value_name = "历年奖励表")]
    pub(super) with: Vec<PathBuf>,
    /// 核算时的数据：先复核再结转；不写时注明“未经复核”
    #[arg(long, value_name = "数据")]
    pub(super) data: Vec<PathBuf>,
    /// 核算时用的答复；有几本就写几次
    #[arg(long, value_name = "问题清单")]
    pub(super) answers: Vec<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    pub(super) policy: Option<PathBuf>,
    /// 覆盖已有的文件；不是定稿的也结转，并且注明
    #[arg(long)]
    pub(super) force: bool,
}

#[derive(Args, Debug)]
pub(super) struct TemplateArgs {
    /// 写到哪个文件夹；不写时是“模板”
    #[arg(short, long, value_name = "文件夹")]
    pub(super) output: Option<PathBuf>,
    /// 政策文件；不写时用 policy.toml，没有就用内置的
    #[arg(short, long, value_name = "文件")]
    pub(super) policy: Option<PathBuf>,
    /// 写进填表说明的年度；不写时是政策的适用年度
    #[arg(short, long, value_name = "年度")]
    pub(super) year: Option<i32>,
    /// 覆盖已有的文件
    #[arg(long)]
    pub(super) force: bool,
}

/// Which of the program's JSON results.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum SchemaOf {
    Award,
    Firm,
    Verification,
}

impl SchemaOf {
    pub(super) fn text(self) -> anyhow::Result<String> {
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
