//! What goes wrong outside the program: full disks, pipes in place of files, links, and an end at any moment. The output is whole, old or
//! absent, and somebody is told.
#![cfg(unix)]
#![allow(clippy::expect_used, reason = "a test says what it lacks by failing")]

mod common;

use std::fs::{self, OpenOptions};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Instant;

use common::terminal::{Ran, case, folder, names, program, ran, run};
use nix::sys::signal::{Signal, kill};
use nix::sys::stat::Mode;
use nix::unistd::{Pid, mkfifo};

fn pipe(path: &Path) {
    mkfifo(path, Mode::S_IRWXU).expect("a pipe");
}

#[test]
fn a_pipe_or_a_device_in_place_of_a_file_is_refused_at_once() {
    let at = folder();
    let data = case("minimal");
    pipe(&at.path().join("管.xlsx"));
    for arguments in [
        vec!["check", "管.xlsx"],
        vec!["calc", "管.xlsx"],
        vec!["verify", "管.xlsx", &data],
        vec!["diff", "管.xlsx", "管.xlsx"],
        vec!["check", &data, "--answers", "管.xlsx"],
        vec!["check", &data, "-p", "管.xlsx"],
        vec!["policy", "check", "管.xlsx"],
        vec!["policy", "check", "/dev/zero"],
        vec!["check", "/dev/zero"],
    ] {
        let ran = run(at.path(), &arguments);
        let all = format!("{}{}", ran.out, ran.err);
        assert!([1, 2].contains(&ran.status), "{arguments:?}: {} {all}", ran.status);
        assert!(all.contains("不是文件，是管道或者设备"), "{arguments:?}: {all}");
    }
    // A policy beside it that is no file is not passed over for the one built in.
    pipe(&at.path().join("policy.toml"));
    let ran = run(at.path(), &["check", &data]);
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("policy.toml：不是文件"), "{}", ran.err);
}

#[test]
fn force_follows_links_and_replaces_no_pipe_and_no_device() {
    let at = folder();
    let (data, here) = (case("minimal"), |name: &str| at.path().join(name));
    fs::create_dir(here("存")).expect("a folder");
    fs::write(here("存/旧.xlsx"), "old").expect("a file");
    symlink("存/旧.xlsx", here("链.xlsx")).expect("a link");
    symlink("没有.xlsx", here("断.xlsx")).expect("a link");
    pipe(&here("管.json"));
    let before = names(at.path());
    for (output, said) in [
        (["--json", "管.json"], "管.json 不是文件，是管道或者设备，不能覆盖"),
        (["--json", "/dev/null"], "/dev/null 不是文件，是管道或者设备，不能覆盖"),
        (["-o", "断.xlsx"], "断.xlsx 是失效的链接"),
    ] {
        for force in [&["--force"][..], &[]] {
            let ran = run(at.path(), &[&["calc", &data][..], &output, force].concat());
            assert_eq!(ran.status, 2, "{output:?}: {}", ran.err);
            assert!(ran.err.contains(said), "{output:?}: {}", ran.err);
            assert_eq!(names(at.path()), before);
        }
    }
    assert_eq!(run(at.path(), &["calc", &data, "-o", "链.xlsx"]).status, 2, "it is there already");
    assert_eq!(run(at.path(), &["calc", &data, "-o", "链.xlsx", "--force"]).status, 0);
    assert!(here("链.xlsx").is_symlink(), "the link stays");
    assert!(fs::read(here("存/旧.xlsx")).expect("the award").starts_with(b"PK"), "the file behind it is new");
    assert_eq!((names(at.path()), names(&here("存"))), (before, vec!["旧.xlsx".to_owned()]));
}

/// The program under a bound on the size of the files it may write, as on a disk that is full.
fn bounded(folder: &Path, kib: u32, arguments: &[&str]) -> Ran {
    let program = assert_cmd::cargo::cargo_bin("jiangbu");
    let mut shell = assert_cmd::Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" \"$@\"");
    ran(shell.current_dir(folder).arg("-c").arg(script).arg(program).args(arguments))
}

#[test]
fn a_full_disk_leaves_the_old_file_and_a_sentence() {
    let at = folder();
    let data = case("minimal");
    assert_eq!(run(at.path(), &["calc", &data, "-o", "旧.xlsx"]).status, 0);
    let old = fs::read(at.path().join("旧.xlsx")).expect("the award");
    let whole = run(at.path(), &["calc", &data, "-o", "-", "--json", "大.json"]);
    assert_eq!(whole.status, 0, "{}", whole.err);
    fs::remove_file(at.path().join("大.json")).expect("the JSON");
    // The library's scratch files meet the bound first, or the package does.
    for kib in [1, 2, 4, 8, 16, 32] {
        let ran = bounded(at.path(), kib, &["calc", &data, "-o", "旧.xlsx", "--force"]);
        assert_eq!(ran.status, 2, "{kib}: {}{}", ran.out, ran.err);
        let last = ran.err.lines().last().unwrap_or_default();
        assert!(last.starts_with("写不出 旧.xlsx：") && last.contains("文件大得系统不许写"), "{kib}: {}", ran.err);
        assert!(!ran.err.contains("panicked") && !ran.err.contains("Os {"), "{}", ran.err);
        assert!(fs::read(at.path().join("旧.xlsx")).expect("the award") == old, "{kib}: the old one stays");
        assert_eq!(names(at.path()), ["旧.xlsx"], "{kib}");
    }
    let small = bounded(at.path(), 8, &["policy", "init", "-o", "新.toml"]);
    assert_eq!((small.status, names(at.path())), (2, vec!["旧.xlsx".to_owned()]), "{}", small.err);
    assert!(small.err.contains("写不出 新.toml：文件大得系统不许写"), "{}", small.err);
}

#[test]
fn standard_output_that_takes_nothing_is_no_success() {
    let at = folder();
    let data = case("minimal");
    for arguments in [
        vec!["policy", "show"],
        vec!["check", &data],
        vec!["check", "--explain", "E213"],
        vec!["calc", &data, "-o", "-"],
        vec!["calc", &data, "-o", "a.xlsx", "--json", "-", "--force"],
        vec!["--help"],
        vec!["man"],
    ] {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("a full device");
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("jiangbu"));
        let ran = command.current_dir(at.path()).args(&arguments).stdout(full).output().expect("a run");
        let err = String::from_utf8_lossy(&ran.stderr);
        assert_eq!(ran.status.code(), Some(2), "{arguments:?}: {err}");
        assert!(err.contains("磁盘已满"), "{arguments:?}: {err}");
    }
}

#[test]
fn where_nothing_can_be_written_a_sentence_says_so() {
    let at = folder();
    let data = case("minimal");
    let mut nowhere = program(at.path());
    let ran = ran(nowhere.args(["calc", &data]).env("TMPDIR", at.path().join("没有")));
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("没有这个文件或文件夹"), "{}", ran.err);
    assert!(names(at.path()).is_empty());
    // A folder that no one writes in, whoever asks.
    if Path::new("/proc/self").is_dir() {
        let ran = run(at.path(), &["calc", &data, "-o", "/proc/x.xlsx"]);
        assert_eq!(ran.status, 2, "{}", ran.err);
        assert!(ran.err.starts_with("写不出 /proc/x.xlsx："), "{}", ran.err);
    }
}

struct Started {
    child: Child,
    at: Instant,
}

/// `calc` over an award that is there.
fn start(folder: &Path, data: &str) -> Started {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("jiangbu"));
    command.current_dir(folder).args(["calc", data, "-o", "旧.xlsx", "--force", "--json", "旧.json"]);
    let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("a run");
    Started { child, at: Instant::now() }
}

#[test]
fn ended_at_any_moment_the_output_is_whole_or_old() {
    const MOMENTS: u32 = 12;
    let at = folder();
    let (minimal, data) = (case("minimal"), case("overlaps"));
    let award = at.path().join("旧.xlsx");
    let award_of = |data: &str| {
        assert_eq!(run(at.path(), &["calc", data, "-o", "旧.xlsx", "--force"]).status, 0);
        fs::read(&award).expect("the award")
    };
    let (new, old) = (award_of(&data), award_of(&minimal));
    let usual = {
        let mut started = start(at.path(), &data);
        started.child.wait().expect("an end");
        started.at.elapsed()
    };
    let mut interrupted = 0;
    for signal in [Signal::SIGKILL, Signal::SIGTERM, Signal::SIGINT] {
        for moment in 0..MOMENTS {
            fs::write(&award, &old).expect("the old award");
            let started = start(at.path(), &data);
            std::thread::sleep((usual * moment / MOMENTS).saturating_sub(started.at.elapsed()));
            // It may have ended by itself.
            let _ = kill(Pid::from_raw(i32::try_from(started.child.id()).expect("a number")), signal);
            let ended = started.child.wait_with_output().expect("an end");
            let said = String::from_utf8_lossy(&ended.stderr);
            if ended.status.code() == Some(130) {
                assert!(said.ends_with("\n已中断。没有写完的文件不留下，已经写好的不动。\n"), "{said}");
                interrupted += 1;
            }
            let found = fs::read(&award).expect("an award");
            assert!(found == old || found == new, "{signal} at {moment}: neither the old nor the new one");
            let begun: Vec<PathBuf> = names(at.path())
                .into_iter()
                .filter(|name| name.starts_with(".jiangbu-"))
                .map(|name| at.path().join(name))
                .collect();
            assert!(begun.is_empty() || signal == Signal::SIGKILL, "{signal} at {moment}: {begun:?}");
            begun.iter().for_each(|path| fs::remove_file(path).expect("a file"));
        }
    }
    assert!(interrupted > 0, "no moment was within a run");
}

#[test]
fn a_file_that_changes_while_it_is_read_ends_in_a_sentence() {
    let at = folder();
    let data = at.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    for entry in fs::read_dir(case("minimal")).expect("the data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, data.join(path.file_name().expect("a name"))).expect("a file");
    }
    let victim = data.join("税务数据.xlsx");
    let whole = fs::read(&victim).expect("a workbook");
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                // Saved in place, half by half, as some programs do.
                fs::write(&victim, &whole[..whole.len() / 2]).expect("half");
                fs::write(&victim, &whole).expect("the whole");
            }
        });
        for _ in 0..8 {
            let ran = run(at.path(), &["calc", "数据", "-o", "果.xlsx", "--force"]);
            let all = format!("{}{}", ran.out, ran.err);
            assert!((0..=2).contains(&ran.status) && !all.contains("内部出错"), "{all}");
            assert!(ran.status == 0 || all.contains("税务数据.xlsx") || all.contains("没有这张表"), "{all}");
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}
