//! The shape of the house: what a folder may know, and that no file knows another that knows it in turn.

#![allow(clippy::expect_used, reason = "a test that cannot read the sources fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The rooms from the ground up: each may know those above it in this list, none below.
const ROOMS: &[&str] = &[
    "index",
    "money",
    "ids",
    "canonical",
    "numbering",
    "texts",
    "checksum",
    "progress",
    "parallel",
    "handing",
    "plain_file",
    "own_workbooks",
    "stage",
    "finding",
    "formula",
    "policy",
    "identity",
    "tables",
    "firm_rows",
    "record",
    "intake",
    "check",
    "award",
    "readings",
    "answers",
    "compare",
    "carry",
    "verify",
    "report",
    "commands",
    "cli",
    "lib",
    "main",
];

/// A file's path within the crate: `report::sheets::cover`; a folder's own file is the folder.
fn module(path: &Path) -> Vec<String> {
    let mut steps: Vec<String> =
        path.iter().map(|step| step.to_string_lossy().trim_end_matches(".rs").to_owned()).collect();
    if steps.last().is_some_and(|last| last == "mod") {
        steps.pop();
    }
    steps
}

fn sources(folder: &Path, root: &Path, found: &mut BTreeMap<Vec<String>, String>) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, root, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).expect("a source file");
            // What the tests beside the code use is another matter.
            let text = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default().to_owned();
            found.insert(module(path.strip_prefix(root).expect("within the sources")), text);
        }
    }
}

/// The single paths that `tree` (what follows `use`) names.
fn paths(tree: &str, head: &str, found: &mut Vec<String>) {
    let tree = tree.trim();
    let Some((before, rest)) = tree.split_once('{') else {
        found.push(format!("{head}{}", tree.split(" as ").next().unwrap_or_default().trim()));
        return;
    };
    let head = format!("{head}{}", before.trim());
    let (mut depth, mut item) = (0, String::new());
    for c in rest.trim_end().trim_end_matches('}').chars().chain([',']) {
        depth += i32::from(c == '{') - i32::from(c == '}');
        if c == ',' && depth == 0 {
            if !item.trim().is_empty() {
                paths(&item, &head, found);
            }
            item.clear();
        } else {
            item.push(c);
        }
    }
}

/// The file that `path`, as written in `here`, leads to.
fn target(here: &[String], path: &str, known: &BTreeMap<Vec<String>, String>) -> Option<Vec<String>> {
    let mut steps = path.split("::").peekable();
    let mut at: Vec<String> = match *steps.peek()? {
        "crate" => Vec::new(),
        "self" => here.to_vec(),
        "super" => here[..here.len().saturating_sub(1)].to_vec(),
        _ => return None,
    };
    steps.next();
    while steps.peek() == Some(&"super") {
        at.pop();
        steps.next();
    }
    at.extend(steps.map(str::to_owned));
    while !at.is_empty() && !known.contains_key(&at) {
        at.pop();
    }
    (!at.is_empty()).then_some(at)
}

/// For each file, the files it knows; a folder's own file and those within it hand names on to each other.
fn knowledge() -> BTreeMap<Vec<String>, BTreeSet<Vec<String>>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut known = BTreeMap::new();
    sources(&root, &root, &mut known);
    let edges = known.iter().map(|(here, text)| {
        let code: String =
            text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join(" ");
        let mut named = Vec::new();
        for part in code.split(" use ").skip(1) {
            paths(part.split(';').next().unwrap_or_default(), "", &mut named);
        }
        for word in code.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == ':')) {
            if ["crate::", "super::", "self::"].iter().any(|start| word.starts_with(start)) {
                named.push(word.to_owned());
            }
        }
        let found = named.iter().filter_map(|path| target(here, path, &known));
        let found = found.filter(|there| !there.starts_with(here) && !here.starts_with(there));
        (here.clone(), found.collect())
    });
    edges.collect()
}

#[test]
fn no_arrow_leads_up() {
    let level = |room: &str| ROOMS.iter().position(|known| *known == room);
    let mut wrong = Vec::new();
    for (here, knows) in knowledge() {
        let own = level(&here[0]).unwrap_or_else(|| panic!("{here:?} stands in no room of this list"));
        for there in knows.into_iter().filter(|there| level(&there[0]).is_none_or(|level| level > own)) {
            wrong.push(format!("{} knows {}", here.join("::"), there.join("::")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_file_is_known_by_what_it_knows() {
    let mut graph = knowledge();
    // What knows nothing that is left cannot be part of a circle.
    loop {
        let free: Vec<_> = graph.iter().filter(|(_, knows)| knows.is_empty()).map(|(here, _)| here.clone()).collect();
        if free.is_empty() {
            break;
        }
        for here in free {
            graph.remove(&here);
            graph.values_mut().for_each(|knows| {
                knows.remove(&here);
            });
        }
    }
    let circles: Vec<String> = graph.keys().map(|here| here.join("::")).collect();
    assert!(circles.is_empty(), "in a circle, or above one: {circles:#?}");
}
