//! 待定事项: what is missing, who supplies it, and what amount hangs on it.

use crate::award::{self, Firm, FirmCap, Line, LineStatus};
use crate::finding::Place;
use crate::money::Money;
use crate::policy::{Cap, Expr, Policy, Source, Target};
use crate::record::Record;
use crate::report::ReportError;
use crate::report::book::{Book, body};
use crate::report::model::{Column, Columns, Look, Row, Rows, Sheet};
use crate::report::words;

pub(in crate::report) const NAME: &str = "待定事项";

/// The sheet.
pub(in crate::report) fn sheet<'b>(book: &'b Book<'_>) -> Sheet<'b> {
    let mut columns = Columns::default();
    columns.add(Column::new(book.policy.titles()[1].to_string(), 22, Look::Wrapped));
    columns.add(Column::new("事项", 23, Look::Wrapped));
    columns.add(Column::new("条款", 9, Look::Centred));
    columns.add(Column::new("缺少什么", 22, Look::Wrapped));
    columns.add(Column::new("在哪里补", 20, Look::Wrapped).noted("工作簿 › 工作表 › 单元格"));
    columns.add(Column::new("由谁提供", 12, Look::Wrapped));
    columns
        .add(Column::money("涉及金额").noted("补齐以后才能确定的金额；没有核定的不列数；本次核算时的数，不随改动重算"));
    columns.add(Column::new("说明", 22, Look::Wrapped));
    columns.add(Column::new(book.policy.titles()[0].to_string(), 21, Look::Text).on_screen());
    let mut sheet = book.sheet(NAME.to_owned(), "待定事项表", columns.done(), body(move |rows| write(book, rows)));
    (sheet.frozen, sheet.shown_once) = (1, Some(0));
    sheet
}

/// One missing thing.
struct Missing<'m> {
    matter: String,
    clause: &'m str,
    what: String,
    place: Place,
    supplier: &'m str,
    amount: Option<Money>,
    note: &'static str,
}

fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    for (index, firm) in book.assessment.firms.iter_enumerated() {
        let facts = book.assessment.facts_of(index);
        let record = book.record(index, &facts);
        let mut all = conditions(book, firm, &record);
        all.extend(record_conditions(book, firm, &record));
        all.extend(records(book, firm, &record));
        all.extend(places(book, firm));
        all.extend(payees(book, firm));
        all.extend(decisions(book, firm, &record));
        all.extend(caps(book, firm, &record));
        for missing in all {
            let mut row = Row::with_capacity(9);
            row.text(book.name(index))
                .text(missing.matter)
                .text(missing.clause)
                .text(missing.what)
                .text(missing.place.file.as_ref().map(|_| missing.place.to_string()).unwrap_or_default())
                .text(missing.supplier)
                .money(missing.amount)
                .text(missing.note)
                .text(book.code(index));
            rows.row(&row)?;
        }
    }
    Ok(())
}

/// The bureau that hands in the table in which `target` is found.
fn bureau(policy: &Policy, target: Target) -> &str {
    let table = match target {
        Target::Firm(_) => Some(policy.register.table),
        Target::Fact(fact) => match &policy.facts[fact].source {
            Source::Any { table, .. }
            | Source::Count { table, .. }
            | Source::Sum { table, .. }
            | Source::Value { table, .. } => Some(*table),
            Source::Standing { standing, .. } => Some(policy.standings[*standing].table),
            Source::Derived { .. } => None,
        },
        Target::Column(_) | Target::Parameter(_) | Target::Year | Target::Standing(_) | Target::Rank => None,
    };
    let workbook = table.and_then(|table| policy.workbooks.iter().find(|workbook| workbook.tables.contains(&table)));
    workbook.map_or("", |workbook| &workbook.bureau)
}

fn lacking(record: &Record<'_>, formula: &Expr) -> (String, Place) {
    record.lacking(formula).map_or_else(
        || (String::new(), Place::default()),
        |seen| {
            let known = seen.value != crate::formula::Value::Unknown;
            let what = if record.is_unreported(seen.target) {
                "没有交表，也没有零报告".to_owned()
            } else if known {
                format!("“{}”不大于零，无法计算", seen.name)
            } else {
                format!("“{}”空白", seen.name)
            };
            (what, seen.place)
        },
    )
}

/// Conditions that leave lines open.
fn conditions<'b>(book: &'b Book<'_>, firm: &Firm, record: &Record<'_>) -> Vec<Missing<'b>> {
    let policy = book.policy;
    let lines = &book.assessment.lines[firm.lines.clone()];
    let open = policy.conditions.iter_enumerated().filter(|(index, _)| firm.conditions[*index].is_none());
    open.filter_map(|(index, condition)| {
        let waiting = lines.iter().filter(|line| {
            line.status == LineStatus::Undetermined && policy.items[line.item].requires.contains(&index)
        });
        let amounts: Vec<Money> = waiting.map(|line| line.amount.unwrap_or_default()).collect();
        if amounts.is_empty() {
            return None;
        }
        let (what, place) = lacking(record, &condition.test);
        Some(Missing {
            matter: format!("条件：{}", condition.name),
            clause: &condition.clause,
            what,
            place,
            supplier: &condition.supplier,
            amount: Money::total(amounts).ok(),
            note: "查清以前整个企业待定，不发放",
        })
    })
    .collect()
}

/// Lines of which it cannot be told whether they have a place among those of all firms.
fn places<'b>(book: &'b Book<'_>, firm: &Firm) -> Vec<Missing<'b>> {
    let lines = book.assessment.lines[firm.lines.clone()].iter();
    let open = lines.filter(|line| line.status == LineStatus::Undetermined);
    open.filter_map(|line| {
        let item = &book.policy.items[line.item];
        let what = words::unplaced(item, line)?;
        Some(Missing {
            matter: matter(book, line),
            clause: &item.clause,
            what,
            place: book.checked.data.place(
                item.table,
                item.record.unwrap_or(book.policy.tables[item.table].key),
                line.row,
            ),
            supplier: &item.supplier,
            amount: line.amount,
            note: "定下先后以前整个企业待定，不发放",
        })
    })
    .collect()
}

/// Conditions of a record that leave its line open.
fn record_conditions<'b>(book: &'b Book<'_>, firm: &Firm, record: &Record<'_>) -> Vec<Missing<'b>> {
    let lines = book.assessment.lines[firm.lines.clone()].iter();
    let open = lines.filter(|line| line.status == LineStatus::Undetermined && line.certain).flat_map(|line| {
        let asked = line.asked_of(&book.policy.items[line.item]).filter(|(_, passed)| passed.is_none());
        asked.map(move |(asked, _)| (line, &book.policy.record_conditions[asked].condition))
    });
    open.map(|(line, condition)| {
        let (what, place) = lacking(&line.of(*record), &condition.test);
        Missing {
            matter: format!("条件：{}　{}", condition.name, matter(book, line)),
            clause: &condition.clause,
            what,
            place,
            supplier: &condition.supplier,
            amount: line.amount,
            note: "查清以前整个企业待定，不发放",
        }
    })
    .collect()
}

/// Records of which it cannot be told whether they count.
fn records<'b>(book: &'b Book<'_>, firm: &Firm, record: &Record<'_>) -> Vec<Missing<'b>> {
    let lines = book.assessment.lines[firm.lines.clone()].iter();
    lines
        .filter(|line| line.status == LineStatus::Undetermined && !line.certain)
        .map(|line| {
            let item = &book.policy.items[line.item];
            let (what, place) = lacking(&record.at(item.table, line.row), &item.counts);
            let workbook = book.policy.workbooks.iter().find(|workbook| workbook.tables.contains(&item.table));
            Missing {
                matter: matter(book, line),
                clause: &item.clause,
                what,
                place,
                supplier: workbook.map_or(&item.supplier, |workbook| &workbook.bureau),
                amount: line.amount,
                note: "查清以前整个企业待定，不发放",
            }
        })
        .collect()
}

/// Those among whom lines are divided.
fn payees<'b>(book: &'b Book<'_>, firm: &Firm) -> Vec<Missing<'b>> {
    let lines = book.assessment.lines[firm.lines.clone()].iter();
    let open = lines.filter(|line| line.status == LineStatus::Undetermined && line.undivided);
    let missing = open.filter_map(|line| {
        let item = &book.policy.items[line.item];
        let lack = award::portions(book.checked, item, line.firm, line.row).err()?;
        let table = item.payees.iter().find_map(|part| part.members.as_ref()).map_or(item.table, |all| all.table);
        let workbook = book.policy.workbooks.iter().find(|workbook| workbook.tables.contains(&table));
        Some(Missing {
            matter: matter(book, line),
            clause: &item.clause,
            what: lack.why,
            place: lack.place,
            supplier: workbook.map_or(&item.supplier, |workbook| &workbook.bureau),
            amount: line.amount,
            note: "查清分给谁以前待定，不发放",
        })
    });
    missing.collect()
}

/// The item, and its record where it has a name.
fn matter(book: &Book<'_>, line: &Line) -> String {
    let item = &book.policy.items[line.item];
    let name = words::record_name(book.checked, line);
    if name.is_empty() { item.name.to_string() } else { format!("{}：{name}", item.name) }
}

/// Decisions that lines wait for.
fn decisions<'b>(book: &'b Book<'_>, firm: &Firm, record: &Record<'_>) -> Vec<Missing<'b>> {
    let lines = book.assessment.lines[firm.lines.clone()].iter();
    lines
        .filter(|line| line.status == LineStatus::Pending)
        .map(|line| {
            let item = &book.policy.items[line.item];
            let missing = award::missing(item, &line.of(*record));
            let key = book.policy.tables[item.table].key;
            let (what, place) = match missing {
                Some(seen) => (format!("“{}”空白", seen.name), seen.place),
                None => (String::new(), book.checked.data.place(item.table, key, line.row)),
            };
            Missing {
                matter: matter(book, line),
                clause: &item.clause,
                what,
                place,
                supplier: &item.supplier,
                amount: None,
                note: "核定以前本行不计入，其余照发",
            }
        })
        .collect()
}

/// An increment that is not known; classes that one more figure might lift.
fn caps<'b>(book: &'b Book<'_>, firm: &Firm, record: &Record<'_>) -> Vec<Missing<'b>> {
    let caps = book.policy.caps.iter().zip(&firm.caps);
    caps.flat_map(|(declared, cap)| cap_of(book, declared, cap, record)).collect()
}

fn cap_of<'b>(book: &'b Book<'_>, declared: &'b Cap, cap: &FirmCap, record: &Record<'_>) -> Vec<Missing<'b>> {
    let mut all = Vec::new();
    if cap.is_open() {
        let (what, place) = lacking(record, &declared.increment);
        all.push(Missing {
            matter: declared.says(&format!("限额：{}", Cap::base_title(&declared.name))),
            clause: declared.classes.first().map_or("", |class| &class.clause),
            what,
            place,
            supplier: &declared.supplier,
            amount: Some(cap.counted),
            note: "限额待定，整个企业待定，不发放",
        });
    }
    for (class, ways) in declared.classes[..cap.class].iter().zip(&cap.ways) {
        for (way, _) in class.ways.iter().zip(ways).filter(|(_, holds)| holds.is_none()) {
            let (what, place) = lacking(record, &way.test);
            all.push(Missing {
                matter: declared.says(&format!("限额档次：{}", way.name)),
                clause: &way.clause,
                what,
                place,
                supplier: record.lacking(&way.test).map_or("", |seen| bureau(book.policy, seen.target)),
                amount: cap.cut.filter(|cut| cut.is_positive()),
                note: "现按较低档次计算；补齐后限额可能提高",
            });
        }
    }
    all
}
