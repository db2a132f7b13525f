//! What the policy says of its data: facts, certificates, figures, tables and their checks.

use super::section::{Section, section};
use crate::index::{ColumnIndex, TableIndex};
use crate::policy::{Blank, Column, Continuity, Fact, Kind, Policy, Source, Standing, Table};
use crate::report::rule_words::figure;

pub(super) fn facts(policy: &Policy) -> Section {
    let rows = policy.facts.iter().map(|fact| {
        [fact.clause.to_string(), fact.name.to_string(), fact.kind.label().to_owned(), source(policy, fact)]
    });
    section("事实", ["条款", "名称", "得出", "怎样得出"], rows)
}

fn source(policy: &Policy, fact: &Fact) -> String {
    let table = |table: TableIndex| match &fact.each {
        None => policy.tables[table].name.to_string(),
        Some(each) => {
            let column = |table: TableIndex, column: ColumnIndex| &policy.tables[table].columns[column].name;
            let same = |(theirs, own): &(_, _)| format!("{}与{}", column(table, *theirs), column(each.table, *own));
            let same: Vec<String> = each.same.iter().map(same).collect();
            let (of, looked) = (&policy.tables[each.table].name, &policy.tables[table].name);
            format!("“{of}”每条记录：{looked}（{}相同的）", same.join("、"))
        }
    };
    match &fact.source {
        Source::Any { table: t, holds } => format!("{}里有一条：{}", table(*t), holds.source),
        Source::Count { table: t, holds } => format!("{}里几条：{}", table(*t), holds.source),
        Source::Sum { table: t, holds, of } => format!("{}里 {} 合计：{}", table(*t), of.source, holds.source),
        Source::Value { table: t, holds, of, latest } => {
            let latest = latest.as_ref().map(|latest| format!("，{} 最大的一条", latest.source)).unwrap_or_default();
            format!("{}里 {}{latest}：{}", table(*t), of.source, holds.source)
        }
        Source::Standing { standing, offset, is } => {
            let standing = &policy.standings[*standing];
            let year = match offset {
                0 => "奖励年度".to_owned(),
                offset => format!("奖励年度{offset:+}"),
            };
            format!("{year}有一条{}，身份是“{}”", standing.name, label(standing, *is))
        }
        Source::Derived { of } => of.source.to_string(),
    }
}

fn label(standing: &Standing, place: Continuity) -> &str {
    &standing.labels[place as usize]
}

pub(super) fn standings(policy: &Policy) -> Section {
    let rows = policy.standings.iter().map(|standing| {
        let column = |column: ColumnIndex| policy.tables[standing.table].columns[column].name.to_string();
        [
            standing.name.to_string(),
            format!("{}：{}", policy.tables[standing.table].name, standing.records.source),
            column(standing.date),
            standing.grants.source.to_string(),
            standing.history.source.to_string(),
            standing.continues.source.to_string(),
            format!("{} 年", figure(policy, standing.parameter)),
            standing.labels.join("、"),
        ]
    });
    let header = ["资质", "记录", "日期", "取得身份的", "算历史的", "可以接续的", "有效", "身份"];
    section("资质的身份", header, rows)
}

pub(super) fn parameters(policy: &Policy) -> Section {
    let rows = policy.parameters.iter_enumerated().map(|(index, parameter)| {
        let note = if matches!(&*parameter.note, "元" | "年") { "" } else { &*parameter.note };
        [parameter.clause.to_string(), parameter.name.to_string(), figure(policy, index), note.to_owned()]
    });
    section("参数：政策里的每一个数", ["条款", "名称", "值", "说明"], rows)
}

pub(super) fn tables(policy: &Policy) -> Section {
    let rows = policy.tables.iter_enumerated().flat_map(|(index, table)| {
        let bureau = policy.workbooks.iter().find(|workbook| workbook.tables.contains(&index));
        let bureau = bureau.map(|workbook| workbook.bureau.to_string()).unwrap_or_default();
        let required = match (table.required, table.nil_return) {
            (true, _) => "，必交",
            (false, true) => "，没有记录也要报",
            (false, false) => "",
        };
        let keys =
            |columns: &[ColumnIndex]| columns.iter().map(|c| &*table.columns[*c].name).collect::<Vec<_>>().join("、");
        let unique =
            if table.unique.is_empty() { String::new() } else { format!("，{} 不能重复", keys(&table.unique)) };
        let period =
            if table.period.is_empty() { String::new() } else { format!("，年度看 {}", keys(&table.period)) };
        let first = [
            table.name.to_string(),
            String::new(),
            format!("{bureau}{required}{unique}{period}").trim_start_matches('，').to_owned(),
            String::new(),
        ];
        let columns = table.columns.iter().map(move |column| {
            [table.name.to_string(), column.name.to_string(), kind(policy, table, column), column.note.to_string()]
        });
        std::iter::once(first).chain(columns)
    });
    section("表", ["表", "列", "填什么", "说明"], rows)
}

fn kind(policy: &Policy, table: &Table, column: &Column) -> String {
    let mut says = match &column.kind {
        Kind::Money { signed } => if *signed { "金额，可以是负数" } else { "金额" }.to_owned(),
        Kind::Number => "数".into(),
        Kind::Percent => "百分数".into(),
        Kind::Year => "年度".into(),
        Kind::Date => "日期".into(),
        Kind::Text => "文字".into(),
        Kind::List(values) => values.iter().map(|value| &*value.text).collect::<Vec<_>>().join("/"),
        Kind::Code(numbering) => numbering.label().into(),
        Kind::Patent { agrees_with } => match agrees_with {
            Some((other, _)) => format!("专利号，与{}相符", table.columns[*other].name),
            None => "专利号".into(),
        },
        Kind::Item => "奖励项目".into(),
    };
    if column.required {
        says.push_str("，必填");
    }
    if column.optional {
        says.push_str("，整列可以没有");
    }
    match &column.blank {
        Some(Blank::Number(number)) => says.push_str(&format!("，空白是 {number}")),
        Some(Blank::Text(value)) => says.push_str(&format!("，空白是{}", policy.texts.get(*value))),
        None => {}
    }
    for (bound, word) in [(column.least, "不小于"), (column.most, "不大于")] {
        if let Some(bound) = bound {
            let shown =
                if column.kind == Kind::Percent { crate::formula::percent_words(bound) } else { bound.to_string() };
            says.push_str(&format!("，{word} {shown}"));
        }
    }
    says
}

pub(super) fn checks(policy: &Policy) -> Section {
    let rows = policy.checks.iter().map(|check| {
        [
            check.code.to_string(),
            check.severity.label().to_owned(),
            policy.tables[check.table].name.to_string(),
            check.title.to_string(),
            check.fault.source.to_string(),
            check.remedy.to_string(),
        ]
    });
    section("数据核对", ["代号", "程度", "表", "问题", "成立就是有问题", "怎么办"], rows)
}
