//! The HTML brief: what it shows and what it never shows, and that a real browser opens it from disk, searches it and prints it.

#![allow(clippy::expect_used, reason = "a test that cannot write its inputs fails")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn brief(folder: &Path, case: &str, more: &[&str]) -> PathBuf {
    let (award, html) = (folder.join("award.xlsx"), folder.join("brief.html"));
    let mut command = assert_cmd::Command::cargo_bin("jiangbu").expect("the program");
    command.arg("calc").arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case).join("inputs"));
    let output =
        command.arg("-o").arg(award).arg("--html").arg(&html).arg("--force").args(more).output().expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    html
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).expect("the brief")
}

#[test]
fn it_refers_to_nothing_outside_and_shows_no_figures_unless_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = text(&brief(folder.path(), "year-2022", &[]));
    for outside in ["http://", "https://", "src=", "@import", "url("] {
        assert!(!plain.contains(outside), "{outside}");
    }
    let whole = text(&brief(folder.path(), "year-2022", &["--html-figures"]));
    // Where a figure came from, and what was multiplied.
    for inside in [" › ", "新增 "] {
        assert!(!plain.contains(inside) && whole.contains(inside), "{inside}");
    }
    let accounts = ["开户行", "账号"];
    assert!(accounts.iter().all(|word| !plain.contains(word) && !whole.contains(word)));
    assert_eq!(plain, text(&brief(folder.path(), "year-2022", &[])), "the same bytes");
}

#[test]
fn its_totals_are_those_of_the_award() {
    let folder = tempfile::tempdir().expect("a folder");
    let json = folder.path().join("award.json");
    let plain = text(&brief(folder.path(), "year-2022", &["--json", json.to_str().expect("a path")]));
    let award: serde_json::Value = serde_json::from_str(&text(&json)).expect("JSON");
    let grouped = |amount: &str| jiangbu::money::group(amount);
    assert!(plain.contains(&format!("{} 元", grouped(award["fund"]["total"].as_str().expect("a total")))));
    for firm in award["firms"].as_array().expect("firms") {
        assert!(plain.contains(firm["code"].as_str().expect("a code")));
        if let Some(payable) = firm["payable"].as_str() {
            assert!(plain.contains(&grouped(payable)), "{payable}");
        }
    }
}

/// Debian's browser, without a window; nothing if it is not there, which is said; on the build machine it must be.
fn browser(folder: &Path, arguments: &[&str]) -> Option<Output> {
    let mut command = Command::new("chromium");
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--enable-logging=stderr",
        "--virtual-time-budget=3000",
    ]);
    command.arg(format!("--user-data-dir={}", folder.join("profile").display())).env("HOME", folder);
    match command.args(arguments).output() {
        Ok(output) => Some(output),
        Err(error) => {
            assert!(std::env::var_os("CI").is_none(), "chromium is missing: {error}");
            #[allow(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
            {
                eprintln!("跳过：没有 chromium，网页简报没有在浏览器里打开过");
            }
            None
        }
    }
}

#[test]
fn a_browser_opens_it_from_disk_searches_and_prints_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let html = brief(folder.path(), "minimal", &[]);
    let page = text(&html);
    let all = page.matches("<details class=\"firm\"").count();
    let name = page.split("class=\"name\">").nth(1).and_then(|rest| rest.split('<').next()).expect("a firm");
    let address = format!("file://{}", html.display());
    let Some(whole) = browser(folder.path(), &["--dump-dom", &address]) else { return };
    let dom = String::from_utf8_lossy(&whole.stdout);
    assert!(all > 1 && dom.contains(&format!(">{all} 家</span>")), "the script has not run:\n{dom}");
    let said = String::from_utf8_lossy(&whole.stderr);
    assert!(!said.contains(":CONSOLE"), "{said}");

    let found = browser(folder.path(), &["--dump-dom", &format!("{address}#{name}")]).expect("the browser");
    let dom = String::from_utf8_lossy(&found.stdout);
    let hidden = dom.matches("<details class=\"firm\"").zip(dom.split("<details class=\"firm\"").skip(1));
    let hidden = hidden.filter(|(_, rest)| rest.split('>').next().is_some_and(|tag| tag.contains("hidden"))).count();
    assert!(dom.contains(">1 家</span>") && hidden == all - 1, "{hidden} of {all} hidden");

    let paper = folder.path().join("brief.pdf");
    browser(folder.path(), &[&format!("--print-to-pdf={}", paper.display()), &address]).expect("the browser");
    let printed = fs::read(&paper).expect("a paper");
    assert!(printed.starts_with(b"%PDF") && printed.len() > 10_000, "{} bytes", printed.len());

    // A town of 120 firms: a line or two for each, not a page for two.
    let html = brief(folder.path(), "year-2022", &[]);
    let page = text(&html);
    let (paid, rest) = page.split_once("class=\"items\"").expect("a firm that is paid");
    assert!(
        paid.contains("各项目发放额") && rest.contains("不符合"),
        "the result first, then who is paid, then the others"
    );
    let address = format!("file://{}", html.display());
    browser(folder.path(), &[&format!("--print-to-pdf={}", paper.display()), &address]).expect("the browser");
    let printed = fs::read(&paper).expect("a paper");
    let pages = String::from_utf8_lossy(&printed).matches("/Type /Page\n").count();
    assert!((2..=6).contains(&pages), "{pages} pages");
}
