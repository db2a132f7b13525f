//! The whole policy as sections of rows: what a person reads in the terminal, as Markdown and as a workbook.

mod data;
mod section;

pub use section::Section;
use section::section;

use super::rule_words::{changes, figure, method, modifiers, quantity_words};
use super::words;
use crate::award::PayeeKind;
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::{Aim, Item, Measure, Payee, PayeePart, Policy, Spread, Table};

/// Everything the policy says, in the order in which it is applied.
#[must_use]
pub fn page(policy: &Policy, origin: &str) -> Vec<Section> {
    let all = [
        head(policy, origin),
        conditions(policy),
        items(policy),
        rivals(policy),
        around(policy),
        caps(policy),
        data::facts(policy),
        data::standings(policy),
        data::parameters(policy),
        data::tables(policy),
        data::checks(policy),
        targets(policy),
        lists(policy),
        readings(policy),
        alternatives(policy),
        notes(policy),
        examples(policy),
    ];
    all.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

fn head(policy: &Policy, origin: &str) -> Section {
    let register = &policy.tables[policy.register.table];
    let column = |column: ColumnIndex| register.columns[column].name.to_string();
    let mut rows = vec![
        ["文号", &policy.number].map(str::to_owned),
        ["标题", &policy.title].map(str::to_owned),
        ["印发单位", &policy.issuer].map(str::to_owned),
        ["适用年度".into(), format!("{}–{}", policy.years.start(), policy.years.end())],
    ];
    rows.extend(policy.trial_until.map(|day| ["试行到".to_owned(), day.to_string()]));
    rows.push(["年度看哪张表".into(), policy.tables[policy.year_table].name.to_string()]);
    rows.push([
        policy.register.worded("企业名录").into(),
        format!("{}（{}、{}）", register.name, column(policy.register.code), column(policy.register.name)),
    ]);
    rows.push(["政策文件".into(), origin.to_owned()]);
    rows.push(["SHA-256".into(), policy.sha256.clone()]);
    section("文件", ["项", "内容"], rows.into_iter().filter(|[_, content]| !content.is_empty()))
}

fn conditions(policy: &Policy) -> Section {
    let of_record = policy.record_conditions.iter().map(|asked| &asked.condition);
    let rows = policy.conditions.iter().chain(of_record).map(|condition| {
        [
            &condition.clause,
            &condition.name,
            &condition.id,
            &condition.requirement,
            &condition.test.source,
            &condition.supplier,
        ]
        .map(ToString::to_string)
    });
    section("奖励条件", ["条款", "条件", "代号", "要求", "判断", "缺数据时找"], rows)
}

/// Who is paid, of the records of `table`.
fn payee_words(policy: &Policy, table: &Table, payee: Payee) -> String {
    let kind = words::payee_kind(policy, PayeeKind::of(payee));
    payee.column().map_or_else(|| kind.to_owned(), |column| format!("{kind}（{}）", table.columns[column].name))
}

/// Among whom an item is divided, and by which shares.
fn divided(policy: &Policy, item: &Item) -> String {
    let one = |part: &PayeePart| {
        let table = part.members.as_ref().map_or(item.table, |members| members.table);
        let columns = &policy.tables[table].columns;
        let who = payee_words(policy, &policy.tables[table], part.payee);
        let share = part.share.map(|share| format!(" {}", figure(policy, share))).unwrap_or_default();
        let how = part.members.as_ref().map(|members| match members.part {
            Some(part) => format!("，按“{}”的{}分", policy.tables[members.table].name, columns[part].name),
            None => format!("，“{}”里的平均分", policy.tables[members.table].name),
        });
        format!("{who}{share}{}", how.unwrap_or_default())
    };
    item.payees.iter().map(one).collect::<Vec<_>>().join("；")
}

fn items(policy: &Policy) -> Section {
    let rows = policy.items.iter().map(|item| {
        let table = &policy.tables[item.table];
        let payee = match item.payees.is_empty() {
            true => payee_words(policy, table, item.payee),
            false => divided(policy, item),
        };
        let of_firm = item.requires.iter().map(|condition| &*policy.conditions[*condition].name);
        let of_record = item.asks.iter().map(|asked| &*policy.record_conditions[*asked].condition.name);
        let requires = of_firm.chain(of_record).collect::<Vec<_>>();
        let needs = item.needs.iter().map(|column| &*table.columns[*column].name).collect::<Vec<_>>().join("、");
        let needs = match (needs.is_empty(), item.supplier.is_empty()) {
            (true, _) => item.supplier.to_string(),
            (false, true) => needs,
            (false, false) => format!("{needs}（{}）", item.supplier),
        };
        [
            item.clause.to_string(),
            item.name.to_string(),
            item.id.to_string(),
            format!(
                "{}{}",
                table.name,
                item.record.map(|at| format!("，按{}", table.columns[at].name)).unwrap_or_default()
            ),
            item.counts.source.to_string(),
            method(policy, item),
            modifiers(policy, item),
            requires.join("、"),
            needs,
            match item.cap.map(|cap| &*policy.caps[cap].name).filter(|name| !name.is_empty()) {
                Some(name) => name.to_owned(),
                None => if item.counts_toward_cap { "占" } else { "不占" }.into(),
            },
            payee,
            item.note.to_string(),
        ]
    });
    let header =
        ["条款", "项目", "代号", "记录", "算数的记录", "奖励", "上限等", "条件", "待核定", "限额", "付给", "说明"];
    section("奖励项目", header, rows)
}

fn rivals(policy: &Policy) -> Section {
    let inside = policy.items.iter().filter_map(|item| {
        let (column, name) = item.higher_by.as_ref()?;
        let column = &policy.tables[item.table].columns[*column].name;
        Some([item.clause.to_string(), name.to_string(), format!("{}，{column}相同的几条", item.name)])
    });
    let across = policy.rivals.iter().map(|rival| {
        let items: Vec<&str> = rival.items.iter().map(|item| &*policy.items[*item].name).collect();
        let compared = if rival.over_firm { "企业当年合计最高的一项" } else { "记录相同的" };
        [rival.clause.to_string(), rival.name.to_string(), format!("{}之间，{compared}", items.join("、"))]
    });
    section("就高不重复：只给较高的一项", ["条款", "名称", "哪些"], inside.chain(across))
}

fn around(policy: &Policy) -> Section {
    let column = |table: TableIndex, column: ColumnIndex| policy.tables[table].columns[column].name.to_string();
    let mut rows = Vec::new();
    if let Some(other) = &policy.other_scheme {
        let what = format!(
            "{}：{} 的行与今年的奖励就高不重复；{} 的算已兑付；按 {}、{} 对照",
            policy.tables[other.table].name,
            other.applies.source,
            other.paid.source,
            column(other.table, other.item),
            column(other.table, other.record)
        );
        let named = match other.named.as_slice() {
            [] => String::new(),
            named => format!("；只扣减条文点名的：{}", named.join("、")),
        };
        let totals = if other.by_firm { "；按企业合计比" } else { "" };
        let when = if other.after_cap { "；限额以后比" } else { "" };
        rows.push([other.clause.to_string(), "其他政策".into(), format!("{what}{named}{totals}{when}")]);
    }
    if let Some(history) = &policy.history {
        let what = format!(
            "{}：{}、{}、{}、{}",
            policy.tables[history.table].name,
            column(history.table, history.year),
            column(history.table, history.item),
            column(history.table, history.record),
            column(history.table, history.amount)
        );
        let since = history.since.map(|since| format!("；只看 {since} 年起的")).unwrap_or_default();
        let what = format!("{what}{since}");
        rows.push([String::new(), "以前年度的奖励".into(), what]);
    }
    for (ban, what) in [(&policy.disqualified, "取消资格"), (&policy.suspended, "停发占限额的项目")] {
        if let Some(ban) = ban {
            let reclaims = ban.reclaims.as_ref().map(|reclaims| &policy.facts[reclaims.fact].name);
            let reclaims = reclaims.map(|fact| format!("；追缴“{fact}”的记录写明的奖励")).unwrap_or_default();
            let also = ban.also.iter().map(|item| &*policy.items[*item].name).collect::<Vec<_>>().join("、");
            let also = if also.is_empty() { also } else { format!("；还停发 {also}") };
            let what_then = format!("{}：{}{also}{reclaims}", ban.reason, ban.when.source);
            rows.push([ban.clause.to_string(), what.into(), what_then]);
        }
    }
    if let Some(evaluation) = &policy.evaluation {
        let waits = if evaluation.awaited { "没有评价的等评价后再付" } else { "不等评价" };
        let what = format!(
            "{} 的企业；通过：{}；停止：{}；{waits}",
            evaluation.concerns.source, evaluation.passed.source, evaluation.stopped.source
        );
        rows.push([evaluation.clause.to_string(), "先评价、后兑付".into(), what]);
    }
    for cap in &policy.caps {
        let spread = match cap.spread {
            Spread::InProportion => "按各行净额的比例",
            Spread::InLineOrder => "按行的先后，后面的先削减",
        };
        rows.push([String::new(), cap.says("限额以后分到各行"), spread.to_owned()]);
    }
    for exclusive in &policy.exclusives {
        let table = &policy.tables[exclusive.table];
        let columns: Vec<&str> = exclusive.columns.iter().map(|column| &*table.columns[*column].name).collect();
        let what = format!("{}的 {}：{}", table.name, columns.join("、"), exclusive.title);
        let clause = exclusive.clause.as_deref().unwrap_or_default().to_owned();
        rows.push([clause, format!("只属于一家企业（{}）", exclusive.code), what]);
    }
    if let Some(succession) = &policy.succession {
        let table = &policy.tables[succession.table].name;
        rows.push([succession.clause.to_string(), "代码沿革".into(), format!("{table}：原代码的记录归现在的企业")]);
    }
    for limit in &policy.joint_limits {
        let (Some(owner), Some(amount)) = (&limit.owner, &limit.amount) else { continue };
        let items = limit.items.iter().map(|item| &*policy.items[*item].name).collect::<Vec<_>>().join("、");
        let amount = quantity_words(policy, &amount.root);
        let what = format!("{} 相同的几家企业，{items}，当年合计最高 {amount}", owner.source);
        rows.push([limit.clause.to_string(), limit.name.to_string(), what]);
    }
    if let Some(fund) = &policy.fund {
        let of = fund.of.as_ref().map(|of| format!("{} 的企业", of.source));
        let amount = fund.amount.as_ref().map(|amount| quantity_words(policy, &amount.root));
        let holds = of.or(amount).unwrap_or_default();
        let order =
            policy.joint_limits.iter().find_map(|limit| Some(format!("，先后看 {}", limit.order.as_ref()?.source)));
        let what = format!("{holds}；缺口{}{}", policy.shortfall_borne(), order.unwrap_or_default());
        rows.push([fund.clause.to_string(), "专项资金".into(), what]);
    }
    for item in policy.items.iter().filter(|item| !item.funders.is_empty()) {
        let of = item.funders.iter().map(|(at, share)| format!("{} {}", policy.funders[*at], figure(policy, *share)));
        let what = format!("{}：{}", item.name, of.collect::<Vec<_>>().join("，"));
        let clause = item.funders.first().map(|(_, share)| policy.parameters[*share].clause.to_string());
        rows.push([clause.unwrap_or_default(), "各级承担".into(), what]);
    }
    if let Some(accounts) = &policy.accounts {
        rows.push([String::new(), "账户表".into(), policy.tables[accounts.table].name.to_string()]);
        if let Some(persons) = &accounts.persons {
            rows.push([String::new(), "个人账户表".into(), policy.tables[persons.table].name.to_string()]);
        }
    }
    if let Some(payments) = &policy.payments {
        let table = &policy.tables[payments.table].name;
        rows.push([String::new(), "分次拨付".into(), format!("{table}：{}", payments.applies.source)]);
    }
    if let Some(objections) = &policy.objections {
        rows.push([String::new(), "异议登记".into(), policy.tables[objections.table].name.to_string()]);
    }
    if let Some(returns) = &policy.returns {
        rows.push([String::new(), "缴回的追缴".into(), policy.tables[returns.table].name.to_string()]);
    }
    section("其他规则", ["条款", "规则", "内容"], rows.into_iter())
}

fn caps(policy: &Policy) -> Section {
    let rows = policy.caps.iter().flat_map(|cap| {
        cap.classes.iter().flat_map(move |class| {
            let ratio = format!("{} × {}", cap.increment.source, figure(policy, class.ratio));
            let own = |clause: &str, name: &str, test: &str| {
                let class = [&*cap.name, &*class.name].into_iter().filter(|part| !part.is_empty());
                let class = class.collect::<Vec<_>>().join("：");
                [clause.to_owned(), class, ratio.clone(), name.to_owned(), test.to_owned()]
            };
            if class.ways.is_empty() {
                vec![own(&class.clause, "其余的", "")]
            } else {
                class.ways.iter().map(|way| own(&way.clause, &way.name, &way.test.source)).collect()
            }
        })
    });
    section("限额：从上往下第一个符合的", ["条款", "档次", "限额", "情形", "判断"], rows)
}

fn targets(policy: &Policy) -> Section {
    let rows = policy.targets.iter().map(|target| {
        let measure = match &target.measure {
            Measure::Firms(firms) => format!("企业：{}", firms.source),
            Measure::Records(table, records) => format!("{}：{}", policy.tables[*table].name, records.source),
            Measure::Yearly(table, records, date) => {
                let table = &policy.tables[*table];
                format!("{}：{}，按{}平均每年几条", table.name, records.source, table.columns[*date].name)
            }
            Measure::Sum(firms, sum, per) => format!("{} 合计 ÷ {per}，企业：{}", sum.source, firms.source),
            Measure::Entered(_) => match &policy.reported {
                Some(reported) => format!("由部门报数：{}", policy.tables[reported.table].name),
                None => "由部门报数".to_owned(),
            },
        };
        let each = if target.each_year { "每年 " } else { "" };
        let aim = match target.aim {
            Aim::Figure(aim) => format!("{each}{aim} {}", target.unit),
            Aim::Multiple { year, times } => format!("{year} 年的 {times} 倍"),
            Aim::Unnamed => "只统计".to_owned(),
        };
        [target.clause.to_string(), target.name.to_string(), aim, measure]
    });
    section("目标：只作对照", ["条款", "目标", "数", "怎么数"], rows)
}

fn lists(policy: &Policy) -> Section {
    let rows = policy.lists.iter().map(|list| {
        let of = list
            .table
            .map_or_else(|| policy.register.called.to_string(), |table| policy.tables[table].name.to_string());
        let awarded = if list.awarded { "有奖励的，" } else { "" };
        let ranked: Vec<String> =
            list.ranked.iter().map(|shown| format!("{}（{}）", shown.name, shown.of.source)).collect();
        let most = list.most.map_or_else(|| "都列".to_owned(), |most| format!("前 {} 名", figure(policy, most)));
        let how =
            if ranked.is_empty() { "按读入的先后".to_owned() } else { format!("按 {}", ranked.join(" 和 ")) };
        [
            list.clause.to_string(),
            list.name.to_string(),
            format!("{of}：{awarded}{}", list.of.source),
            format!("{how}，{most}"),
        ]
    });
    section("名单：只供使用", ["条款", "名单", "列哪些", "怎么排"], rows)
}

fn readings(policy: &Policy) -> Section {
    let rows = policy
        .readings
        .iter()
        .map(|reading| [&reading.clause, &reading.choice, &reading.reason].map(ToString::to_string));
    section("文件没有写明、需要选择的地方", ["条款", "读法", "理由"], rows)
}

fn alternatives(policy: &Policy) -> Section {
    let rows = policy.readings.iter().flat_map(|reading| {
        reading.alternatives.iter().map(|alternative| {
            let answered =
                if reading.answer.is_empty() { "没有答复".to_owned() } else { reading.answer.to_string() };
            [
                reading.clause.to_string(),
                alternative.name.to_string(),
                alternative.reason.to_string(),
                format!("{}：{answered}", reading.asked).trim_start_matches('：').to_owned(),
                changes(alternative).join("；"),
            ]
        })
    });
    section("别的读法：jiangbu 口径 算出各要发多少", ["条款", "读法", "理由", "由谁解释", "改动"], rows)
}

fn notes(policy: &Policy) -> Section {
    section("提醒", ["条款", "内容"], policy.notes.iter().map(|note| [note.clause.to_string(), note.text.to_string()]))
}

fn examples(policy: &Policy) -> Section {
    let rows = policy.examples.iter().map(|example| [example.clause.to_string(), example.name.to_string()]);
    section("例子：政策 检查 逐个验算", ["条款", "例子"], rows)
}
