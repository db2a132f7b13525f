//! The award in words: what a condition saw, how a line's amount came about, why a line is not paid.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use typed_index_collections::TiSlice;

use crate::award::{
    Assessment, Bar, DuplicatePayment, Firm, FirmStatus, Line, LineStatus, PayeeKind, QuotaRank, Verdict, past_of,
    portions,
};
use crate::check::Checked;
use crate::formula::{
    Arithmetic, Env as _, Expression, Scale, ScaleStep, Type, Value, node_words, percent_words, value_words,
};
use crate::index::{FactIndex, RecordConditionIndex, RowIndex};
use crate::money::Money;
use crate::policy::{Item, Limit, Method, Payee, Policy, Target};
use crate::record::Record;

use super::rule_words;

/// The firm of an assessment, with its facts, as formulas see it. `facts` must be the firm's.
#[must_use]
pub fn firm_record<'a>(
    checked: &'a Checked<'_>,
    firm: &Firm,
    facts: &'a TiSlice<FactIndex, (crate::formula::Value, Option<RowIndex>)>,
) -> Record<'a> {
    Record { facts, ..checked.firm(firm.index) }
}

/// How the amount came about, with its figures: `加计扣除总额 1,000,000.00 × 25% = 250,000.00`. `record` is the line's, with the
/// firm's facts.
#[must_use]
pub fn computation(checked: &Checked<'_>, line: &Line, record: &Record<'_>) -> String {
    let policy = checked.policy;
    let item = &policy.items[line.item];
    let amount = line.amount.map_or_else(|| LineStatus::Pending.label().to_owned(), Money::grouped);
    let own = match &item.method {
        Method::Fixed { amount: unit, quantity } => {
            let by = match &unit.root {
                Expression::Name { target: Target::Parameter(_), .. } => "定额".to_owned(),
                Expression::Choice(choice) => {
                    choice.by.iter().map(|by| chosen(by, record)).collect::<Vec<_>>().join("、")
                }
                _ => node_words(&unit.root, record),
            };
            match quantity {
                Some(quantity) => format!("{by} × {}", value_words(quantity, record)),
                None => by,
            }
        }
        Method::Rate { base, rate } => {
            let words = value_words(base, record);
            let words = if words.contains(" + ") || words.contains(" − ") { format!("（{words}）") } else { words };
            let figure = line.rate.map(percent_words).unwrap_or_default();
            let why = match &rate.root {
                Expression::Choice(choice) => {
                    format!("（{}）", choice.by.iter().map(|by| node_words(by, record)).collect::<Vec<_>>().join("、"))
                }
                Expression::Scale(scale) => format!("（{}）", node_words(&scale.by, record)),
                _ => String::new(),
            };
            format!("{words} × {figure}{why}")
        }
        Method::Tiers { amount: steps, .. } => match &steps.root {
            Expression::Scale(scale) => {
                format!("{}，{}", node_words(&scale.by, record), bracket(policy, scale, record))
            }
            other => node_words(other, record),
        },
        Method::Entered { entered, floor, .. } => {
            let name = &entered.source;
            let most = item.method.standard().and_then(|most| most.number(record).ok().flatten());
            let least = floor.as_ref().and_then(|least| least.number(record).ok().flatten());
            let grouped = |amount: Decimal| Money::yuan(amount).grouped();
            match line.base {
                None => return format!("{name}（空白）"),
                Some(entered) if most.is_some_and(|most| entered > most) => {
                    format!("{name} {}，不超过上限", grouped(entered))
                }
                Some(entered) if least.is_some_and(|least| entered < least) => {
                    format!("{name} {}，不低于下限", grouped(entered))
                }
                Some(_) => name.to_string(),
            }
        }
    };
    let mut words = own;
    for plus in &item.plus {
        let paid = plus.when.as_ref().is_none_or(|when| when.truth(record) == Ok(Some(true)));
        if paid {
            words.push_str(&format!(" + {} {}", plus.name, node_words(&plus.amount.root, record)));
        } else if plus.when.as_ref().is_some_and(|when| when.truth(record) == Ok(None)) {
            words.push_str(&format!(" + {}（无法判断）", plus.name));
        }
    }
    if let Some(most) = &item.plus_most {
        words.push_str(&format!("（加成合计最高 {}）", node_words(&most.root, record)));
    }
    if let Some(less) = &item.less {
        words.push_str(&format!(" − {}", node_words(&less.root, record)));
    }
    // “定额 5,000.00” and “核定金额 100.00” say it without a sign.
    let plain = item.plus.is_empty() && item.less.is_none();
    let sign = match &item.method {
        Method::Fixed { quantity: None, amount } if plain && is_plain(&amount.root) => " ",
        Method::Entered { .. } if plain => " ",
        _ => " = ",
    };
    format!("{words}{sign}{amount}")
}

/// Is it a figure, or one from a table?
fn is_plain(quantity: &Expression<Target>) -> bool {
    matches!(quantity, Expression::Name { target: Target::Parameter(_), .. } | Expression::Choice(_))
}

/// What chooses a figure from a table: a text by itself, anything else with its name.
fn chosen(by: &Expression<Target>, record: &Record<'_>) -> String {
    match by {
        Expression::Name { target, kind: Type::Text, .. } => {
            record.value(*target).text().map(|text| record.data.texts.get(text).to_owned()).unwrap_or_default()
        }
        other => node_words(other, record),
    }
}

/// The step that holds, with what it pays; of marginal ones, each part with its own.
fn bracket(policy: &Policy, scale: &Scale<Target>, record: &Record<'_>) -> String {
    let Ok(Some(count)) = scale.reached(record) else { return "无法分档".to_owned() };
    let from = |step: &ScaleStep<Target>| {
        let from = rule_words::quantity_words(policy, &step.from);
        if step.inclusive { format!("{from}起") } else { format!("超过 {from}") }
    };
    let pays = |step: &ScaleStep<Target>| {
        let words = rule_words::step_words(policy, &step.gives);
        let of_base = scale.marginal || matches!(step.gives, Expression::Arithmetic(Arithmetic::Multiply, ..));
        if of_base { format!("× {words}") } else { words }
    };
    let words = |(number, step): (usize, &ScaleStep<Target>)| {
        let until = scale.steps.get(number).filter(|_| number < count || !scale.marginal).map(|next| {
            let until = rule_words::quantity_words(policy, &next.from);
            if next.inclusive { format!("，不满 {until}") } else { format!("，至 {until}") }
        });
        format!("第{number}档（{}{}）{}", from(step), until.unwrap_or_default(), pays(step))
    };
    let numbered = (1..).zip(&scale.steps[..count]);
    match (count, scale.marginal) {
        (0, _) => format!("不到第1档（{}）", scale.steps.first().map(from).unwrap_or_default()),
        (_, false) => numbered.last().map(words).unwrap_or_default(),
        (_, true) => format!("分段累计：{}", numbered.map(words).collect::<Vec<_>>().join("；")),
    }
}

/// The cuts of a line, each with its reason; empty if there are none.
#[must_use]
pub fn cuts(checked: &Checked<'_>, assessment: &Assessment, line: usize) -> String {
    let policy = checked.policy;
    let of_line = &assessment.lines[line];
    let item = &policy.items[of_line.item];
    let mut out = String::new();
    let mut cut = |amount: Money, why: &str| {
        if amount.is_positive() {
            let _ = write!(out, "；{why} −{}", amount.grouped());
        }
    };
    let facts = assessment.facts_of(of_line.firm);
    let record = of_line.of(firm_record(checked, &assessment.firms[of_line.firm], &facts));
    let limit = |year: bool| {
        let named = policy.limits_of(item).filter(|limit| limit.over.is_of_firm() == year);
        let figure = |limit: &Limit| {
            let figure = limit.amount.number(&record).ok().flatten().map(Money::yuan);
            figure.filter(|figure| *figure < Money::LARGEST).map(Money::grouped).unwrap_or_default()
        };
        named.map(|limit| format!("{} {}", limit.name, figure(limit))).collect::<Vec<_>>().join("、")
    };
    cut(of_line.cuts().record, &limit(false));
    cut(of_line.cuts().matter, "就高不重复");
    cut(of_line.cuts().year, &limit(true));
    if policy.other_scheme.as_ref().is_none_or(|scheme| !scheme.after_cap) {
        cut(of_line.cuts().other, "其他政策补助");
    }
    out
}

/// Why the line is not paid, or with what result; empty for a line that is paid in full.
#[must_use]
pub fn reason(checked: &Checked<'_>, assessment: &Assessment, line: &Line) -> String {
    let policy = checked.policy;
    let item = &policy.items[line.item];
    let firm = &assessment.firms[line.firm];
    let named = |wanted: Option<bool>| {
        let open = item.requires.iter().filter(|condition| firm.conditions[**condition] == wanted);
        let of_firm = open.map(|condition| &policy.conditions[*condition]);
        let asked = item.asks.iter().zip(&line.asked).filter(|(_, passed)| **passed == wanted);
        let of_record = asked.map(|(condition, _)| &policy.record_conditions[*condition].condition);
        let named = of_firm.chain(of_record).map(|condition| format!("{}（{}）", condition.name, condition.clause));
        named.collect::<Vec<_>>().join("、")
    };
    match line.status {
        LineStatus::Payable => String::new(),
        LineStatus::Pending => format!("等待{}核定", item.supplier),
        LineStatus::Failed => format!("不符合：{}", named(Some(false))),
        LineStatus::Undetermined if !line.certain => {
            let facts = assessment.facts_of(line.firm);
            let record = line.of(firm_record(checked, firm, &facts));
            let lacking = record.lacking(&item.counts);
            let blank = lacking.map(|seen| format!("：缺“{}”", seen.name)).unwrap_or_default();
            format!("这条记录算不算无法判断{blank}")
        }
        LineStatus::Undetermined if unplaced(item, line).is_some() => {
            let open = named(None);
            let also = if open.is_empty() { open } else { format!("；无法判断：{open}") };
            format!("{}{also}", unplaced(item, line).unwrap_or_default())
        }
        LineStatus::Undetermined if line.undivided => {
            let lack = portions(checked, item, line.firm, line.row).err();
            let why = lack.map(|lack| format!("：{}", lack.why)).unwrap_or_default();
            let open = named(None);
            let also = if open.is_empty() { open } else { format!("；无法判断：{open}") };
            format!("看不出分给谁、各分多少{why}{also}")
        }
        LineStatus::Undetermined => format!("无法判断：{}", named(None)),
        LineStatus::Barred => match line.bar {
            Some(Bar::Another(_)) => match (&item.one_per, &item.once) {
                (Some(rule), _) => rule.reason.to_string(),
                (None, Some(once)) => format!("{}（本年度已有一条）", once.reason),
                (None, None) => String::new(),
            },
            Some(Bar::Past(row)) => {
                let why = item.once.as_ref().map(|once| once.reason.to_string()).unwrap_or_default();
                let year = policy.history.as_ref().and_then(|h| checked.data.tables[h.table].year(h.year, row));
                year.map_or(why.clone(), |year| format!("{why}（{year} 年度）"))
            }
            Some(Bar::Beyond) => item.quota.as_ref().map(|quota| quota.reason.to_string()).unwrap_or_default(),
            Some(Bar::Disqualified) => ban(policy.disqualified.as_ref()),
            Some(Bar::Suspended) => ban(policy.suspended.as_ref()),
            None => String::new(),
        },
    }
}

/// At which edge of its item's ranks it cannot be told where the line stands; none if it can.
#[must_use]
pub fn unplaced(item: &Item, line: &Line) -> Option<String> {
    match line.place? {
        QuotaRank::Open(edge) if item.quota.as_ref().is_some_and(|quota| edge < quota.places) => {
            Some(format!("第 {edge} 名边上分不出先后"))
        }
        QuotaRank::Open(_) => Some("名额边上分不出先后".to_owned()),
        QuotaRank::Within(_) | QuotaRank::Beyond(_) => None,
    }
}

/// Why the firm has its status.
#[must_use]
pub fn firm_reason(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> String {
    let policy = checked.policy;
    let lines = &assessment.lines[firm.lines.clone()];
    match firm.status {
        FirmStatus::Withheld => "数据有错误，改正前不发放".to_owned(),
        FirmStatus::Disqualified => ban(policy.disqualified.as_ref()),
        FirmStatus::Suspended => {
            let also = policy.suspended.iter().flat_map(|ban| &ban.also).map(|item| &*policy.items[*item].name);
            let also: String = also.map(|name| format!("、{name}")).collect();
            format!("{}：占限额的项目{also}不发", ban(policy.suspended.as_ref()))
        }
        FirmStatus::Undetermined => {
            let mut open: Vec<String> = Vec::new();
            for line in lines.iter().filter(|line| line.status == LineStatus::Undetermined) {
                let why = reason(checked, assessment, line);
                if !open.contains(&why) {
                    open.push(why);
                }
            }
            open.extend(joint_words(checked, assessment, firm));
            for (cap, _) in policy.caps.iter().zip(&firm.caps).filter(|(_, of_firm)| of_firm.is_open()) {
                let what = if cap.name.is_empty() { "新增财力不明" } else { "限额基数不明" };
                open.push(cap.says(&format!("{what}，限额无法计算")));
            }
            open.join("；")
        }
        FirmStatus::Ineligible => {
            let of_firm = policy.conditions.iter().zip(&firm.conditions).filter(|(_, passed)| **passed == Some(false));
            let mut failed: Vec<RecordConditionIndex> = lines
                .iter()
                .flat_map(|line| line.asked_of(&policy.items[line.item]))
                .filter_map(|(at, passed)| (passed == Some(false)).then_some(at))
                .collect();
            failed.sort_unstable();
            failed.dedup();
            let of_record = failed.iter().map(|asked| &policy.record_conditions[*asked].condition);
            let failed = of_firm.map(|(condition, _)| condition).chain(of_record);
            let names: Vec<_> = failed.map(|condition| format!("{}（{}）", condition.name, condition.clause)).collect();
            format!("不符合：{}", names.join("、"))
        }
        FirmStatus::NoAward if lines.is_empty() => "没有符合奖励项目的记录".to_owned(),
        FirmStatus::NoAward => {
            let pending = lines.iter().filter(|line| line.status == LineStatus::Pending).count();
            let why = if pending > 0 { format!("{pending} 项待核定") } else { "应发为零".to_owned() };
            std::iter::once(why).chain(joint_words(checked, assessment, firm)).collect::<Vec<_>>().join("；")
        }
        FirmStatus::Payable => {
            let cuts = policy.caps.iter().zip(&firm.caps).filter_map(|(cap, of_firm)| Some((cap, of_firm.cut?)));
            let of_cap = cuts.filter(|(_, cut)| cut.is_positive());
            let of_cap = of_cap.map(|(cap, cut)| {
                let by = if cap.name.is_empty() { "限额".to_owned() } else { format!("“{}”", cap.name) };
                format!("受{by}约束，削减 {}", cut.grouped())
            });
            of_cap.chain(joint_words(checked, assessment, firm)).collect::<Vec<_>>().join("；")
        }
    }
}

/// What limits over several firms take of the firm, or why that cannot be told.
fn joint_words(checked: &Checked<'_>, assessment: &Assessment, firm: &Firm) -> Vec<String> {
    let words = firm.joint.iter().filter_map(|part| {
        let name = &checked.policy.joint_limits[assessment.joint[part.group].limit].name;
        let before = part.before?;
        match part.after {
            None => Some(format!("“{name}”由几家企业一起分，别家或者先后还没有确定")),
            Some(after) if after < before => Some(format!("“{name}”削减 {}", before.minus(after).ok()?.grouped())),
            Some(_) => None,
        }
    });
    words.collect()
}

/// What a matter comes to.
#[must_use]
pub fn verdict(duplicate: &DuplicatePayment) -> &'static str {
    match duplicate {
        DuplicatePayment::Inside { won, lost, .. } if won == lost => "金额相同，保留在前的一项",
        DuplicatePayment::Inside { .. } => "保留较高的一项",
        DuplicatePayment::Outside { verdict: Verdict::Paid, .. } => "另一项已兑付，扣除已付部分",
        DuplicatePayment::Outside { verdict: Verdict::OtherPays, .. } => "另一项较高，由另一项兑付",
        DuplicatePayment::Outside { verdict: Verdict::OtherMustNot, .. } => "本项不低，另一项不得再兑付",
        DuplicatePayment::Outside { verdict: Verdict::Unmatched, .. } => "没有对应的可发放奖励，不扣减",
    }
}

/// The line's record, as it is named; empty if it has no name.
#[must_use]
pub fn record_name<'a>(checked: &'a Checked<'_>, line: &Line) -> &'a str {
    let item = &checked.policy.items[line.item];
    let name = item.record.and_then(|column| checked.data.tables[item.table].text(column, line.row));
    name.map_or("", |name| checked.data.texts.get(name))
}

/// The word for the line's standing; empty if it has none.
#[must_use]
pub fn standing<'a>(checked: &'a Checked<'_>, line: &Line) -> &'a str {
    let item = &checked.policy.items[line.item];
    let place = line.standing.zip(item.standing);
    place.map_or("", |(place, standing)| &checked.policy.standings[standing].labels[place as usize])
}

/// What the line's standing rests on: the history, and whether it still ran.
#[must_use]
pub fn standing_words(checked: &Checked<'_>, firm: Record<'_>, line: &Line) -> Option<String> {
    let standing = &checked.policy.standings[checked.policy.items[line.item].standing?];
    let past = past_of(checked, firm, line).ok()?.0?;
    Some(match past.last {
        _ if !past.any => format!("{}：往年没有同类记录", standing.name),
        None => format!("{}：往年的记录都不能接续", standing.name),
        Some(last) => {
            let (until, years) = (Decimal::from(last) + standing.valid_years, standing.valid_years.normalize());
            let relation = if until >= Decimal::from(past.year) { "不早于" } else { "早于" };
            format!(
                "{}：往年最近一次 {last} 年 + 有效 {years} 年 = {until} 年，{relation} {} 年",
                standing.name, past.year
            )
        }
    })
}

/// The values that decide the amount: a level, a kind; empty if none does.
#[must_use]
pub fn level(checked: &Checked<'_>, line: &Line) -> String {
    let item = &checked.policy.items[line.item];
    let Some(Expression::Choice(choice)) = item.method.standard().map(|standard| &standard.root) else {
        return String::new();
    };
    let record = line.of(checked.firm(line.firm));
    let texts = choice.by.iter().filter_map(|by| match by {
        Expression::Name { target: Target::Standing(_), .. } => None,
        Expression::Name { target, kind: Type::Text, .. } => record.value(*target).text(),
        _ => None,
    });
    texts.map(|text| checked.data.texts.get(text)).collect::<Vec<_>>().join("、")
}

/// The item, with what decides its amount: `创新平台（省级）`.
#[must_use]
pub fn line_name(checked: &Checked<'_>, line: &Line) -> String {
    let item = &checked.policy.items[line.item];
    let level = level(checked, line);
    if level.is_empty() { item.name.to_string() } else { format!("{}（{level}）", item.name) }
}

/// The amount, or 待定 where it is not known.
#[must_use]
pub fn amount(known: Option<Money>) -> String {
    known.map_or_else(|| FirmStatus::Undetermined.label().to_owned(), Money::grouped)
}

/// 通过, 不通过 or 待定.
#[must_use]
pub const fn truth(passed: Option<bool>) -> &'static str {
    match passed {
        Some(true) => "通过",
        Some(false) => "不通过",
        None => "待定",
    }
}

fn ban(ban: Option<&crate::policy::Ban>) -> String {
    ban.map(|ban| format!("{}（{}）", ban.reason, ban.clause)).unwrap_or_default()
}

/// What kind of payee, in the policy's words.
pub fn payee_kind(policy: &Policy, kind: PayeeKind) -> &str {
    match kind {
        PayeeKind::Firm => &policy.register.called,
        PayeeKind::Person | PayeeKind::Carrier => kind.label(),
    }
}

/// What stands for the name of a payee that has none.
pub const UNNAMED: &str = "（名称未填）";

/// What stands for the payees of a line that is divided.
pub const DIVIDED: &str = "见“分配明细”";

/// Who is paid: the firm, or a person or carrier by name; of several, where they stand.
pub fn payee<'r>(record: &Record<'r>, item: &Item) -> &'r str {
    match item.payee {
        _ if !item.payees.is_empty() => DIVIDED,
        Payee::Firm => &record.policy.register.called,
        Payee::Person(column) | Payee::Carrier(column) => match record.value(Target::Column(column)) {
            Value::Text(name) => record.data.texts.get(name),
            _ => "",
        },
    }
}
