//! 合计上限: one row a line, with what a limit over several firms leaves of it: in proportion, by whole fen and largest remainders; or in
//! turn, as far as those before it leave something, whatever is still open before it.

use std::ops::Range;

use rust_decimal::Decimal;

use crate::award::{Claim, Joint, LineStatus, share_parts};
use crate::formula::quoted;
use crate::money::Money;
use crate::policy::{JointLimit, Spread};
use crate::report::book::{Book, body};
use crate::report::columns::joint::NAME;
use crate::report::columns::links::MOST_LINKED;
use crate::report::model::{Cached, Look, Row, Rows, Sheet};
use crate::report::operands::letters;
use crate::report::references::{joint_amount, pool};
use crate::report::{ReportError, evidence, sources, words};

/// So much no line is paid: stands for what has no bound.
const BOUNDLESS: &str = "1E+12";

/// The sheet; none for a policy without joint limits.
pub(in crate::report) fn sheets<'b>(book: &'b Book<'_>) -> Option<Sheet<'b>> {
    if book.policy.joint_limits.is_empty() {
        return None;
    }
    let columns = book.joint.columns.clone();
    let mut sheet = book.sheet(NAME.to_owned(), "合计上限测算表", columns, body(move |rows| write(book, rows)));
    (sheet.filter, sheet.shown_once) = (false, Some(0));
    sheet.number_rows(u32::try_from(book.joint.earlier.len()).unwrap_or(u32::MAX));
    Some(sheet)
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for (group, joint) in book.assessment.joint.iter().enumerate() {
        let limit = &book.policy.joint_limits[joint.limit];
        let group = Group::of(book, joint, limit, book.joint.rows(group))?;
        for number in 0..joint.claims.len() {
            rows.row(&group.row(number)?)?;
        }
    }
    Ok(())
}

/// One group while it is written.
struct Group<'g> {
    book: &'g Book<'g>,
    joint: &'g Joint,
    limit: &'g JointLimit,
    rows: Range<usize>,
    /// Are all treated alike, and not one by one?
    alike: bool,
    /// For each claim the figures its formulas come to.
    figures: Vec<[Decimal; 4]>,
    /// Is it open, the fen left, the edge, how many are above it.
    whole: [Decimal; 4],
}

impl<'g> Group<'g> {
    fn of(
        book: &'g Book<'_>,
        joint: &'g Joint,
        limit: &'g JointLimit,
        rows: Range<usize>,
    ) -> Result<Self, ReportError> {
        let alike = limit.order.is_none() && limit.spread == Spread::InProportion;
        let mut group = Self { book, joint, limit, rows, alike, figures: Vec::new(), whole: [Decimal::ZERO; 4] };
        if alike {
            group.proportion()?;
        } else {
            group.turns()?;
        }
        Ok(group)
    }

    fn at_most(&self, claim: &Claim) -> Money {
        claim.at_most.unwrap_or(Money::yuan(Decimal::from(1_000_000_000_000_i64)))
    }

    /// Whole fen, remainder and place of each; what is left over, and who gets it.
    fn proportion(&mut self) -> Result<(), ReportError> {
        let Joint { claims, most, sum, .. } = self.joint;
        let open = claims.iter().any(|claim| claim.before.is_none());
        let at_most = Money::total(claims.iter().map(|claim| self.at_most(claim)))?;
        let parts: Vec<(Decimal, Decimal)> =
            claims.iter().map(|claim| share_parts(*most, claim.before.unwrap_or_default(), *sum)).collect();
        let whole: Decimal = parts.iter().map(|(whole, _)| *whole).sum();
        let fen = most.times(Decimal::ONE_HUNDRED)?.as_yuan();
        let left = if sum <= most { Decimal::ZERO } else { fen - whole };
        let mut rests: Vec<Decimal> = parts.iter().map(|(_, rest)| *rest).collect();
        rests.sort_unstable_by(|one, other| other.cmp(one));
        let nth = usize::try_from(left.min(Decimal::from(rests.len()))).unwrap_or(0);
        let edge = nth.checked_sub(1).and_then(|nth| rests.get(nth).copied()).unwrap_or(Decimal::TWO);
        let above = Decimal::from(rests.iter().filter(|rest| **rest > edge).count());
        let blocked = Decimal::from(u8::from(open && at_most > *most));
        self.whole = [blocked, left, edge, above];
        let mut equal = Decimal::ZERO;
        for (whole, rest) in parts {
            equal += Decimal::from(u8::from(rest == edge));
            self.figures.push([whole, rest, equal, Decimal::ZERO]);
        }
        Ok(())
    }

    /// What is due up to each, and before it; at most, too.
    fn turns(&mut self) -> Result<(), ReportError> {
        let claims = &self.joint.claims;
        let (mut due, mut most) = (vec![Money::ZERO], vec![Money::ZERO]);
        for (number, claim) in claims.iter().enumerate() {
            due.push(due[number].plus(claim.before.unwrap_or_default())?);
            most.push(most[number].plus(self.at_most(claim))?);
        }
        for number in 0..claims.len() {
            let Spans { own, equals, unknown } = self.spans(number);
            let ahead = due[number].minus(due[own.start])?;
            let others = |rows: &Range<usize>| most[rows.end].minus(most[rows.start]);
            let (least, at_most) = match equals {
                Some(equals) => (
                    due[equals.start].plus(ahead)?,
                    most[equals.end].minus(others(&own)?)?.plus(ahead)?.plus(others(&unknown)?)?,
                ),
                None => (ahead, most[claims.len()].minus(others(&own)?)?.plus(ahead)?),
            };
            let figures = [due[number + 1], most[number + 1], least, at_most].map(Money::as_yuan);
            self.figures.push(figures);
        }
        Ok(())
    }

    /// Which claims are the same firm's, which have the same turn, and which have none.
    fn spans(&self, number: usize) -> Spans {
        let claims = &self.joint.claims;
        let (firm, turn) = (claims[number].firm, claims[number].turn);
        let own = |claim: &&Claim| claim.firm == firm;
        let before = claims[..number].iter().rev().take_while(own).count();
        let after = claims[number..].iter().take_while(own).count();
        let equals = turn.map(|turn| {
            let start = claims.partition_point(|claim| claim.turn.is_some_and(|known| known < turn));
            start..claims.partition_point(|claim| claim.turn.is_some_and(|known| known <= turn))
        });
        let unknown = claims.partition_point(|claim| claim.turn.is_some())..claims.len();
        Spans { own: number - before..number + after, equals, unknown }
    }

    fn at(&self, column: u16, number: usize) -> String {
        self.book.joint.at(column, self.rows.start + number)
    }

    /// What is due up to before claim `number`.
    fn until(&self, column: u16, number: usize) -> String {
        number.checked_sub(1).map_or_else(|| "0".to_owned(), |before| self.at(column, before))
    }

    fn row(&self, number: usize) -> Result<Row<'g>, ReportError> {
        let (book, plan, claim) = (self.book, &self.book.joint, &self.joint.claims[number]);
        let line = &book.assessment.lines[claim.line];
        let facts = book.assessment.facts_of(claim.firm);
        let record = book.record(claim.firm, &facts);
        let mut row = Row::with_capacity(plan.columns.len());
        let owner = match (&self.limit.owner, self.joint.owner) {
            (Some(_), owner) => owner.map_or("", |owner| book.text(owner)),
            (None, _) => "全部企业",
        };
        row.text(&*self.limit.name).text(owner).text(book.name(claim.firm));
        row.text(&*book.policy.items[line.item].name).text(words::record_name(book.checked, line));
        let first = |column: u16| self.at(column, 0);
        let (f, g, h) = (self.at(plan.before, number), first(plan.sum), first(plan.most));
        row.formula_money(self.before(number), claim.before);
        if number == 0 {
            let sum = format!("ROUND(SUM({}),2)", plan.range(plan.before, &self.rows));
            row.formula_money(sum, Some(self.joint.sum)).formula_money(self.most(), Some(self.joint.most));
        } else {
            row.formula_money(g.clone(), Some(self.joint.sum)).formula_money(h.clone(), Some(self.joint.most));
        }
        let cut = claim.before.zip(claim.after).map(|(before, after)| before.minus(after)).transpose()?;
        let after = self.at(plan.after, number);
        row.formula_money(self.after(number, (&f, &g, &h)), claim.after)
            .formula_money(format!("IF({after}=\"\",\"\",ROUND({f}-{after},2))"), cut);
        row.text(book.code(claim.firm));
        let mut trail = crate::record::Trail::default();
        let by = self.limit.owner.iter().chain(&self.limit.order);
        by.for_each(|by| trail.cells.extend(evidence::of_formula(&record, by).cells));
        row.push_as(Look::Link, sources::cell(&sources::words(&record, &trail), &trail.cells, self.linked()));
        self.behind(number, (&f, &g, &h), &mut row);
        Ok(row)
    }

    fn linked(&self) -> bool {
        self.book.joint.earlier.len() <= MOST_LINKED as usize
    }

    /// What the line would be paid without this limit.
    fn before(&self, number: usize) -> String {
        let (book, plan) = (self.book, &self.book.joint);
        match plan.earlier[self.rows.start + number] {
            Some(earlier) => plan.at(plan.after, earlier),
            None => self.line_cell(number, book.lines.alone.unwrap_or(book.lines.paid)),
        }
    }

    /// A cell of the line on 奖励明细.
    fn line_cell(&self, number: usize, column: u16) -> String {
        let claim = &self.joint.claims[number];
        let offset = claim.line - self.book.assessment.firms[claim.firm].lines.start;
        let mut out = String::new();
        self.book.line_rows.push_cell(&mut out, claim.firm, &letters(column), offset);
        out
    }

    fn most(&self) -> String {
        match &self.limit.amount {
            Some(amount) => joint_amount(self.book, amount),
            None => pool(self.book).unwrap_or_else(|| "0".to_owned()),
        }
    }

    fn after(&self, number: usize, (f, g, h): (&str, &str, &str)) -> String {
        let plan = &self.book.joint;
        if !self.alike {
            let paid = |ahead: u16| format!("MIN({f},MAX(0,ROUND({h}-{},2)))", self.at(ahead, number));
            let (best, worst) = (paid(plan.place), paid(plan.ahead));
            return format!("IF({f}=\"\",\"\",IF({best}={worst},{best},\"\"))");
        }
        let [open, left, edge, above] = plan.group.map(|column| self.at(column, 0));
        let [whole, rest, place] = [plan.parts.0, plan.parts.1, plan.place].map(|column| self.at(column, number));
        let one = format!("IF({rest}>{edge},1,IF(AND({rest}={edge},{place}<={left}-{above}),1,0))");
        format!("IF({f}=\"\",\"\",IF({open}=1,IF({f}=0,0,\"\"),IF({g}<={h},{f},ROUND(({whole}+{one})/100,2))))")
    }

    /// What the formulas use.
    fn behind(&self, number: usize, (f, g, h): (&str, &str, &str), row: &mut Row<'g>) {
        let plan = &self.book.joint;
        let claim = &self.joint.claims[number];
        let lines = &self.book.lines;
        let (status, amount) = (self.line_cell(number, lines.status), self.line_cell(number, lines.amount));
        row.blanks_to(plan.at_most);
        let [payable, open] = [LineStatus::Payable, LineStatus::Undetermined].map(|status| quoted(status.label()));
        let at_most = format!(
            "IF({f}<>\"\",{f},IF(OR({status}={payable},{status}={open}),IF({amount}=\"\",{BOUNDLESS},{amount}),0))"
        );
        row.formula_money(at_most, Some(self.at_most(claim)));
        let figures = self.figures[number].map(Cached::Number);
        for (formula, cached) in self.parts(number, (f, g, h)).into_iter().zip(figures) {
            row.formula(formula, cached);
        }
        if number > 0 || !self.alike {
            return;
        }
        row.blanks_to(plan.group[0]);
        let all = |column: u16| plan.range(column, &self.rows);
        let [_, left, edge, _] = plan.group.map(|column| self.at(column, 0));
        let count = self.rows.len();
        let (known, at_most) = (all(plan.before), all(plan.at_most));
        let rests = all(plan.parts.1);
        let whole = [
            format!("IF(COUNT({known})={count},0,IF(ROUND(SUM({at_most}),2)<={h},0,1))"),
            format!("IF({g}<={h},0,ROUND({h}*100,0)-SUM({}))", all(plan.parts.0)),
            format!("IF({left}>0,LARGE({rests},MIN({left},{count})),2)"),
            format!("SUMPRODUCT(1*({rests}>{edge}))"),
        ];
        for (formula, figure) in whole.into_iter().zip(self.whole) {
            row.formula(formula, Cached::Number(figure));
        }
    }

    fn parts(&self, number: usize, (f, g, h): (&str, &str, &str)) -> Vec<String> {
        let plan = &self.book.joint;
        let (first, second) = plan.parts;
        if self.alike {
            let none = format!("OR({f}=\"\",{g}=0)");
            let exact = format!("{h}*100*{f}/{g}");
            let (rest, edge) = (self.at(second, number), self.at(plan.group[2], 0));
            return vec![
                // Binary arithmetic blurs a whole number of fen in the sixth digit at most.
                format!("IF({none},0,INT(ROUND({exact},3)))"),
                format!("IF({none},0,ROUND({exact}-{},5))", self.at(first, number)),
                format!("{}+IF({rest}={edge},1,0)", self.until(plan.place, number)),
            ];
        }
        let Spans { own, equals, unknown } = self.spans(number);
        let ahead = format!("{}-{}", self.until(first, number), self.until(first, own.start));
        let most = |rows: &Range<usize>| format!("{}-{}", self.until(second, rows.end), self.until(second, rows.start));
        let (least, at_most) = match equals {
            Some(equals) => (
                format!("{}+{ahead}", self.until(first, equals.start)),
                format!("{}-({})+({})", self.until(second, equals.end), most(&own), most(&unknown)),
            ),
            None => (ahead.clone(), format!("{}-({})", self.until(second, self.rows.len()), most(&own))),
        };
        vec![
            format!("ROUND({}+N({f}),2)", self.until(first, number)),
            format!("ROUND({}+{},2)", self.until(second, number), self.at(plan.at_most, number)),
            format!("ROUND({least},2)"),
            format!("ROUND({at_most}+{ahead},2)"),
        ]
    }
}

/// Claims that belong to one, by number in their group.
struct Spans {
    /// The firm's own.
    own: Range<usize>,
    /// Those of the same turn; none where that is not known.
    equals: Option<Range<usize>>,
    /// Those without a turn.
    unknown: Range<usize>,
}
