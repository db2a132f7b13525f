//! One file a subcommand; each reads as the pipeline: read, check, judge, report.

mod apart;
mod attempt;
mod calc;
mod carry;
mod check;
mod diff;
mod examine;
mod examples;
mod explain;
mod lists;
mod opening;
mod output;
pub mod policy;
mod policy_file;
mod prices;
mod progress;
mod readings;
mod scratch;
mod second_reading;
mod template;
mod trial;
mod verify;

pub use attempt::{Request as AttemptRequest, attempt};
pub use calc::{Request as CalcRequest, calc};
pub use carry::{Request as CarryRequest, carry};
pub use check::{Request as CheckRequest, check, explain_code};
pub use diff::{Request as DiffRequest, diff};
pub use explain::{Request as ExplainRequest, explain};
pub use opening::open;
pub use output::{Taken, is_stdout};
pub use readings::{Request as ReadingsRequest, readings};
pub use scratch::end_cleanly;
pub use template::{FOLDER as TEMPLATES, Request as TemplateRequest, template};
pub use verify::{Request as VerifyRequest, verify};

use std::borrow::Cow;
use std::io::Write;
use std::path::{Path, PathBuf};

/// How a run ended, as its exit status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done, 0.
    Done,
    /// The data has errors, or a comparison found a difference, 1.
    Different,
}

/// What every command has at hand: results go to `out`, messages and progress to `err`.
pub struct Console<'a> {
    /// Standard output, which leaves out colours where they are not wanted.
    pub out: &'a mut dyn Write,
    /// Standard error.
    pub err: &'a mut dyn Write,
    /// Is standard error a terminal, so that progress may be shown?
    pub live: bool,
    /// How many cells wide the output may be.
    pub width: usize,
    /// How many cells wide a line may be before it is folded: no bound in a pipe, where one thing is one line.
    pub fold: usize,
    /// What the command wrote for people to open, in its order.
    pub written: Vec<PathBuf>,
}

/// The data and the policy a command works on.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// Workbooks, or folders of them.
    pub data: Vec<PathBuf>,
    /// The policy file; else `./policy.toml`, else the one built in.
    pub policy: Option<PathBuf>,
    /// The award year; else the one the data has.
    pub year: Option<i32>,
    /// The largest workbook that is read, in bytes.
    pub max_size: Option<u64>,
    /// Findings workbooks with answers.
    pub answers: Vec<PathBuf>,
}

/// The last part of a path: what lies before it is the affair of whoever runs the program.
fn file_name(path: &Path) -> Cow<'_, str> {
    path.file_name().unwrap_or_default().to_string_lossy()
}

impl Subject {
    /// Everything the run is told to read, by name.
    fn named(&self) -> Vec<&Path> {
        let beside = Path::new("policy.toml");
        self.data.iter().chain(&self.policy).chain(&self.answers).map(PathBuf::as_path).chain([beside]).collect()
    }
}
