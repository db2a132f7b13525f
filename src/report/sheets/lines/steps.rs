//! The formulas of a line's steps through limits and comparisons.

use crate::award::{Contest, LineSteps, OneLimit, Step};
use crate::policy::{Item, Span};
use crate::report::columns::item::ItemPlan;
use crate::report::columns::lines::{LineColumns, StepColumns};
use crate::report::operands::letters;

/// The steps of a line through limits and comparisons. `rows` gives the row of a line of the same firm, from 0.
pub(super) struct Steps<'s> {
    pub item_plan: &'s ItemPlan,
    pub plan: &'s LineColumns,
    pub item: &'s Item,
    pub first_row: u32,
}

impl Steps<'_> {
    fn at(&self, column: u16, line: usize) -> String {
        format!("{}{}", letters(column), self.first_row as usize + line + 1)
    }

    /// What the line still has after the columns in `taken`.
    pub fn left(&self, line: usize, taken: &[u16]) -> String {
        let pool = self.at(self.plan.pool, line);
        if taken.is_empty() {
            return pool;
        }
        let taken: Vec<String> = taken.iter().map(|column| self.at(*column, line)).collect();
        format!("ROUND({pool}-{},2)", taken.join("-"))
    }

    /// The cut of a limit, and what then remains of it.
    pub fn limit(
        &self,
        line: usize,
        entry: &LineSteps,
        step: &Step,
        StepColumns { past, cut }: StepColumns,
        taken: &[u16],
    ) -> (String, String) {
        let row = self.first_row + u32::try_from(line).unwrap_or(0);
        let (number, span) = match step.limit {
            OneLimit::Own(number) => (number, self.item.limits[number].over),
            OneLimit::Shared(shared) => {
                let behind = self.item.within.iter().position(|within| *within == shared).unwrap_or(0);
                (self.item.limits.len() + behind, Span::Record)
            }
        };
        let limit = self.item_plan.limits[number].at_row(row);
        let remaining = cut + 1;
        let past = past.or_else(|| match span {
            Span::KeyLife => self.plan.used.filter(|_| entry.used.is_some()),
            Span::FirmLife => self.plan.used_by_firm.filter(|_| entry.used_by_firm.is_some()),
            Span::Record | Span::Key | Span::FirmYear => None,
        });
        let before = match (step.after, past) {
            (Some(before), _) => self.at(remaining, before),
            (None, Some(used)) => format!("MAX(0,ROUND({limit}-{},2))", self.at(used, line)),
            (None, None) => limit,
        };
        let own = self.left(line, taken);
        let cut_formula = format!("MAX(0,ROUND({own}-{before},2))");
        let left_formula = format!("ROUND({before}-({own}-{}),2)", self.at(cut, line));
        (cut_formula, left_formula)
    }

    /// The sum of a side so far, the highest side so far, and the cut.
    pub fn contest(&self, line: usize, contest: &Contest, sum: u16, taken: &[u16]) -> (String, Option<String>, String) {
        let best = sum + 1;
        let own = self.left(line, taken);
        let sum_formula = match contest.before {
            Some(before) => format!("ROUND({}+{own},2)", self.at(sum, before)),
            None => own.clone(),
        };
        let side = self.at(sum, contest.side);
        let highest = self.at(best, contest.end);
        let best_formula = (contest.side == line).then(|| match contest.rival {
            Some(rival) => format!("MAX({},{side})", self.at(best, rival)),
            None => side.clone(),
        });
        let loses = match contest.rival {
            // A tie keeps the earlier side.
            Some(rival) => format!("OR({side}<{highest},{}>={side})", self.at(best, rival)),
            None => format!("{side}<{highest}"),
        };
        (sum_formula, best_formula, format!("IF({loses},{own},0)"))
    }
}
