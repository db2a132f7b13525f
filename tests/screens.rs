//! Every screen exactly as it is, at two widths, so that a change is seen: `INSTA_UPDATE=always cargo test --test screens` writes them anew,
//! and the difference is read before it is committed.
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod common;

use std::fs;
use std::path::Path;

use clap::CommandFactory as _;
use common::terminal::{case, folder, names, run_in};
use jiangbu::cli::Cli;
use jiangbu::finding::catalogue;
use unicode_width::UnicodeWidthStr as _;

/// What people see who type this: messages, the result, the status.
fn screen(here: &Path, width: usize, arguments: &[&str]) -> String {
    let ran = run_in(here, arguments, &[("COLUMNS", &width.to_string())]);
    let status = if ran.status == 0 { String::new() } else { format!("[{}]\n", ran.status) };
    let shown = format!("$ jiangbu {}\n{}{}{status}", arguments.join(" "), ran.err, ran.out);
    for (line, next) in shown.lines().zip(shown.lines().skip(1)) {
        assert!(line.width() <= width || line.starts_with('$'), "wider than {width}: {line}");
        let cut = line.ends_with(|c: char| c.is_ascii_digit() || c == ',')
            && line.width() + 2 > width
            && next.trim_start().starts_with(|c: char| c.is_ascii_digit());
        assert!(!cut, "a figure is cut: {line} | {next}");
    }
    shown
}

/// One snapshot for each width.
fn settled(name: &str, widths: &[usize], screens: impl Fn(usize) -> String) {
    for &width in widths {
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_suffix(width.to_string());
        settings.set_omit_expression(true);
        // A policy is changed more often than how it is shown.
        settings.add_filter("[0-9a-f]{12}…|[0-9a-f]{64}", "‹SHA-256›");
        settings.bind(|| insta::assert_snapshot!(name, screens(width)));
    }
}

/// The names of `command` and of all below it, each as it is typed.
fn below(command: &clap::Command, path: &[String], all: &mut Vec<Vec<String>>) {
    all.push(path.to_vec());
    for sub in command.get_subcommands() {
        below(sub, &[path, &[sub.get_name().to_owned()]].concat(), all);
    }
}

#[test]
fn help_pages() {
    let (here, mut pages) = (folder(), Vec::new());
    below(&Cli::command(), &[], &mut pages);
    assert!(pages.len() > 15, "{pages:?}");
    settled("help", &[80, 120], |width| {
        let page = |path: &Vec<String>| {
            let words: Vec<&str> = path.iter().map(String::as_str).chain(["--help"]).collect();
            screen(here.path(), width, &words)
        };
        pages.iter().map(page).collect::<Vec<_>>().join("\n")
    });
}

#[test]
fn what_each_finding_means() {
    let here = folder();
    settled("findings", &[80, 120], |width| {
        let explained = |entry: &&catalogue::Entry| screen(here.path(), width, &["检查", "--explain", entry.code]);
        catalogue::ALL.iter().map(explained).collect::<Vec<_>>().join("\n")
    });
}

/// The main reports, one after the other as in a year, on the smallest town.
#[test]
fn reports() {
    settled("reports", &[80, 120], |width| {
        let here = folder();
        let data = here.path().join("数据");
        fs::create_dir(&data).expect("a folder");
        for name in names(Path::new(&case("minimal"))) {
            fs::copy(Path::new(&case("minimal")).join(&name), data.join(&name)).expect("a file");
        }
        let faulty = here.path().join("错");
        fs::create_dir(&faulty).expect("a folder");
        fs::write(faulty.join("甲.csv"), FAULTY).expect("a file");
        let commands: &[&[&str]] = &[
            &["模板"],
            &["检查", "数据"],
            &["检查", "错"],
            &["核算", "错"],
            &["核算", "数据", "-o", "甲.xlsx"],
            &["说明", "数据", "-e", "岭泰"],
            &["说明", "数据", "-e", "公司"],
            &["口径", "数据"],
            &["政策", "新建", "-o", "新.toml"],
            &["政策", "查看", "-p", "新.toml"],
            &["政策", "检查", "新.toml", "--boundaries"],
            &["政策", "写出", "-o", "旧.toml"],
            &["政策", "试算", "授权专利", "专利类型=发明"],
            &["核算", "数据", "-p", "改.toml", "--compare", "旧.toml", "-o", "乙.xlsx"],
            &["比对", "甲.xlsx", "乙.xlsx"],
            &["复核", "甲.xlsx", "数据"],
            &["复核", "乙.xlsx", "数据"],
            &["结转", "甲.xlsx", "--force"],
            &["检查"],
            &["核算", "没有"],
            &["核算", "数据", "--轻"],
        ];
        let mut shown = Vec::new();
        for arguments in commands {
            let screen = screen(here.path(), width, arguments);
            // Of a long list its beginning.
            shown.push(screen.split_inclusive('\n').take(MOST).collect::<String>());
            if arguments.starts_with(&["政策", "写出"]) {
                let policy = fs::read_to_string(here.path().join("旧.toml")).expect("the policy");
                let changed = policy.replace("\"发明\" = 5000", "\"发明\" = 4000");
                assert_ne!(policy, changed, "a figure to change");
                fs::write(here.path().join("改.toml"), changed).expect("a policy");
            }
        }
        shown.join("\n")
    });
}

/// So many lines of a screen are kept.
const MOST: usize = 60;

/// A workbook with faults of some kinds.
const FAULTY: &str = "统一社会信用代码,企业名称,轴承工业企业,规模,销售收入（万元）,研发投入（万元）,上年度亩均评价
91371581MAH9KBJD25,甲轴承公司,是,规上,约1万,600,B
91371581MAH9KBJD26,乙轴承公司,是,大,20000,600,E
91371581MAH9KBJD25,甲轴承公司,也许,规上,-5,600,B
";
