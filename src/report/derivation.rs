//! One firm's award from its first figure to its payable, in the law's order; for the terminal, for programs and for the printed sheet.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::paragraph::wrapped;
use super::{computation, evidence, sources, terminal_style, words};
use crate::award::{
    Assessment, Claim, DuplicatePayment, Firm, FirmCap, FirmStatus, JointPart, LineStatus, borne, divide, portions,
};
use crate::check::Checked;
use crate::formula::{remedy, value_words};
use crate::index::{ConditionIndex, FirmIndex, RowIndex};
use crate::money::Money;
use crate::policy::{Cap, Expr};
use crate::record::Record;
use crate::texts::Symbol;

/// The section that tells what would change the result.
pub const CHANGES: &str = "怎样会改变结果";

/// The section that tells what other rules say of the firm's items.
pub const NOTES: &str = "有关的其他规定";

/// The whole derivation.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Derivation {
    /// The firm's code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Its status, by id.
    pub status: &'static str,
    /// What is paid, in yuan; `null` if undetermined.
    pub payable: Option<String>,
    /// Why, in a sentence.
    #[serde(skip)]
    pub why: String,
    /// The steps, in the law's order.
    pub sections: Vec<Section>,
}

/// One step of the law.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Section {
    /// Its heading.
    pub title: String,
    /// What it comes to.
    pub steps: Vec<Step>,
}

/// One condition, line or figure.
#[derive(Clone, Debug, Default, JsonSchema, Serialize)]
pub struct Step {
    /// What it is, with its clause.
    pub label: String,
    /// What it comes to.
    pub result: String,
    /// How, with the figures.
    pub how: Vec<String>,
    /// The cells the figures stand in: `workbook › sheet › cell`.
    pub sources: Vec<String>,
}

/// Derives the award of the firm at `index`.
#[must_use]
pub fn derive(checked: &Checked<'_>, assessment: &Assessment, index: FirmIndex) -> Derivation {
    let firm = &assessment.firms[index];
    let facts = assessment.facts_of(firm.index);
    let record = words::firm_record(checked, firm, &facts);
    let texts = &checked.data.texts;
    let first = [
        conditions(checked, firm, &record),
        lines(checked, assessment, firm, &record),
        duplicates(checked, assessment, firm),
    ];
    let caps = checked.policy.caps.iter().zip(&firm.caps).map(|(cap, of_firm)| cap_of(cap, of_firm, &record));
    let last = [
        result(checked, assessment, firm),
        notes(checked, assessment, firm),
        changes(checked, assessment, firm, &record),
    ];
    let sections = first.into_iter().chain(caps).chain(last);
    Derivation {
        code: texts.get(firm.code).to_owned(),
        name: firm.name.map(|name| texts.get(name).to_owned()).unwrap_or_default(),
        status: firm.status.id(),
        payable: firm.payable.map(|payable| payable.to_string()),
        why: words::firm_reason(checked, assessment, firm),
        sections: sections.flatten().collect(),
    }
}

fn conditions(checked: &Checked<'_>, firm: &Firm, record: &Record<'_>) -> Option<Section> {
    let all = checked.policy.conditions.iter().zip(&firm.conditions);
    let steps = all.map(|(condition, passed)| Step {
        label: format!("{}（{}）", condition.name, condition.clause),
        result: words::truth(*passed).to_owned(),
        how: [format!("要求：{}", condition.requirement), format!("实际：{}", value_words(&condition.test, record))]
            .into_iter()
            .chain(evidence::not_counted(record, &condition.test))
            .collect(),
        sources: sources(record, &condition.test),
    });
    section("奖励条件", steps.collect())
}

fn lines(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm, of_firm: &Record<'_>) -> Option<Section> {
    let steps = firm.lines.clone().map(|index| {
        let line = &assessment.lines[index];
        let item = &checked.policy.items[line.item];
        let record = line.of(*of_firm);
        let name = [words::record_name(checked, line), words::standing(checked, line)];
        let name = name.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("，");
        let mut how = vec![format!(
            "{}{}",
            computation::computation(checked, line, &record),
            words::cuts(checked, assessment, index)
        )];
        how.extend(words::standing_words(checked, *of_firm, line));
        let reason = words::reason(checked, assessment, line);
        if !reason.is_empty() {
            how.push(reason);
        }
        if !item.counts_toward_cap {
            how.push("不占限额".to_owned());
        }
        if let Some(paid) = line.paid.filter(|paid| *paid != line.net) {
            let last = if line.alone == line.paid { "限额后" } else { "限额、合计上限后" };
            how.push(format!("{last} {}", paid.grouped()));
        }
        let borne = line.paid.filter(|paid| paid.is_positive()).and_then(|paid| borne(checked.policy, item, paid).ok());
        if let Some(parts) = borne.filter(|_| !item.funders.is_empty()) {
            let of =
                |(funder, _): &(usize, _)| format!("{} {}", checked.policy.funders[*funder], parts[*funder].grouped());
            how.push(format!("承担：{}", item.funders.iter().map(of).collect::<Vec<_>>().join("，")));
        }
        let portions = portions(checked, item, line.firm, line.row).unwrap_or_default();
        let divided = line.paid.filter(|paid| paid.is_positive());
        if let Some(parts) = divided.and_then(|paid| divide(checked.policy, item, &portions, paid).ok()) {
            let name = |name: Option<Symbol>| name.map_or(words::UNNAMED, |name| checked.data.texts.get(name));
            let of = portions.iter().zip(parts).map(|(of, part)| format!("{} {}", name(of.name), part.grouped()));
            let of: Vec<String> = of.collect();
            how.extend((!of.is_empty()).then(|| format!("分给：{}", of.join("，"))));
        }
        let result = match line.status {
            LineStatus::Payable => line.net.grouped(),
            other => other.label().to_owned(),
        };
        for (asked, passed) in item.asks.iter().zip(&line.asked) {
            let condition = &checked.policy.record_conditions[*asked].condition;
            let words = value_words(&condition.test, &record);
            how.push(format!("{}：{}（{words}）", condition.name, words::truth(*passed)));
        }
        let sources = sources::words(&record, &evidence::of_line(checked, assessment, &record, line));
        Step { label: format!("{}（{}）{name}", item.name, item.clause), result, how, sources }
    });
    section("奖励项目", steps.collect())
}

/// What the policy notes of the items that the firm has lines of, with what it is paid for them.
fn notes(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> Option<Section> {
    let lines = &assessment.lines[firm.lines.clone()];
    let steps = checked.policy.notes.iter().filter_map(|note| {
        let of_note: Vec<_> = lines.iter().filter(|line| note.items.contains(&line.item)).collect();
        let mut names: Vec<&str> = of_note.iter().map(|line| &*checked.policy.items[line.item].name).collect();
        names.dedup();
        let paid = Money::total(of_note.iter().filter_map(|line| line.paid)).ok()?;
        let how = [note.text.to_string(), note.asked()].into_iter().filter(|part| !part.is_empty()).collect();
        let label = format!("{}（{}）", names.join("、"), note.clause);
        (!of_note.is_empty()).then(|| Step {
            label,
            result: format!("实发 {}", paid.grouped()),
            how,
            sources: Vec::new(),
        })
    });
    section(NOTES, steps.collect())
}

fn duplicates(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> Option<Section> {
    let item_names = |lines: &[usize]| {
        let mut names: Vec<&str> =
            lines.iter().map(|line| &*checked.policy.items[assessment.lines[*line].item].name).collect();
        names.dedup();
        names.join("、")
    };
    let steps = assessment.duplicates[firm.duplicates.clone()].iter().map(|duplicate| match duplicate {
        DuplicatePayment::Inside { name, subject, winner, won, loser, lost, .. } => Step {
            label: format!("{name} {}", subject.map(|subject| checked.data.texts.get(subject)).unwrap_or_default()),
            result: words::verdict(duplicate).to_owned(),
            how: vec![
                format!("保留：{} {}", item_names(winner), won.grouped()),
                format!("不发：{} {}", item_names(loser), lost.grouped()),
            ],
            sources: Vec::new(),
        },
        DuplicatePayment::Outside { rows, lines, ours, other, deducted, .. } => {
            let scheme = checked.policy.other_scheme.as_ref();
            let table = scheme.map(|scheme| &checked.data.tables[scheme.table]);
            let name = scheme.zip(table).and_then(|(scheme, table)| table.text(scheme.scheme, *rows.first()?));
            Step {
                label: name.map(|name| checked.data.texts.get(name).to_owned()).unwrap_or_default(),
                result: words::verdict(duplicate).to_owned(),
                how: vec![format!(
                    "本政策 {} {}，另一项 {}，扣减 {}",
                    item_names(lines),
                    ours.grouped(),
                    other.grouped(),
                    deducted.grouped()
                )],
                sources: scheme.map_or_else(Vec::new, |scheme| {
                    let columns = [scheme.scheme, scheme.item, scheme.record, scheme.amount];
                    let cells = |row: &RowIndex| columns.map(|column| checked.data.place(scheme.table, column, *row));
                    sources::cells(&sources::cited(rows.iter().flat_map(cells)))
                }),
            }
        }
    });
    section("就高不重复", steps.collect())
}

/// What a cap rests on.
fn cap_of(cap: &Cap, of_firm: &FirmCap, record: &Record<'_>) -> Option<Section> {
    let mut steps = Vec::new();
    for (class, ways) in cap.classes.iter().zip(&of_firm.ways) {
        for (way, holds) in class.ways.iter().zip(ways) {
            steps.push(Step {
                label: format!("{}：{}（{}）", class.name, way.name, way.clause),
                result: match holds {
                    Some(true) => "符合",
                    Some(false) => "不符合",
                    None => "无法判断",
                }
                .to_owned(),
                how: [value_words(&way.test, record)]
                    .into_iter()
                    .chain(evidence::not_counted(record, &way.test))
                    .collect(),
                sources: sources(record, &way.test),
            });
        }
    }
    let class = &cap.classes[of_firm.class];
    let ratio = crate::formula::percent_words(of_firm.ratio);
    let amount = match (of_firm.increment, of_firm.amount) {
        (Some(increment), Some(amount)) => {
            let floor = if increment.is_negative() { "（小于零按零）" } else { "" };
            let what = if cap.name.is_empty() { "新增" } else { &*cap.increment.source };
            vec![format!("{what} {}{floor} × {ratio} = {}（只舍不入）", increment.grouped(), amount.grouped())]
        }
        _ => vec![format!("等待{}提供", cap.supplier)],
    };
    steps.push(Step {
        label: format!("档次：{}（{}）", class.name, class.clause),
        result: words::amount(of_firm.amount),
        how: amount,
        sources: sources(record, &cap.increment),
    });
    section(&cap.says("限额"), steps)
}

fn result(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> Option<Section> {
    let step = |label: &str, result: String| Step { label: label.to_owned(), result, ..Step::default() };
    let mut steps = Vec::new();
    for (cap, of_firm) in checked.policy.caps.iter().zip(&firm.caps) {
        steps.push(step(&cap.says("占限额的项目合计"), of_firm.counted.grouped()));
        steps.push(step(&cap.says("限额"), words::amount(of_firm.amount)));
        steps.push(step(&cap.says("限额削减"), words::amount(of_firm.cut)));
    }
    if !firm.caps.is_empty() {
        steps.push(step("不占限额的项目合计", firm.uncounted.grouped()));
    }
    steps.extend(firm.joint.iter().map(|part| joint(checked, assessment, firm, part)));
    if firm.taken_after_cap.is_positive() {
        steps.push(step("限额后扣减：其他政策补助", firm.taken_after_cap.grouped()));
    }
    steps.push(Step {
        label: "应发".to_owned(),
        result: words::amount(firm.payable),
        how: Some(words::firm_reason(checked, assessment, firm)).filter(|why| !why.is_empty()).into_iter().collect(),
        sources: Vec::new(),
    });
    section(&format!("结果：{}", firm.status.label()), steps)
}

/// A limit that the firm stands under together with others: whom, and what is left of it.
fn joint(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm, part: &JointPart) -> Step {
    const MOST: usize = 20;
    let policy = checked.policy;
    let group = &assessment.joint[part.group];
    let limit = &policy.joint_limits[group.limit];
    let sum = |claims: &[Claim], of: fn(&Claim) -> Option<Money>| {
        let all: Option<Vec<Money>> = claims.iter().map(of).collect();
        words::amount(all.and_then(|all| Money::total(all).ok()))
    };
    let of_firms: Vec<&[Claim]> = group.claims.chunk_by(|one, other| one.firm == other.firm).collect();
    let named = of_firms.iter().filter(|claims| claims[0].firm != firm.index).take(MOST).map(|claims| {
        let name = checked.data.texts.get(assessment.firms[claims[0].firm].called());
        format!("{name} {} → {}", sum(claims, |claim| claim.before), sum(claims, |claim| claim.after))
    });
    let owner = group.owner.map(|owner| checked.data.texts.get(owner));
    let by = limit.owner.as_ref().map(|by| format!("{} {}：", by.source, owner.unwrap_or("空白，单独计算")));
    let mut how = vec![format!(
        "{}{} 家合计 {}，上限 {}",
        by.unwrap_or_default(),
        of_firms.len(),
        group.sum.grouped(),
        group.most.grouped()
    )];
    how.extend(named);
    if of_firms.len() > MOST + 1 {
        how.push(format!("等 {} 家，见“合计上限”", of_firms.len()));
    }
    // The cells that make them one: the firm's, and those of the others that are named.
    let mut cells = Vec::new();
    for claims in of_firms.iter().take(MOST + 1) {
        let facts = assessment.facts_of(claims[0].firm);
        let record = Record { facts: &facts, ..checked.firm(claims[0].firm) };
        let by = limit.owner.iter().chain(&limit.order);
        by.for_each(|by| cells.extend(evidence::of_formula(&record, by).cells));
    }
    Step {
        label: format!("{}（{}）", limit.name, limit.clause),
        result: format!("{} → {}", words::amount(part.before), words::amount(part.after)),
        how,
        sources: sources::cells(&cells),
    }
}

/// What would change the answer for a firm that is not simply paid.
fn changes(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm, record: &Record<'_>) -> Option<Section> {
    let policy = checked.policy;
    let lines = &assessment.lines[firm.lines.clone()];
    let mut steps = Vec::new();
    let needed = |condition: ConditionIndex| {
        let open = |line: &&crate::award::Line| matches!(line.status, LineStatus::Failed | LineStatus::Undetermined);
        lines.iter().filter(open).any(|line| policy.items[line.item].requires.contains(&condition))
    };
    for (index, condition) in policy.conditions.iter_enumerated().filter(|(index, _)| needed(*index)) {
        if let Some(remedy) = remedy(&condition.test, record) {
            steps.push(Step {
                label: format!("{}（{}）", condition.name, condition.clause),
                result: words::truth(firm.conditions[index]).to_owned(),
                how: vec![remedy],
                sources: Vec::new(),
            });
        }
    }
    for line in lines.iter().filter(|line| matches!(line.status, LineStatus::Failed | LineStatus::Undetermined)) {
        let item = &policy.items[line.item];
        for (asked, passed) in line.asked_of(item) {
            let condition = &policy.record_conditions[asked].condition;
            let how = remedy(&condition.test, &line.of(*record));
            steps.extend(how.map(|how| Step {
                label: format!("{}（{}）{}", condition.name, condition.clause, words::record_name(checked, line)),
                result: words::truth(passed).to_owned(),
                how: vec![how],
                sources: Vec::new(),
            }));
        }
    }
    for line in lines.iter().filter(|line| line.status == LineStatus::Pending) {
        let item = &policy.items[line.item];
        steps.push(Step {
            label: format!("{}（{}）{}", item.name, item.clause, words::record_name(checked, line)),
            result: line.status.label().to_owned(),
            how: vec![words::reason(checked, assessment, line)],
            sources: Vec::new(),
        });
    }
    for (cap, of_firm) in policy.caps.iter().zip(&firm.caps) {
        // A class helps only a firm that has something to cap and something to cap it by.
        let hopeless = of_firm.increment.is_some_and(|increment| !increment.is_positive());
        let bound = of_firm.amount.is_none() || of_firm.cut.is_some_and(Money::is_positive);
        let bound = bound && !hopeless && of_firm.counted.is_positive();
        if of_firm.amount.is_none() && firm.status == FirmStatus::Undetermined {
            let base =
                if cap.name.is_empty() { "新增财力后".to_owned() } else { format!("{}后", cap.increment.source) };
            let how = vec![format!("{}提供{base}才能计算限额", cap.supplier)];
            steps.push(Step { label: cap.says("限额"), result: "待定".to_owned(), how, ..Step::default() });
        }
        for class in cap.classes[..of_firm.class].iter().filter(|_| bound) {
            for way in &class.ways {
                let how = remedy(&way.test, record).into_iter().collect();
                let label = format!("限额升到“{}”：{}（{}）", class.name, way.name, way.clause);
                steps.push(Step { label, how, ..Step::default() });
            }
        }
    }
    section(CHANGES, steps)
}

fn section(title: &str, steps: Vec<Step>) -> Option<Section> {
    (!steps.is_empty()).then(|| Section { title: title.to_owned(), steps })
}

/// What `formula` rests on, in words.
fn sources(record: &Record<'_>, formula: &Expr) -> Vec<String> {
    sources::words(record, &evidence::of_formula(record, formula))
}

/// Writes the derivation for a terminal `width` cells wide.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_text(out: &mut dyn Write, derivation: &Derivation, width: usize) -> io::Result<()> {
    const INDENT: usize = 6;
    writeln!(out, "{}  {}", terminal_style::heading(&derivation.name), derivation.code)?;
    for section in &derivation.sections {
        writeln!(out, "\n{}", terminal_style::heading(&section.title))?;
        for step in &section.steps {
            let room = width.saturating_sub(step.label.width() + step.result.width() + 2).max(1);
            writeln!(out, "  {}{}{}", step.label, " ".repeat(room), step.result)?;
            for line in &step.how {
                wrapped(out, line, INDENT, width)?;
            }
            if !step.sources.is_empty() {
                wrapped(out, &format!("出处：{}", step.sources.join("；")), INDENT, width)?;
            }
        }
    }
    Ok(())
}
