//! The lines of an award workbook with what each was paid.

use std::collections::HashMap;

use crate::award::{EvaluationState, LineStatus};
use crate::compare::{AwardFileError, Snapshot, sheet_columns};
use crate::intake::book::Book;
use crate::money::Money;
use crate::stage::Stage;

/// An award workbook, as far as it is carried on.
#[derive(Clone, Debug)]
pub struct CarriedAward {
    /// Its file's name.
    pub file: String,
    /// The award year.
    pub year: i32,
    /// The policy's number.
    pub policy: String,
    /// How far it has come; none if it does not say.
    pub stage: Option<Stage>,
    /// Was it recomputed from its data?
    pub verified: bool,
    /// Its lines, in their order.
    pub lines: Vec<CarriedLine>,
}

/// One line of an award.
#[derive(Clone, Debug)]
pub struct CarriedLine {
    /// The firm's code.
    pub code: String,
    /// The firm's name.
    pub name: String,
    /// The item's name.
    pub item: String,
    /// What names the record; empty if nothing does.
    pub record: String,
    /// What the rule gave, in yuan; none if a decision was missing.
    pub amount: Option<Money>,
    /// What limits and comparisons left of it.
    pub net: Money,
    /// What became of it.
    pub payment: Payment,
    /// Why it is not paid, or not in full, as the award says.
    pub reason: String,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payment {
    /// Paid so much.
    Paid(Money),
    /// Not paid yet, and why.
    Waits(&'static str),
}

impl CarriedAward {
    /// The award in `book`, a file called `file`.
    ///
    /// # Errors
    /// [`AwardFileError`] if it is no award workbook, or was never calculated.
    pub fn read(book: &Book, file: String) -> Result<Self, AwardFileError> {
        let stated = Snapshot::stated(book)?;
        // A policy that waits for no evaluation has no such column.
        let [code, name] = stated.titles.each_ref().map(String::as_str);
        let evaluated = sheet_columns(book, "核算汇总", &[code, "评价"]).unwrap_or_default();
        let awaits: HashMap<String, bool> = evaluated
            .into_iter()
            .filter_map(|row| Some((row[0].clone()?, row[1].as_deref() == Some(EvaluationState::Missing.label()))))
            .collect();
        let wanted = [code, name, "奖励项目", "记录", "状态", "核算额", "净额", "限额后", "原因"];
        let mut lines = Vec::new();
        for row in sheet_columns(book, "奖励明细", &wanted)? {
            let text = |column: usize| row[column].clone().unwrap_or_default();
            // The row of totals has no item.
            let (Some(code), Some(item), Some(status)) = (row[0].clone(), row[2].clone(), row[4].clone()) else {
                continue;
            };
            let paid = match Snapshot::money(row[7].as_ref()) {
                _ if status == LineStatus::Pending.label() => Payment::Waits(LineStatus::Pending.label()),
                None => Payment::Waits(LineStatus::Undetermined.label()),
                Some(paid) if paid.is_positive() && awaits.get(&code) == Some(&true) => {
                    Payment::Waits(EvaluationState::Missing.label())
                }
                Some(paid) => Payment::Paid(paid),
            };
            lines.push(CarriedLine {
                code,
                name: text(1),
                item,
                record: text(3),
                amount: Snapshot::money(row[5].as_ref()),
                net: Snapshot::money(row[6].as_ref()).unwrap_or_default(),
                payment: paid,
                reason: text(8),
            });
        }
        let (year, policy, stage) = (stated.year, stated.policy, stated.stage);
        Ok(Self { file, year, policy, stage, verified: false, lines })
    }

    /// What is to be known of it beside each of its lines; nothing for a final award that was recomputed.
    #[must_use]
    pub fn mark(&self) -> String {
        let stage = match self.stage {
            Some(Stage::Final) => None,
            Some(stage) => Some(stage.label()),
            None => Some("没有写稿别"),
        };
        let unverified = (!self.verified).then_some("未经复核");
        stage.into_iter().chain(unverified).collect::<Vec<_>>().join("，")
    }
}
