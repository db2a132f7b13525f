//! The result as people and programs read it: award workbook, findings workbook, JSON, text. Nothing here computes an amount.

mod award;
mod book;
mod capitals;
mod charts;
mod columns;
pub mod computation;
mod difference_book;
mod difference_text;
mod evidence;
mod findings_book;
mod findings_list;
mod firm_sheet;
pub mod grid;
mod history_book;
mod layout;
mod links;
mod model;
mod operands;
mod order;
mod payments;
mod references;
mod scratch;
mod sheets;
mod snapshot;
mod sources;
mod stack;
mod totals;
mod verification_book;
mod writer;

pub mod boundaries;
pub mod derivation;
pub mod html;
pub mod json;
pub mod json_schema;
pub mod paragraph;
mod policy_book;
mod policy_page;
pub mod policy_text;
mod readings_book;
pub mod reference;
pub mod rule_words;
mod sample;
pub mod screen;
pub mod template;
pub mod terminal_style;
pub mod text;
pub mod words;

pub use award::{award_workbook, publication_workbook};
pub use difference_book::difference_workbook;
pub use difference_text::write_difference;
pub use findings_book::findings_workbook;
pub use findings_list::FindingsList;
pub use firm_sheet::firm_sheets;
pub use history_book::history_workbook;
pub use links::Links;
pub use policy_book::policy_workbook;
pub use readings_book::readings_workbook;
pub use sample::{Draw, write_draw};
pub(crate) use sheets::basis::ANSWERS;
pub use snapshot::snapshot;

pub use verification_book::{verification_json, verification_workbook};
pub(crate) use writer::begins_as_ours;

use std::io;
use std::path::PathBuf;

use rust_xlsxwriter::XlsxError;

use crate::answers::Answers;
use crate::money::Overflow;
use crate::readings::Price;
use crate::tables::Input;

/// The run that a workbook reports on.
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// The program's version.
    pub version: &'a str,
    /// The workbooks that were read.
    pub inputs: &'a [Input],
    /// A draft: errors in the data were left aside.
    pub draft: bool,
    /// Declared final: it is, unless a firm still waits for its evaluation.
    pub declared_final: bool,
    /// What other readings would pay, of those without a written answer, if the run was asked.
    pub prices: Option<&'a [Price]>,
    /// The answers the run was given.
    pub answers: &'a Answers,
    /// The award workbook is read once and thrown away: packed quickly, not with the bytes that are filed.
    pub passing: bool,
}

impl<'a> Run<'a> {
    /// A run of this program over `inputs`: no draft, not declared final, without prices.
    #[must_use]
    pub const fn of(inputs: &'a [Input], answers: &'a Answers) -> Self {
        let version = env!("CARGO_PKG_VERSION");
        Self { version, inputs, draft: false, declared_final: false, prices: None, answers, passing: false }
    }
}

/// Why a workbook could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The writing library or the disk.
    #[error("写不出工作簿：{0}")]
    Xlsx(#[from] XlsxError),
    /// The disk.
    #[error("写不出工作簿：{0}")]
    Io(#[from] io::Error),
    /// The disk that holds the writing library's temporary files.
    #[error("临时文件夹 {} 写不下（可以用环境变量 TMPDIR 或 TMP 换一个）：{error}", folder.display())]
    Scratch {
        /// Where they are.
        folder: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// An amount beyond all range.
    #[error(transparent)]
    Overflow(#[from] Overflow),
    /// More rows than a sheet holds that belong together.
    #[error("“{sheet}”放不下：行数超过了一张表的容量")]
    SheetFull {
        /// The sheet.
        sheet: String,
    },
    /// A figure that is no number: a fault of the program.
    #[error("内部错误：“{0}”不是数字")]
    Number(String),
}
