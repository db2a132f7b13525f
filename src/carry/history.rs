//! Awards of several years as one table of past awards: a line that was paid is a row, several lines of one record are one.

use std::collections::{BTreeMap, HashMap};

use super::award::{CarriedAward, Payment};
use crate::canonical::canonical;
use crate::money::{Money, Overflow};

/// A past award: a row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastAward {
    /// The firm's code.
    pub code: String,
    /// The firm's name, if it is known.
    pub name: String,
    /// The award year.
    pub year: i32,
    /// The item's name.
    pub item: String,
    /// What names the record; empty if nothing does.
    pub record: String,
    /// What was paid, in yuan.
    pub amount: Money,
    /// What the rule gave; none for a row of an earlier table.
    pub before: Option<Money>,
    /// What limits and comparisons took.
    pub limits: Option<Money>,
    /// What the cap took.
    pub cap: Option<Money>,
    /// What the award says of it, and how far the award had come.
    pub note: String,
    /// Where it comes from: a file.
    pub from: String,
}

/// A line that is not paid yet: it makes no row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// The firm's code.
    pub code: String,
    /// The firm's name.
    pub name: String,
    /// The award year.
    pub year: i32,
    /// The item's name.
    pub item: String,
    /// What names the record.
    pub record: String,
    /// Why it waits.
    pub why: &'static str,
    /// The award.
    pub from: String,
}

/// Rows of an earlier table of past awards, in their order.
pub type Earlier = Vec<PastAward>;

/// The table of past awards, and what is to be said of it.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The rows: those of earlier tables first, then the awards by year.
    pub rows: Vec<PastAward>,
    /// Lines that are not paid yet.
    pub waiting: Vec<Waiting>,
    /// What was replaced.
    pub replaced: Vec<String>,
}

/// Puts `earlier` rows and `awards` together. Of two awards of one year the later replaces the earlier; an award replaces the earlier rows of
/// its year.
///
/// # Errors
/// [`Overflow`] if the amounts of one record do not add up within the range of a decimal.
pub fn carry(earlier: Earlier, awards: Vec<CarriedAward>) -> Result<History, Overflow> {
    let mut history = History::default();
    let mut by_year: BTreeMap<i32, CarriedAward> = BTreeMap::new();
    for award in awards {
        let (year, file) = (award.year, award.file.clone());
        if let Some(replaced) = by_year.insert(year, award) {
            history.replaced.push(format!("{year} 年度：用 {file}，{} 被它替换", replaced.file));
        }
    }
    for award in by_year.values() {
        let of_year: Vec<&PastAward> = earlier.iter().filter(|row| row.year == award.year).collect();
        if !of_year.is_empty() {
            let sum = Money::total(of_year.iter().map(|row| row.amount))?;
            let (count, file) = (of_year.len(), &award.file);
            history.replaced.push(format!(
                "{} 年度：用 {file}，原表这一年的 {count} 行（共 {} 元）被它替换",
                award.year,
                sum.grouped()
            ));
        }
    }
    history.rows = earlier.into_iter().filter(|row| !by_year.contains_key(&row.year)).collect();
    for award in by_year.values() {
        add(&mut history, award)?;
    }
    Ok(history)
}

/// The lines of one award.
fn add(history: &mut History, award: &CarriedAward) -> Result<(), Overflow> {
    let mark = award.mark();
    let mut known: HashMap<(String, String, String), usize> = HashMap::new();
    for line in &award.lines {
        let paid = match line.payment {
            Payment::Paid(paid) => paid,
            Payment::Waits(why) => {
                history.waiting.push(Waiting {
                    code: line.code.clone(),
                    name: line.name.clone(),
                    year: award.year,
                    item: line.item.clone(),
                    record: line.record.clone(),
                    why,
                    from: award.file.clone(),
                });
                continue;
            }
        };
        // What was paid nothing has not been awarded.
        if !paid.is_positive() {
            continue;
        }
        let limits = line.amount.map(|amount| amount.minus(line.net)).transpose()?;
        let cap = line.net.minus(paid)?;
        let key = (line.code.clone(), line.item.clone(), canonical(&line.record).into_owned());
        // Lines of one record are one award of it.
        if let Some(row) = known.get(&key).and_then(|at| history.rows.get_mut(*at)) {
            row.amount = row.amount.plus(paid)?;
            row.before = row.before.zip(line.amount).map(|(sum, more)| sum.plus(more)).transpose()?;
            row.limits = row.limits.zip(limits).map(|(sum, more)| sum.plus(more)).transpose()?;
            row.cap = row.cap.map(|sum| sum.plus(cap)).transpose()?;
            continue;
        }
        known.insert(key, history.rows.len());
        let note =
            [line.reason.as_str(), &mark].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("；");
        history.rows.push(PastAward {
            code: line.code.clone(),
            name: line.name.clone(),
            year: award.year,
            item: line.item.clone(),
            record: line.record.clone(),
            amount: paid,
            before: line.amount,
            limits,
            cap: Some(cap),
            note,
            from: award.file.clone(),
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::award::CarriedLine;
    use super::*;
    use crate::stage::Stage;

    fn yuan(yuan: i64) -> Money {
        Money::yuan(yuan.into())
    }

    fn award(file: &str, year: i32, lines: &[(&str, &str, &str, i64, Payment)]) -> CarriedAward {
        let line = |(code, item, record, net, payment): &(&str, &str, &str, i64, Payment)| CarriedLine {
            code: (*code).to_owned(),
            name: String::new(),
            item: (*item).to_owned(),
            record: (*record).to_owned(),
            amount: Some(yuan(100)),
            net: yuan(*net),
            payment: payment.clone(),
            reason: String::new(),
        };
        let lines = lines.iter().map(line).collect();
        let policy = "某号".to_owned();
        CarriedAward { file: file.to_owned(), year, policy, stage: Some(Stage::Final), verified: true, lines }
    }

    fn shown(history: &History) -> Vec<String> {
        let row = |row: &PastAward| {
            let cut = |cut: Option<Money>| cut.map(|cut| cut.to_string()).unwrap_or_default();
            format!(
                "{} {} {} {} {} {} {}",
                row.code,
                row.year,
                row.item,
                row.record,
                row.amount,
                cut(row.limits),
                cut(row.cap)
            )
        };
        history.rows.iter().map(row).collect()
    }

    #[test]
    fn what_was_paid_is_carried_and_lines_of_one_record_are_one_award() {
        use Payment::{Paid, Waits};
        let lines = [
            ("甲", "合同", "H1", 80, Paid(yuan(50))),
            ("甲", "合同", "h１", 100, Paid(yuan(100))),
            ("甲", "专利", "", 100, Paid(yuan(0))),
            ("乙", "合同", "H1", 100, Waits("待评价")),
        ];
        let history = carry(Vec::new(), vec![award("一.xlsx", 2022, &lines)]).expect("small sums");
        assert_eq!(shown(&history), ["甲 2022 合同 H1 150.00 20.00 30.00"]);
        let waiting: Vec<_> = history.waiting.iter().map(|line| (&*line.code, line.why)).collect();
        assert_eq!(waiting, [("乙", "待评价")]);
    }

    #[test]
    fn the_later_award_of_a_year_replaces_the_earlier_and_says_so() {
        let paid = |amount| [("甲", "合同", "H1", amount, Payment::Paid(yuan(amount)))];
        let first = carry(Vec::new(), vec![award("一.xlsx", 2022, &paid(50))]).expect("small sums");
        let awards = vec![
            award("三.xlsx", 2023, &paid(30)),
            award("二.xlsx", 2022, &paid(60)),
            award("四.xlsx", 2023, &paid(40)),
        ];
        let history = carry(first.rows, awards).expect("small sums");
        assert_eq!(shown(&history), ["甲 2022 合同 H1 60.00 40.00 0.00", "甲 2023 合同 H1 40.00 60.00 0.00"]);
        assert_eq!(
            history.replaced,
            [
                "2023 年度：用 四.xlsx，三.xlsx 被它替换",
                "2022 年度：用 二.xlsx，原表这一年的 1 行（共 50.00 元）被它替换"
            ]
        );
    }

    #[test]
    fn an_award_that_is_not_final_or_not_recomputed_marks_its_rows() {
        let mut given = award("一.xlsx", 2022, &[("甲", "合同", "H1", 50, Payment::Paid(yuan(50)))]);
        (given.stage, given.verified) = (Some(Stage::Publication), false);
        assert_eq!(given.mark(), "公示稿，未经复核");
        assert_eq!(carry(Vec::new(), vec![given]).expect("small sums").rows[0].note, "公示稿，未经复核");
    }
}
