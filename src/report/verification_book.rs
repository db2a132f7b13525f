//! A verification as a working paper: what it rests on, its verdict, every difference.

use std::io::{Seek, Write};

use super::ReportError;
use super::book::body;
use super::model::{Column, Columns, Look, Row, Sheet};
use super::writer::{self, Identity};
use crate::verify::WorkingPaper;

/// What marks a working paper as the program's own output.
pub const CATEGORY: &str = "jiangbu-verification";

/// Writes the paper.
///
/// # Errors
/// If it cannot be written.
pub fn verification_workbook<W: Write + Seek + Send>(paper: &WorkingPaper, out: W) -> Result<(), ReportError> {
    let identity = Identity::new(CATEGORY, "奖励核算表复核记录".to_owned());
    writer::write(&identity, &[basis(paper), differences(paper)], &[], &|_| {}, out)
}

fn basis(paper: &WorkingPaper) -> Sheet<'_> {
    let mut columns = Columns::default();
    columns.add(Column::new("项目", 28, Look::Wrapped));
    columns.add(Column::new("内容", 70, Look::Wrapped));
    let title = format!("{}年度奖励核算表复核记录", paper.year);
    let subtitle = format!("{}　　结论：{}", paper.policy.number, paper.verdict);
    Sheet {
        frozen: 1,
        filter: false,
        ..Sheet::new(
            "复核记录".to_owned(),
            title,
            subtitle,
            columns.done(),
            body(move |rows| {
                let mut say = |what: &str, text: &str| {
                    rows.row(Row::with_capacity(2).text(what.to_owned()).text(text.to_owned()))
                };
                say("结论", &paper.verdict)?;
                say("奖励核算表", &paper.award.file)?;
                say("奖励核算表 SHA-256", &paper.award.sha256)?;
                say("程序", &format!("{} {}", paper.tool.name, paper.tool.version))?;
                say("程序 SHA-256", &paper.tool.sha256)?;
                let built_in = if paper.policy.built_in { "内置政策" } else { "不是内置政策" };
                say("政策", &format!("{}（{built_in}：{}）", paper.policy.number, paper.policy.origin))?;
                say("政策 SHA-256", &paper.policy.sha256)?;
                for input in &paper.inputs {
                    say(&format!("数据 {}", input.file), &input.sha256)?;
                }
                for passed in &paper.passed_over {
                    say(&format!("没有读 {}", passed.what), &passed.why)?;
                }
                say("比较了", &format!("{} 张表，{} 行", paper.sheets, paper.rows))?;
                say("不同之处", &format!("{} 处", paper.differences.len()))?;
                for part in &paper.not_compared {
                    say("没有比较", part)?;
                }
                for note in &paper.notes {
                    say("注意", note)?;
                }
                say("从不比较的", &paper.left_out)?;
                let second = &paper.second_reading;
                let cells =
                    format!("{} 个单元格两种程序都读了，{} 个读法不同", second.cells, second.disagreements.len());
                say("数据的第二种读法", &cells)?;
                for remark in second.disagreements.iter().chain(&second.notes) {
                    say(&remark.what, &remark.why)?;
                }
                Ok(())
            }),
        )
    }
}

fn differences(paper: &WorkingPaper) -> Sheet<'_> {
    let mut columns = Columns::default();
    for (title, width) in
        [("序号", 6), ("不同", 18), ("表", 12), ("位置", 16), ("列和企业", 34), ("应为", 40), ("实为", 40)]
    {
        columns.add(Column::new(title, width, Look::Wrapped));
    }
    let subtitle = "先列数据、政策、参数的变化，再按表列出每一处不同".to_owned();
    Sheet::new(
        "不同之处".to_owned(),
        "不同之处".to_owned(),
        subtitle,
        columns.done(),
        body(move |rows| {
            let mut number = 0_u64;
            for cause in &paper.causes {
                number += 1;
                let mut row = Row::with_capacity(7);
                row.number(number).text(&*cause.kind).text("").text("").text(&*cause.name);
                rows.row(row.text(&*cause.award).text(&*cause.now))?;
            }
            for difference in &paper.differences {
                number += 1;
                let mut row = Row::with_capacity(7);
                row.number(number).text(&*difference.kind).text(&*difference.sheet).text(&*difference.at);
                rows.row(row.text(&*difference.about).text(&*difference.expected).text(&*difference.found))?;
            }
            Ok(())
        }),
    )
}

/// Writes the paper for other programs.
///
/// # Errors
/// If it cannot be written.
pub fn verification_json(paper: &WorkingPaper, out: &mut dyn Write) -> std::io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, paper)?;
    out.write_all(b"\n")
}
