//! The program knows no policy: nothing in its source names a table, column, item, figure or place of the built-in one.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiangbu::policy::{BUILT_IN, Kind, Policy};

/// Words that are names of the policy and common words of the trade at once, with why the program may say them.
const COMMON: &[(&str, &str)] = &[
    ("年度", "the award year's name in every policy's formulas"),
    ("是", "yes, in every table"),
    ("否", "no, likewise"),
    ("金额", "any amount, in messages and headings"),
    ("状态", "a heading of the award workbook"),
    ("类别", "a heading of the comparison of two awards"),
    ("文号", "a document's number, of any policy"),
    ("结论", "a heading of the award workbook"),
    ("通过", "a condition that is met"),
    ("停止执行", "the label of a suspended firm"),
    ("有效", "of a number of years: valid"),
    ("政策名称", "a heading of the award workbook"),
    ("企业名称", "a heading of the award workbook"),
    ("奖励项目", "the program's own word for an item"),
    ("项目名称", "part of 奖励项目名称, the name of an item"),
    ("统一社会信用代码", "a national standard's own name, GB 32100"),
    ("专利号", "a national standard's own name, ZC 0006"),
    ("收款人", "a heading of the award workbook"),
    ("日期", "the formula language's own word for a day, and a kind of column"),
    ("撤销", "what people write beside a record they take back"),
    ("答复", "the written answer to a warning or a reading, in the program's own workbooks"),
    ("异议", "the award workbook's word for an objection"),
    ("提出人", "a heading of 异议登记"),
    ("内容", "a heading of 异议登记"),
    ("处理", "a heading of 异议登记"),
    ("patent", "a kind of column"),
    ("新增地方财力", "the award workbook's heading of the cap's increment; a policy cannot word it yet"),
    ("其他政策补助", "the award workbook's word for another scheme; a policy cannot word it yet"),
    ("已兑付", "the award workbook's word for what another scheme has paid"),
];

/// Every name that the policy brings: of tables, columns, values, items, figures, facts, conditions, classes, places.
fn names(policy: &Policy) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let mut add = |name: &str| all.insert(name.to_owned());
    for table in &policy.tables {
        add(&table.name);
        for column in &table.columns {
            add(&column.name);
            if let Kind::List(values) = &column.kind {
                values.iter().for_each(|value| {
                    add(&value.text);
                });
            }
        }
    }
    for item in &policy.items {
        add(&item.id);
        add(&item.name);
    }
    policy.facts.iter().for_each(|fact| {
        add(&fact.name);
    });
    policy.parameters.iter().for_each(|parameter| {
        add(&parameter.name);
    });
    for condition in &policy.conditions {
        add(&condition.id);
        add(&condition.name);
    }
    for class in policy.caps.iter().flat_map(|cap| &cap.classes) {
        add(&class.id);
        class.ways.iter().for_each(|way| {
            add(&way.name);
        });
    }
    for standing in &policy.standings {
        add(&standing.name);
        standing.labels.iter().for_each(|label| {
            add(label);
        });
    }
    add(&policy.number);
    add(&policy.issuer);
    for place in ["临清", "聊城", "轴承"] {
        add(place);
    }
    all
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

/// Modules that are only there for tests, as paths without an extension: `#[cfg(test)]` before `mod name;`.
fn only_tests(files: &[PathBuf]) -> Vec<PathBuf> {
    let mut modules = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).expect("a source");
        let root = ["mod.rs", "lib.rs", "main.rs"].iter().any(|name| file.ends_with(name));
        let home = if root { file.parent().expect("a folder").to_owned() } else { file.with_extension("") };
        for after in text.split("#[cfg(test)]\n").skip(1) {
            let line = after.lines().next().unwrap_or_default();
            if let Some((_, name)) = line.strip_suffix(';').and_then(|line| line.rsplit_once("mod ")) {
                modules.push(home.join(name));
            }
        }
    }
    modules
}

/// The string literals of a source file outside its tests and comments, roughly: quoted pieces of lines that are no comment.
fn literals(text: &str) -> Vec<String> {
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>()).collect()
}

#[test]
fn the_source_names_nothing_of_the_policy() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the built-in policy");
    let names = names(&policy);
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let tests = only_tests(&files);
    let mut found = Vec::new();
    for file in files {
        if tests.iter().any(|module| file.with_extension("").starts_with(module)) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a source");
        for literal in literals(&text) {
            // A message that quotes an example is no rule; a literal that is the name alone would be one.
            if names.contains(&literal) && !COMMON.iter().any(|(common, _)| *common == literal) {
                found.push(format!("{}: “{literal}”", file.display()));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The engine proper says nothing of the policy even inside a longer text.
#[test]
fn the_engine_does_not_even_mention_the_policy() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the built-in policy");
    let names: Vec<String> = names(&policy)
        .into_iter()
        .filter(|name| name.chars().count() > 1 && !name.is_ascii() && !COMMON.iter().any(|(common, _)| common == name))
        .collect();
    let mut files = Vec::new();
    for part in ["award", "policy", "formula", "check"] {
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(part), &mut files);
    }
    let mut found = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).expect("a source");
        for literal in literals(&text) {
            found.extend(
                names
                    .iter()
                    .filter(|name| literal.contains(*name))
                    .map(|name| format!("{}: {name} in “{literal}”", file.display())),
            );
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
