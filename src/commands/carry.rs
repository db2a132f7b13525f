//! 结转: this year's awards as next year's table of past awards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::output::{ready, write};
use super::verify::{Request as VerifyRequest, verify};
use super::{Console, Outcome, Subject, file_name, policy_file};
use crate::carry::{CarriedAward, Earlier, History, Kept, PastAward, carry as put_together};
use crate::finding::{Finding, Severity, catalogue};
use crate::intake::book::{self, Bounds};
use crate::intake::{self};
use crate::money::Money;
use crate::policy::{self, Policy};
use crate::report::{history_workbook, text};
use crate::stage::Stage;

/// What `carry` is asked for.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// The award workbooks.
    pub awards: Vec<PathBuf>,
    /// Where the table goes; else `历年奖励.xlsx`, by the policy's name for it, here.
    pub output: Option<PathBuf>,
    /// Tables of past awards that are kept beside them.
    pub with: Vec<PathBuf>,
    /// The data of the awards: of one award all of it; of several one path each, in their order. None: they are not recomputed.
    pub data: Vec<PathBuf>,
    /// The answers the awards rest on.
    pub answers: Vec<PathBuf>,
    /// The policy file; else `./policy.toml`, else the one built in.
    pub policy: Option<PathBuf>,
    /// Overwrite, and take awards that are not final?
    pub force: bool,
}

/// Writes the table of past awards.
///
/// # Errors
/// Trouble with usage, files or policy: nothing was written.
pub fn carry(request: &Request, console: &mut Console<'_>) -> anyhow::Result<Outcome> {
    let file = policy_file::load(request.policy.as_ref())?;
    let policy = &file.policy;
    let Some(role) = &policy.history else {
        anyhow::bail!("政策没有“历年奖励”的表（[history]），不用结转");
    };
    let table = &policy.tables[role.table];
    let target = request.output.clone().unwrap_or_else(|| format!("{}.xlsx", table.name).into());
    let beside = Path::new("policy.toml");
    let inputs =
        request.awards.iter().chain(&request.with).chain(&request.data).chain(&request.answers).chain(&request.policy);
    let inputs: Vec<&Path> = inputs.map(PathBuf::as_path).chain([beside]).collect();
    ready(Some(&target), None, &inputs, request.force)?;
    if request.awards.len() > 1 && !request.data.is_empty() && request.data.len() != request.awards.len() {
        anyhow::bail!("几本奖励核算表一起复核时，--data 要按同样的顺序写同样多个：每本一个数据文件夹");
    }
    let filled = [table.key, role.year, role.item, role.record, role.amount];
    let required = table.columns.iter_enumerated().find(|(index, column)| column.required && !filled.contains(index));
    if let Some((_, column)) = required {
        anyhow::bail!("“{}”的必填列“{}”结转填不出，请在政策里改成选填", table.name, column.name);
    }
    let mut awards = Vec::new();
    for (index, path) in request.awards.iter().enumerate() {
        let mut award = read(path, policy, request.force)?;
        let data = if request.awards.len() == 1 {
            &request.data[..]
        } else {
            request.data.get(index..=index).unwrap_or_default()
        };
        if !data.is_empty() {
            let subject = Subject {
                data: data.to_vec(),
                policy: request.policy.clone(),
                answers: request.answers.clone(),
                ..Subject::default()
            };
            if verify(&VerifyRequest { award: path.clone(), subject, ..VerifyRequest::default() }, console)?
                != Outcome::Done
            {
                writeln!(console.err, "{} 复核不一致，没有写结转表。", path.display())?;
                return Ok(Outcome::Different);
            }
            award.verified = true;
        }
        awards.push(award);
    }
    let Some(earlier) = earlier(request, policy, role, console)? else { return Ok(Outcome::Different) };
    let marks: BTreeSet<String> = awards.iter().map(CarriedAward::mark).filter(|mark| !mark.is_empty()).collect();
    let from: Vec<String> = awards.iter().map(|award| format!("{}（{} 年度）", award.file, award.year)).collect();
    let history = put_together(earlier, awards)?;
    let mut basis = format!("{}　　结转自 {}", policy.number, from.join("、"));
    if !marks.is_empty() {
        basis.push_str(&format!("　　{}", marks.iter().map(String::as_str).collect::<Vec<_>>().join("；")));
    }
    write(&target, request.force, |out| Ok(history_workbook(&history, policy, role, &basis, out)?))?;
    console.written.push(target.clone());
    say(&history, &marks, &target, console)
}

/// The award at `path`.
fn read(path: &Path, policy: &Policy, force: bool) -> anyhow::Result<CarriedAward> {
    let named = || path.display().to_string();
    let book = book::open(path, &Bounds::of_file(path)).with_context(named)?;
    let file = file_name(path).into_owned();
    let award = CarriedAward::read(&book, file).with_context(named)?;
    if award.policy != *policy.number {
        anyhow::bail!("{} 按 {} 核算，现在的政策是 {}：请用 -p 写那份政策", named(), award.policy, policy.number);
    }
    let known = |item: &str| policy.items.iter().any(|known| *known.name == *item);
    let unknown: BTreeSet<&str> =
        award.lines.iter().map(|line| line.item.as_str()).filter(|item| !known(item)).collect();
    if !unknown.is_empty() {
        let unknown = unknown.into_iter().collect::<Vec<_>>().join("、");
        anyhow::bail!("{} 里的奖励项目政策里没有：{unknown}。请用 -p 写核算时的政策", named());
    }
    if award.stage != Some(Stage::Final) && !force {
        let stage = award.stage.map_or("没有写稿别", Stage::label);
        anyhow::bail!(
            "{} 是{stage}，只有定稿才结转。请用 核算 --final 写定稿；急用可以加 --force，结转表会注明",
            named()
        );
    }
    Ok(award)
}

/// The rows of the earlier tables; nothing if they have errors, which were said.
fn earlier(
    request: &Request,
    policy: &Policy,
    role: &policy::History,
    console: &mut Console<'_>,
) -> anyhow::Result<Option<Earlier>> {
    if request.with.is_empty() {
        return Ok(Some(Earlier::new()));
    }
    let reading = intake::read(&request.with, policy, &Bounds::default(), &|_| {})?;
    let of_table = |table: &str| *table == *policy.tables[role.table].name;
    // Only this table is looked for; that the others are not here is no fault.
    let others = [catalogue::TABLE_MISSING.code, catalogue::TABLE_EMPTY.code];
    let faulty = |finding: &Finding| finding.severity == Severity::Error && !others.contains(&&*finding.code);
    let findings: Vec<_> = reading.findings.into_iter().filter(faulty).collect();
    if !findings.is_empty() {
        writeln!(console.err, "--with 的表有错误，没有写结转表。")?;
        text::errors(console.out, &findings)?;
        return Ok(None);
    }
    let data = &reading.data;
    if data.is_absent(role.table) || !data.sheets.iter().any(|sheet| of_table(&policy.tables[sheet.table].name)) {
        anyhow::bail!("--with 里没有“{}”这张表", policy.tables[role.table].name);
    }
    let (table, declared) = (&data.tables[role.table], &policy.tables[role.table]);
    let key = [declared.key, role.year, role.item, role.record].map(|column| &*declared.columns[column].name);
    let mut kept = Kept::default();
    for file in &reading.files {
        kept.add(&book::open(&file.path, &Bounds::of_file(&file.path))?, &declared.name, key);
    }
    let rows = table.rows().map(|row| {
        let text = |column| table.text(column, row).map_or("", |text| data.texts.get(text)).to_owned();
        let item = table.text(role.item, row).and_then(|item| policy.item(item));
        let mut past = PastAward {
            code: text(policy.tables[role.table].key),
            name: String::new(),
            year: table.year(role.year, row).unwrap_or_default(),
            item: item.map_or_else(String::new, |item| policy.items[item].name.to_string()),
            record: text(role.record),
            amount: table.money(role.amount, row).unwrap_or_default(),
            before: None,
            limits: None,
            cap: None,
            note: String::new(),
            from: data.place(role.table, role.item, row).to_string(),
        };
        kept.complete(&mut past);
        past
    });
    Ok(Some(rows.collect()))
}

fn say(
    history: &History,
    marks: &BTreeSet<String>,
    target: &Path,
    console: &mut Console<'_>,
) -> anyhow::Result<Outcome> {
    let out = &mut console.out;
    for replaced in &history.replaced {
        writeln!(out, "{replaced}")?;
    }
    let years: BTreeSet<i32> = history.rows.iter().map(|row| row.year).collect();
    for year in years {
        let rows: Vec<&PastAward> = history.rows.iter().filter(|row| row.year == year).collect();
        let sum = Money::total(rows.iter().map(|row| row.amount))?;
        writeln!(out, "{year} 年度：{} 条，共 {} 元", rows.len(), sum.grouped())?;
    }
    if !history.waiting.is_empty() {
        writeln!(
            out,
            "没有结转：{} 条还没有发放（待评价、待定、待核定），见“{}”",
            history.waiting.len(),
            crate::own_workbooks::CARRIED
        )?;
    }
    for mark in marks {
        writeln!(out, "注意：{mark}，结转表里已注明")?;
    }
    writeln!(out, "结转表：{}", target.display())?;
    Ok(Outcome::Done)
}
