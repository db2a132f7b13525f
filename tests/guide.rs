//! The guide at a terminal: through the steps of a year, by the return key and a few words.
#![cfg(unix)]
#![allow(clippy::expect_used, clippy::panic, reason = "a test says what it lacks by failing")]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use common::terminal::{case, folder, names, run};
use rexpect::session::{PtySession, spawn_command};

const RETURN: &str = "\r";
const UP: &str = "\u{1b}[A";
const ESCAPE: &str = "\u{1b}";

/// The longest a step takes, in milliseconds.
const PATIENCE: u64 = 60_000;

struct Terminal(PtySession);

impl Terminal {
    /// The program in `folder`, at a terminal of 80 columns; the system's opener only writes down what it is to open.
    fn start(folder: &Path, opened: &Path) -> Self {
        Self::with(folder, opened, &[])
    }

    /// The same with arguments.
    fn with(folder: &Path, opened: &Path, arguments: &[&str]) -> Self {
        let opener = opened.with_file_name("xdg-open");
        fs::write(&opener, format!("#!/bin/sh\necho \"$1\" >> '{}'\n", opened.display())).expect("an opener");
        fs::set_permissions(&opener, fs::Permissions::from_mode(0o755)).expect("an opener");
        let tools = opener.parent().expect("a folder").display().to_string();
        let mut command = Command::new("sh");
        command
            .current_dir(folder)
            .args(["-c", "stty cols 80 rows 40; exec \"$0\" \"$@\""])
            .arg(assert_cmd::cargo::cargo_bin("jiangbu"))
            .args(arguments)
            .env("PATH", format!("{tools}:{}", std::env::var("PATH").unwrap_or_default()))
            .env("NO_COLOR", "1")
            .env("TERM", "xterm");
        Self(spawn_command(command, Some(PATIENCE)).expect("a terminal"))
    }

    fn sees(&mut self, text: &str) {
        // The library takes each byte for a character.
        let bytes: String = text.bytes().map(char::from).collect();
        if let Err(error) = self.0.exp_string(&bytes) {
            panic!("{text} does not come: {error}");
        }
    }

    fn types(&mut self, keys: &str) {
        self.0.send(keys).expect("a key");
        self.0.flush().expect("a key");
    }

    /// The next question, with the step it proposes; the return key takes it.
    fn takes(&mut self, step: &str) {
        self.sees("下一步？");
        self.sees(&format!("> {step}"));
        self.sees("Esc 离开");
        self.types(RETURN);
    }

    /// It ends by itself, and all is well.
    fn ends(self) {
        let status = format!("{:?}", self.0.process().wait().expect("an end"));
        assert!(status.starts_with("Exited(") && status.ends_with(", 0)"), "{status}");
    }
}

#[test]
fn a_year_by_the_return_key() {
    let (at, tools) = (folder(), folder());
    let data = at.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    for entry in fs::read_dir(case("minimal")).expect("the data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, data.join(path.file_name().expect("a name"))).expect("a file");
    }
    let opened = tools.path().join("opened");
    let mut terminal = Terminal::start(at.path(), &opened);
    terminal.sees("数据（");
    terminal.takes("检查：");
    terminal.sees("$ jiangbu 检查 数据 -o 问题清单.xlsx");
    terminal.sees("没有错误，可以核算。");
    terminal.takes("核算：");
    terminal.sees("答复过问题吗？");
    terminal.sees("> 不用答复");
    terminal.types(RETURN);
    terminal.sees("$ jiangbu 核算 数据\r\n");
    terminal.sees("555,500.00 元");
    terminal.takes("打开刚才写出的文件");
    terminal.sees("正在打开 2022年度奖励核算.xlsx");
    terminal.takes("说明：");
    terminal.sees("哪家企业？");
    terminal.types("岭泰\r");
    terminal.sees("$ jiangbu 说明 数据 -e 岭泰");
    terminal.sees("相差 0.01 元");
    terminal.takes("复核：");
    terminal.sees("> 不用答复");
    terminal.types(RETURN);
    terminal.sees("逐字节相同");
    // A second calculation finds the first one in its place.
    terminal.sees("下一步？");
    terminal.sees("Esc 离开");
    terminal.types(ESCAPE);
    terminal.sees("（不选）");
    terminal.ends();
    assert_eq!(names(at.path()), ["2022年度奖励核算.xlsx", "数据", "问题清单.xlsx"]);
    let opened = fs::read_to_string(opened).expect("what was opened");
    assert!(opened.ends_with("2022年度奖励核算.xlsx\n"), "{opened}");
}

#[test]
fn in_an_empty_folder_blank_workbooks_come_first_and_what_is_there_stays() {
    let (at, tools) = (folder(), folder());
    let mut terminal = Terminal::start(at.path(), &tools.path().join("opened"));
    terminal.sees("这个文件夹里没有工作簿");
    terminal.takes("模板：");
    terminal.sees("已在 模板 写出");
    // Once more: what is there is not overwritten.
    terminal.sees("下一步？");
    terminal.sees("> 打开刚才写出的文件");
    terminal.sees("Esc 离开");
    // Upwards to the first of the steps, however many there are.
    for step in ["说明：", "口径：", "核算：", "检查：", "模板："] {
        terminal.types(UP);
        terminal.sees(&format!("> {step}"));
    }
    terminal.types(RETURN);
    terminal.sees("$ jiangbu 模板");
    terminal.sees("已经存在");
    terminal.sees("怎么办？");
    terminal.sees("> 覆盖 ");
    terminal.types(ESCAPE);
    terminal.sees("下一步？");
    terminal.types("\u{3}");
    terminal.ends();
    assert_eq!(names(at.path()), ["模板"]);
}

/// What a file is called, and a firm, commands no terminal: neither in the guide, nor in what is said, nor in a file sent to the screen.
#[test]
fn names_never_command_a_terminal() {
    const ODD: &str = "甲\u{1b}[31m\u{202e}乙\u{9b}5m";
    let (at, tools) = (folder(), folder());
    let data = at.path().join(format!("夹{ODD}"));
    fs::create_dir(&data).expect("a folder");
    let table = format!("统一社会信用代码,企业名称,轴承工业企业\n91371581MAH9KBJD25,{ODD},也许\n");
    fs::write(data.join(format!("{ODD}.csv")), table).expect("a file");
    let folder = data.file_name().expect("a name").to_string_lossy().into_owned();
    let opened = tools.path().join("opened");
    for arguments in [
        &["检查", &folder][..],
        &["检查", &folder, "--json", "-"],
        &["核算", &folder, "-o", &format!("{ODD}.xlsx")],
        &["说明", &folder, "-e", ODD],
        &["复核", &folder, &folder],
        &[ODD],
        &["检查", &format!("--{ODD}")],
    ] {
        let mut terminal = Terminal::with(at.path(), &opened, arguments);
        let shown = terminal.0.exp_eof().expect("an end");
        // The library takes each byte for a character.
        let shown =
            String::from_utf8(shown.chars().map(|c| u8::try_from(c).expect("a byte")).collect()).expect("UTF-8");
        let commanding = |c: &char| matches!(c, '\u{1b}' | '\u{80}'..='\u{9f}' | '\u{202e}');
        assert!(!shown.contains(|c: char| commanding(&c)), "{arguments:?}: {shown:?}");
        assert!(shown.contains('␛'), "{arguments:?}: {shown}");
    }
    let mut terminal = Terminal::start(at.path(), &opened);
    terminal.sees("夹甲␛[31m‹U+202E›乙‹U+009B›5m");
    terminal.sees("下一步？");
    terminal.sees("Esc 离开");
    terminal.types(ESCAPE);
    terminal.ends();
}

#[test]
fn in_a_pipe_there_is_the_help() {
    let at = folder();
    let ran = run(at.path(), &[]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(ran.out, run(at.path(), &["--help"]).out);
}
