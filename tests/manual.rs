//! Every command that README and docs write runs, one after the other as they stand there, and every link leads somewhere.
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use common::terminal::{case, folder, run};

/// What is written for people.
const PAGES: [&str; 6] = [
    "docs/manual.md",
    "README.md",
    "docs/questions.md",
    "docs/policy-guide.md",
    "docs/architecture.md",
    "CONTRIBUTING.md",
];

/// What ends otherwise than well or with findings, and what is said then: firms wait for their evaluation.
const REFUSED: [(&str, &str); 2] = [("核算 数据 --final", "没有写定稿"), ("结转", "只有定稿才结转")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    fs::read_to_string(root().join(name)).expect("the page")
}

/// The commands in blocks and between backticks, without what a shell does with them.
fn commands(page: &str) -> Vec<String> {
    let spans = page.lines().flat_map(|line| {
        let block = line.starts_with("jiangbu ").then_some(line);
        block.into_iter().chain(line.split('`').skip(1).step_by(2))
    });
    let bare = spans.filter_map(|span| {
        let command = span.strip_prefix("jiangbu ").or_else(|| span.strip_prefix("./jiangbu "))?;
        Some(command.split(" >").next().unwrap_or(command).trim().to_owned())
    });
    bare.collect()
}

fn copied(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, to.join(path.file_name().expect("a name"))).expect("a file");
    }
}

#[test]
fn every_command_runs() {
    let here = folder();
    let at = |name: &str| here.path().join(name);
    for data in ["数据", "示例数据", "examples/2022"] {
        copied(Path::new(&case("minimal")), &at(data));
    }
    // What the pages have someone make by hand.
    fs::copy(root().join("examples/policies/new.toml"), at("政策.toml")).expect("a file");
    fs::create_dir(at("docs")).expect("a folder");
    let (mut wrong, mut known) = (Vec::new(), BTreeSet::new());
    for name in PAGES {
        for command in commands(&page(name)) {
            if !known.insert(command.clone()) {
                continue;
            }
            // Where another policy was begun, the work goes on with the one built in.
            fs::copy(root().join("policy.toml"), at("policy.toml")).expect("a file");
            // The smallest town has other firms than the example.
            let words: Vec<&str> = command.split(' ').map(|word| if word == "骁弘" { "岭泰" } else { word }).collect();
            let mut ran = run(here.path(), &words);
            if ran.status == 2 && ran.err.contains("已经存在") {
                ran = run(here.path(), &[&words[..], &["--force"]].concat());
            }
            let refused = REFUSED.iter().find(|(begin, _)| command.starts_with(begin));
            let fine = refused.map_or(ran.status < 2, |(_, says)| ran.err.contains(says));
            if !fine {
                wrong.push(format!("{name}: jiangbu {command}: {} {}", ran.status, ran.err));
            }
            if command.contains("--final") {
                fs::copy(at("2022年度奖励核算.xlsx"), at("2022年度奖励核算-定稿.xlsx")).expect("an award");
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(known.len() > 40, "{known:?}");
}

#[test]
fn every_link_leads_somewhere() {
    for name in PAGES {
        let folder = root().join(name).parent().expect("a folder").to_owned();
        for link in page(name).split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            assert!(link.contains("://") || folder.join(link).exists(), "{name}: {link}");
        }
    }
}
