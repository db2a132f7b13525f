//! The subcommands about the policy itself.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::commands::{self, Console, Outcome};

#[derive(Subcommand, Debug)]
pub(super) enum PolicyCommand {
    /// 查看：整份政策，表、条件、项目、限额、参数，都带条款
    #[command(visible_alias = "查看")]
    Show {
        /// 政策文件；不写时用 policy.toml，没有就用内置的
        #[arg(short, long, value_name = "文件")]
        policy: Option<PathBuf>,
        /// 写成 .xlsx 或 .md；不写时只显示
        #[arg(short, long, value_name = "文件")]
        output: Option<PathBuf>,
        /// 覆盖已有的文件
        #[arg(long)]
        force: bool,
    },
    /// 检查：错误一次说全，指到行和列；例子逐个验算
    #[command(visible_alias = "检查")]
    Check {
        /// 政策文件
        #[arg(value_name = "文件")]
        file: PathBuf,
        /// 列出每个界线以下、刚好、以上的结果，供懂政策的人核对
        #[arg(long)]
        boundaries: bool,
    },
    /// 试算：在命令行写一条记录，看这个项目怎么算
    #[command(visible_alias = "试算")]
    Try {
        /// 奖励项目：代号或名称
        #[arg(value_name = "项目")]
        item: String,
        /// 这条记录和这家企业的列；别的表写 表名.列名=值
        #[arg(value_name = "列=值")]
        cells: Vec<String>,
        /// 政策文件；不写时用 policy.toml，没有就用内置的
        #[arg(short, long, value_name = "文件")]
        policy: Option<PathBuf>,
        /// 奖励年度；不写时是适用年度的第一年
        #[arg(short, long, value_name = "年度")]
        year: Option<i32>,
    },
    /// 新建：写出一份小政策，改成自己的
    #[command(visible_alias = "新建")]
    New(Written),
    /// 写出：把内置政策写成文件（带注释），改了就是自己的政策
    #[command(visible_alias = "写出")]
    Init(Written),
    /// 手册：政策文件的每一节、每一项，意思、填法、例子
    #[command(visible_alias = "手册")]
    Reference(Written),
    /// 格式：政策文件的 JSON Schema，供编辑器补全和检查
    #[command(visible_alias = "格式")]
    Schema(Written),
}

#[derive(Args, Debug)]
pub(super) struct Written {
    /// 写到哪里；新建、写出默认 policy.toml，其他默认显示
    #[arg(short, long, value_name = "文件")]
    output: Option<PathBuf>,
    /// 覆盖已有的文件
    #[arg(long)]
    force: bool,
}

impl PolicyCommand {
    /// Where the result goes, if a file is named.
    pub(super) const fn output(&self) -> &Option<PathBuf> {
        match self {
            Self::Show { output, .. } => output,
            Self::New(written) | Self::Init(written) | Self::Reference(written) | Self::Schema(written) => {
                &written.output
            }
            Self::Check { .. } | Self::Try { .. } => &None,
        }
    }

    /// Is what it shows read by another program?
    pub(super) const fn is_for_programs(&self) -> bool {
        matches!(self, Self::Schema(_))
    }
}

/// Runs `command`.
pub(super) fn run(command: PolicyCommand, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    use commands::policy::{check, init, manual, new, schema, show};
    match command {
        PolicyCommand::Show { policy, output, force } => show(policy.as_ref(), output.as_ref(), force, console),
        PolicyCommand::Check { file, boundaries } => check(&file, boundaries, console),
        PolicyCommand::Try { item, cells, policy, year } => {
            commands::attempt(&commands::AttemptRequest { policy, year, item, cells }, console)
        }
        PolicyCommand::New(Written { output, force }) => new(output.as_ref(), force, console),
        PolicyCommand::Init(Written { output, force }) => init(output.as_ref(), force, console),
        PolicyCommand::Reference(Written { output, force }) => manual(output.as_ref(), force, console),
        PolicyCommand::Schema(Written { output, force }) => schema(output.as_ref(), force, console),
    }
}
