//! The award in words: what a condition saw, how a line's amount came about, why a line is not paid.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use typed_index_collections::TiSlice;

use crate::award::{
    Assessment, Bar, DuplicatePayment, Firm, FirmStatus, Line, LineStatus, PayeeKind, QuotaRank, Verdict, past_of,
    portions,
};
use crate::check::Checked;
use crate::formula::{Env as _, Expression, Type, Value};
use crate::index::{FactIndex, RecordConditionIndex, RowIndex};
use crate::money::Money;
use crate::policy::{Item, Limit, Payee, Policy, Target};
use crate::record::Record;

/// The firm of an assessment, with its facts, as formulas see it. `facts` must be the firm's.
#[must_use]
pub fn firm_record<'a>(
    checked: &'a Checked<'_>,
    firm: &Firm,
    facts: &'a TiSlice<FactIndex, (crate::formula::Value, Option<RowIndex>)>,
) -> Record<'a> {
    Record { facts, ..checked.firm(firm.index) }
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
    match line.quota_rank? {
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
