//! The guide: its pieces put together are a policy that checks; its commands say what it shows; its slips are told as it says.

use std::fs;

use assert_cmd::Command;
use jiangbu::policy::Policy;

const GUIDE: &str = include_str!("../../docs/policy-guide.md");

/// The blocks of the guide in `language`.
fn blocks(language: &str) -> Vec<&'static str> {
    let after = GUIDE.split(&format!("\n```{language}\n")[..]).skip(1).collect::<Vec<_>>();
    after.into_iter().map(|rest| rest.split_once("\n```\n").expect("a closed block").0).collect()
}

fn policy() -> String {
    blocks("toml").join("\n\n") + "\n"
}

#[test]
fn the_commands_of_the_guide_say_what_it_shows() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("政策.toml"), policy()).expect("written");
    let blocks = blocks("console");
    assert!(blocks.len() >= 4);
    for block in blocks {
        let (command, shown) = block.split_once('\n').unwrap_or((block, ""));
        let arguments: Vec<&str> = command.strip_prefix("$ jiangbu ").expect("a command").split(' ').collect();
        let mut program = Command::cargo_bin("jiangbu").expect("the program");
        let output = program.current_dir(folder.path()).args(arguments).output().expect("a run");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success() && said.contains(shown), "{command}\n{said}");
    }
}

/// Each row of the table of slips: what is written, what is said, what should be written.
#[test]
fn the_slips_of_the_guide_are_told_as_it_says() {
    let (_, table) = GUIDE.split_once("## 容易写错的").expect("the table");
    let rows: Vec<Vec<&str>> =
        table.lines().filter(|line| line.starts_with("| `")).map(|line| line.split(" | ").collect()).collect();
    assert!(rows.len() >= 8);
    let formula = |cell: &str| cell.trim_matches(['|', ' ', '`', '\'']).to_owned();
    let with = |test: &str| policy().replacen("test = '当年有效投诉<3'", &format!("test = '{test}'"), 1);
    for row in rows {
        let (slip, says, right) = (formula(row[0]), row[1], row[2].trim_matches(['|', ' ']));
        let slip = slip.replace("营业收入", "当年营收");
        let error = Policy::load(&with(&slip), "政策.toml").expect_err("a slip");
        assert!(error.faults[0].message.contains(says), "{slip}: {}", error.faults[0].message);
        if right.starts_with("`'") {
            let right = formula(right).replace("营业收入", "当年营收");
            assert!(Policy::load(&with(&right), "政策.toml").is_ok(), "{right}");
        }
    }
}
