//! A pass: each change is tried, and the results are kept as they come.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;

use crate::change::Mutant;
use crate::tests::{End, Reaching, Test, reaching};
use crate::tree::{TestProgram, Tree};
use crate::{Request, side_by_side};

/// What became of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// A test failed, or did not end.
    Noticed,
    /// Every test that reaches it passes.
    Alive,
    /// The tests of the seconds allowed pass; others were not run.
    AliveSoFar,
    /// No test reaches it.
    Unreached,
}

impl Fate {
    const ALL: [Self; 4] = [Self::Noticed, Self::Alive, Self::AliveSoFar, Self::Unreached];

    const fn word(self) -> &'static str {
        match self {
            Self::Noticed => "noticed",
            Self::Alive => "alive",
            Self::AliveSoFar => "alive-so-far",
            Self::Unreached => "unreached",
        }
    }
}

/// One whole pass, or the rest of one.
pub fn pass(request: &Request) -> anyhow::Result<()> {
    let file = |name: &str| request.folder.join(name);
    let tree = Tree::of(&request.source, &request.folder);
    let root = tree.root();
    let mutants = if request.go_on {
        if !request.tests.is_empty() {
            tree.take_over(&request.tests)?;
        }
        read_mutants(&file("mutants.tsv"))?
    } else {
        tree.renew()?;
        let mutants = tree.change(&request.files)?;
        fs::write(file("mutants.tsv"), mutants.iter().map(told).collect::<String>())?;
        for old in ["reaching.tsv", "tests.txt", "results.tsv"] {
            let _ = fs::remove_file(file(old));
        }
        mutants
    };
    let programs = tree.build(&request.without)?;
    let text = |name| fs::read_to_string(file(name)).unwrap_or_default();
    let mut reaching = read_reaching(&text("reaching.tsv"), &programs)?;
    let mut known = text("tests.txt");
    let (new, names) = self::reaching(&programs, &known.lines().map(str::to_owned).collect(), &root, request.at_once)?;
    known.extend(names.iter().map(|name| format!("{name}\n")));
    fs::write(file("tests.txt"), known)?;
    for (number, tests) in &new {
        reaching.entry(*number).or_default().extend(tests.iter().map(Arc::clone));
    }
    fs::write(file("reaching.tsv"), write_reaching(&reaching))?;

    let mut fates = read_results(&file("results.tsv"));
    // What is alive is tried again by the new tests that reach it; where no time is set, by all.
    let is_settled = |mutant: &Mutant| match fates.get(&mutant.number) {
        None => false,
        Some(Fate::Noticed) => true,
        Some(Fate::AliveSoFar) if request.seconds.is_none() => false,
        Some(_) => !new.contains_key(&mutant.number),
    };
    let is_asked =
        |mutant: &Mutant| request.only.is_empty() || request.only.iter().any(|only| mutant.file.starts_with(only));
    let waiting: Vec<&Mutant> = mutants.iter().filter(|mutant| is_asked(mutant) && !is_settled(mutant)).collect();
    eprintln!("{} changes to try", waiting.len());
    let mut results = OpenOptions::new().create(true).append(true).open(file("results.tsv"))?;
    let mut left = waiting.len();
    let tried_before: HashSet<u32> = fates.keys().copied().collect();
    let (none, strong) = (Vec::new(), Strong::default());
    let try_one = |mutant: &'_ Mutant| {
        let again = tried_before.contains(&mutant.number) && request.seconds.is_some();
        let tests = if again { &new } else { &reaching }.get(&mutant.number).unwrap_or(&none);
        let (fate, by) = tried(mutant, tests, &strong, &root, request.seconds)?;
        // Of those tried before only the new tests were run.
        let fate = if again && fate != Fate::Noticed { Fate::AliveSoFar } else { fate };
        Ok((mutant.clone(), (fate, by)))
    };
    side_by_side(waiting, request.at_once, try_one, |(mutant, (fate, by))| {
        writeln!(results, "{}\t{}\t{by}", fate.word(), told(&mutant).trim_end())?;
        fates.insert(mutant.number, fate);
        left -= 1;
        if left % 100 == 0 {
            eprintln!("{left} left");
        }
        Ok(())
    })?;
    print!("{}", summary(&mutants, &fates));
    Ok(())
}

/// Which tests noticed a change of a file so far, and how often.
#[derive(Debug, Default)]
struct Strong(Mutex<HashMap<(String, String), u32>>);

impl Strong {
    fn count(&self, mutant: &Mutant, test: &Test) -> u32 {
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(mutant.file.clone(), test.called())).copied().unwrap_or_default()
    }

    fn add(&self, mutant: &Mutant, test: &Test) {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *known.entry((mutant.file.clone(), test.called())).or_default() += 1;
    }
}

/// One change, tried by the tests that reach it: first those beside the code, then those of a program called after its
/// folder (`policy_file`, `verify`), then the others; of each the quick ones first, and those that noticed changes of the
/// same file before. A policy is loaded by nearly every test: without their order the tests of the loader came too late.
fn tried(
    mutant: &Mutant,
    tests: &[Arc<Test>],
    strong: &Strong,
    root: &Path,
    seconds: Option<f64>,
) -> anyhow::Result<(Fate, String)> {
    let beside =
        mutant.file.trim_start_matches("src/").trim_end_matches(".rs").trim_end_matches("/mod").replace('/', "::");
    let folder = beside.split("::").next().unwrap_or(&beside);
    let rank = |test: &&Test| {
        let is_beside = test.program.name == "lib" && test.name.starts_with(&beside);
        let is_of_folder = test.program.name.starts_with(folder);
        (!is_beside, !is_of_folder, test.time / (1 + strong.count(mutant, test)))
    };
    let mut order: Vec<&Test> = tests.iter().map(Arc::as_ref).collect();
    order.sort_by_cached_key(rank);

    let (mut spent, mut is_cut_short) = (Duration::ZERO, false);
    for test in &order {
        if seconds.is_some_and(|seconds| (spent + test.time).as_secs_f64() > seconds) {
            is_cut_short = true;
            continue;
        }
        let end = test.run(root, &[("MUTANT", &mutant.number.to_string())], test.time * 10 + Duration::from_secs(5))?;
        spent += test.time;
        if end != End::Passed {
            strong.add(mutant, test);
            return Ok((Fate::Noticed, test.called()));
        }
    }
    let fate = match order.is_empty() {
        true => Fate::Unreached,
        false if is_cut_short => Fate::AliveSoFar,
        false => Fate::Alive,
    };
    Ok((fate, String::new()))
}

/// How many were noticed, folder by folder, and what no test notices.
fn summary(mutants: &[Mutant], fates: &HashMap<u32, Fate>) -> String {
    let mut folders: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    let mut survivors = String::new();
    for mutant in mutants {
        let Some(fate) = fates.get(&mutant.number) else { continue };
        let place = Fate::ALL.iter().position(|each| each == fate).unwrap_or_default();
        let folder = mutant.file.rsplit_once('/').map_or("", |(folder, _)| folder);
        for folder in [folder, "all"] {
            folders.entry(folder).or_default()[place] += 1;
        }
        if *fate != Fate::Noticed {
            let Mutant { file, line, function, change, .. } = mutant;
            let _ = writeln!(survivors, "{file}:{line} {function}: {change} ({})", fate.word());
        }
    }
    let mut text = survivors;
    for (folder, counts) in folders {
        let all: usize = counts.iter().sum();
        let share = counts[0] * 1000 / all.max(1);
        let named: Vec<String> =
            Fate::ALL.iter().zip(counts).map(|(fate, count)| format!("{count} {}", fate.word())).collect();
        let _ = writeln!(text, "{folder}: {}.{} % of {all} noticed ({})", share / 10, share % 10, named.join(", "));
    }
    text
}

/// A change as a row.
fn told(mutant: &Mutant) -> String {
    let Mutant { number, file, line, function, change } = mutant;
    format!("{number}\t{file}\t{line}\t{function}\t{change}\n")
}

fn read_mutants(path: &Path) -> anyhow::Result<Vec<Mutant>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mutant = |row: &str| {
        let [number, file, line, function, change] = row.split('\t').collect::<Vec<_>>().try_into().ok()?;
        let (number, line) = (number.parse().ok()?, line.parse().ok()?);
        Some(Mutant { number, file: file.to_owned(), line, function: function.to_owned(), change: change.to_owned() })
    };
    text.lines().map(|row| mutant(row).with_context(|| row.to_owned())).collect()
}

/// Test by test, what each reaches.
fn write_reaching(reaching: &Reaching) -> String {
    let mut by_test: BTreeMap<(&str, &str), (Duration, Vec<u32>)> = BTreeMap::new();
    for (number, tests) in reaching {
        for test in tests {
            let entry = by_test.entry((&test.program.name, &test.name)).or_insert((test.time, Vec::new()));
            entry.1.push(*number);
        }
    }
    let row = |((program, name), (time, numbers)): ((&str, &str), (Duration, Vec<u32>))| {
        let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
        format!("{program}\t{name}\t{}\t{}\n", time.as_micros(), numbers.join(" "))
    };
    by_test.into_iter().map(row).collect()
}

fn read_reaching(text: &str, programs: &[TestProgram]) -> anyhow::Result<Reaching> {
    let mut reaching = Reaching::new();
    for row in text.lines() {
        let [program, name, time, numbers] =
            row.split('\t').collect::<Vec<_>>().try_into().ok().context("a row of four")?;
        let Some(program) = programs.iter().find(|known| known.name == program).cloned() else { continue };
        let test = Arc::new(Test { program, name: name.to_owned(), time: Duration::from_micros(time.parse()?) });
        for number in numbers.split(' ') {
            reaching.entry(number.parse()?).or_default().push(Arc::clone(&test));
        }
    }
    Ok(reaching)
}

fn read_results(path: &Path) -> HashMap<u32, Fate> {
    let text = fs::read_to_string(path).unwrap_or_default();
    let result = |row: &str| {
        let mut fields = row.split('\t');
        let (word, number) = (fields.next()?, fields.next()?);
        let fate = Fate::ALL.into_iter().find(|fate| fate.word() == word)?;
        Some((number.parse().ok()?, fate))
    };
    text.lines().filter_map(result).collect()
}
