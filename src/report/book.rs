//! What all sheets of the award workbook share: the result, where each firm's rows stand, and how each sheet's formulas read.

use typed_index_collections::{TiSlice, TiVec};

use super::columns::{
    caps, conditions, division, item::ItemPlan, joint, lines, links::Widest, matrix, overlaps, payment, summary,
};
use super::layout::{Blocks, Part};
use super::model::{Body, Column, Highlight, Look, Rows, Sheet, Tone};
use super::payments::Payments;
use super::{ReportError, Run};
use crate::award::{Assessment, DuplicatePayment, ledger};
use crate::check::Checked;
use crate::finding::Finding;
use crate::formula::Value;
use crate::index::{CapIndex, FactIndex, FirmIndex, ItemIndex, RowIndex};
use crate::own_workbooks::DRAFT;
use crate::policy::Policy;
use crate::record::Record;
use crate::stage::Stage;

/// The award workbook's content.
pub(super) struct Book<'a> {
    pub checked: &'a Checked<'a>,
    pub policy: &'a Policy,
    pub assessment: &'a Assessment,
    pub findings: &'a [Finding],
    pub run: &'a Run<'a>,
    pub stage: Stage,
    pub summary_rows: Blocks,
    pub line_rows: Blocks,
    pub condition_rows: Blocks,
    pub duplicate_rows: Blocks,
    pub division_rows: Blocks,
    pub summary: summary::SummaryColumns,
    pub lines: lines::LineColumns,
    /// The lines of each item, by index among all lines.
    pub lines_of: TiVec<ItemIndex, Vec<usize>>,
    /// How the lines of each item are computed.
    pub items: TiVec<ItemIndex, ItemPlan>,
    pub conditions: conditions::ConditionColumns,
    /// The caps' sheets.
    pub caps: TiVec<CapIndex, caps::CapColumns>,
    pub joint: joint::JointColumns,
    pub duplicates: overlaps::OverlapColumns,
    pub division: division::DivisionColumns,
    pub payments: Payments,
    pub pay: payment::PaymentColumns,
    pub matrix: matrix::MatrixColumns,
    /// Is it for the public: figures instead of references, bands instead of amounts that tell too much?
    pub published: bool,
}

impl<'a> Book<'a> {
    pub fn new(
        checked: &'a Checked<'a>,
        assessment: &'a Assessment,
        findings: &'a [Finding],
        run: &'a Run<'a>,
    ) -> Result<Self, ReportError> {
        let policy = checked.policy;
        let firms = &assessment.firms;
        let widest = Widest::of(checked, assessment);
        let caps = policy.caps.keys().map(|cap| caps::CapColumns::new(policy, cap, (widest.caps, firms.len())));
        let caps = caps.collect::<Result<_, _>>()?;
        let of_conditions = (widest.conditions, firms.len() * policy.conditions.len());
        let conditions = conditions::ConditionColumns::new(policy, of_conditions);
        let summary = summary::SummaryColumns::new(policy);
        let mut lines = lines::LineColumns::new(policy, &conditions);
        let items: TiVec<_, _> = policy.items.iter().map(|item| ItemPlan::new(policy, &lines, item)).collect();
        let operands = items.iter().map(|item| item.operands.list.len()).max().unwrap_or(0);
        lines.make_room(operands, (widest.lines, assessment.lines.len()));
        let mut lines_of: TiVec<ItemIndex, Vec<usize>> = policy.items.iter().map(|_| Vec::new()).collect();
        assessment.lines.iter().enumerate().for_each(|(number, line)| lines_of[line.item].push(number));
        let duplicates = firms.keys().map(|firm| duplicate_count(checked, assessment, firm));
        let duplicates = duplicates.collect::<Result<Vec<_>, _>>()?;
        let rows_of =
            |firm| division::divided(checked, assessment, firm).iter().map(|(_, portions)| portions.len()).sum();
        Ok(Self {
            summary_rows: Blocks::stack(summary::NAME, firms.iter().map(|_| 1))?,
            line_rows: Blocks::stack(lines::NAME, firms.iter().map(|firm| firm.lines.len()))?,
            condition_rows: Blocks::stack(conditions::NAME, firms.iter().map(|_| policy.conditions.len()))?,
            duplicate_rows: Blocks::stack(overlaps::NAME, duplicates.into_iter())?,
            division_rows: Blocks::stack(division::NAME, firms.keys().map(rows_of))?,
            division: division::DivisionColumns::new(policy),
            duplicates: overlaps::OverlapColumns::new(policy, (widest.duplicates, assessment.duplicates.len())),
            joint: joint::JointColumns::new(policy, assessment)?,
            payments: Payments::new(checked, assessment)?,
            pay: payment::PaymentColumns::new(policy),
            matrix: matrix::MatrixColumns::new(policy, assessment)?,
            checked,
            policy,
            assessment,
            findings,
            run,
            published: false,
            stage: Stage::of(run.draft, assessment.awaiting(policy)?.0, run.declared_final),
            summary,
            lines,
            lines_of,
            items,
            conditions,
            caps,
        })
    }

    /// The text of `symbol`.
    pub fn text(&self, symbol: crate::texts::Symbol) -> &'a str {
        self.checked.data.texts.get(symbol)
    }

    /// The firm's code.
    pub fn code(&self, firm: FirmIndex) -> &'a str {
        self.text(self.assessment.firms[firm].code)
    }

    /// The firm's name.
    pub fn name(&self, firm: FirmIndex) -> &'a str {
        self.assessment.firms[firm].name.map_or("", |name| self.text(name))
    }

    /// The firm as formulas see it.
    pub fn record<'f>(&'f self, firm: FirmIndex, facts: &'f TiSlice<FactIndex, (Value, Option<RowIndex>)>) -> Record<'f>
    where
        'a: 'f,
    {
        Record { facts, ..self.checked.firm(firm) }
    }

    /// The title of a sheet.
    pub fn title(&self, what: &str) -> String {
        format!("{}年度{what}{}", self.assessment.year, self.draft_mark())
    }

    /// What is put behind a title.
    pub const fn draft_mark(&self) -> &'static str {
        if self.run.draft { DRAFT } else { "" }
    }

    /// What a reader must know before he takes the figures for final.
    pub const fn mark(&self) -> &'static str {
        match self.stage {
            Stage::Draft => "草稿，不得作为发放依据",
            Stage::BeforeEvaluation => "评价前测算",
            Stage::Publication | Stage::Final => "",
        }
    }

    /// The line below it: the policy, and what else is to be said of the sheet.
    pub fn subtitle(&self, says: &str) -> String {
        let parts = [&*self.policy.number, says, self.mark()];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("　　")
    }

    /// One of the sheets that hold `rows`.
    pub fn part<'s>(&self, rows: &Blocks, part: &Part, what: &str, columns: Vec<Column>, body: Body<'s>) -> Sheet<'s> {
        let (name, goes_on) = rows.title(part);
        let mut sheet = self.sheet(name, what, columns, body);
        sheet.subtitle.push_str(&goes_on);
        sheet.rows = part.rows;
        sheet
    }

    /// A sheet with this book's title lines.
    pub fn sheet<'s>(&self, name: String, what: &str, columns: Vec<Column>, body: Body<'s>) -> Sheet<'s> {
        let subtitle = self.subtitle(&format!("奖励年度：{}{}", self.assessment.year, unit(&columns)));
        Sheet::new(name, self.title(what), subtitle, columns, body)
    }
}

/// What a sheet's subtitle says of the unit: where there are amounts whose headers do not name it.
pub(super) fn unit(columns: &[Column]) -> &'static str {
    let amount = |column: &Column| column.look == Look::Money && !column.title.contains('元');
    if columns.iter().any(amount) { "　　单位：元" } else { "" }
}

/// A body from a closure; says to the compiler what a body is.
pub(super) fn body<'s>(produce: impl Fn(&mut dyn Rows) -> Result<(), ReportError> + Send + Sync + 's) -> Body<'s> {
    Box::new(produce)
}

/// The colours of statuses, of firms and lines alike.
pub(super) fn statuses(column: u16) -> Vec<Highlight> {
    [
        ("发放", Tone::Good),
        ("计入", Tone::Good),
        ("通过", Tone::Good),
        ("待定", Tone::Open),
        ("待核定", Tone::Open),
        ("暂缓", Tone::Open),
        ("不符合", Tone::Bad),
        ("不通过", Tone::Bad),
        ("取消资格", Tone::Bad),
        ("停止执行", Tone::Bad),
        ("不予奖励", Tone::Quiet),
        ("无奖励", Tone::Quiet),
    ]
    .map(|(word, tone)| Highlight { column, word, tone })
    .to_vec()
}

/// How many rows the firm takes on the sheet of matters: one a matter, and for another scheme's award one a line it is taken from.
fn duplicate_count(checked: &Checked<'_>, assessment: &Assessment, firm: FirmIndex) -> Result<usize, ReportError> {
    let duplicates = &assessment.duplicates[assessment.firms[firm].duplicates.clone()];
    let inside = duplicates.iter().filter(|duplicate| matches!(duplicate, DuplicatePayment::Inside { .. })).count();
    if inside == duplicates.len() {
        return Ok(inside);
    }
    let outside = ledger(checked, assessment, firm)?.outside;
    Ok(inside + outside.iter().map(|claim| claim.shares.len().max(1)).sum::<usize>())
}
