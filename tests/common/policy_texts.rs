//! The policies that lie in the project, and the slips that are tried in one of them.

use std::fs;
use std::path::{Path, PathBuf};

/// What a folder of the project holds, in order.
pub fn listed(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut all: Vec<PathBuf> =
        fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    all.sort();
    all
}

/// The policies of a folder: the name of each, and its text.
pub fn policies(folder: &str) -> Vec<(String, String)> {
    let read = |file: PathBuf| {
        let name = file.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, fs::read_to_string(&file).expect("a policy"))
    };
    listed(folder).into_iter().map(read).collect()
}

/// The rules of an invented county, without its examples.
pub fn grain() -> &'static str {
    let (rules, _) = include_str!("../policies/grain.toml").split_once("\n[[example]]").expect("its examples");
    rules
}

/// One slip.
pub struct Slip {
    /// The block of the table it stands in; lines with `! ` are what is said of it.
    pub block: &'static str,
    /// The rules with it.
    pub text: String,
}

/// The slips of the county's table, each made in its rules.
pub fn slips() -> impl Iterator<Item = Slip> {
    slips_of(include_str!("../policy_file/slips.txt"), grain())
}

/// The slips of a table, each made in `policy`.
pub fn slips_of(table: &'static str, policy: &str) -> impl Iterator<Item = Slip> {
    let blocks = table.split("\n\n").filter(|block| block.lines().any(|line| line.starts_with("- ")));
    blocks.map(move |block| {
        let lines = |sign: char| {
            // What is left out leaves nothing behind its sign.
            let after =
                move |line: &'static str| line.strip_prefix(sign).map(|rest| rest.strip_prefix(' ').unwrap_or(rest));
            block.lines().filter_map(after).map(|line| line.replace('⏎', "\n"))
        };
        let mut text = policy.to_owned();
        for (right, wrong) in lines('-').zip(lines('+')) {
            assert!(text.contains(&right), "the policy no longer says: {right}");
            text = text.replacen(&right, &wrong, 1);
        }
        Slip { block, text }
    })
}
