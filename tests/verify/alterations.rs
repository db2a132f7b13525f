//! Each kind of alteration is made by hand, one at a time, and named; a table says what and how.

use jiangbu::intake::book::{Bounds, open};
use jiangbu::verify::{Comparison, Verdict};

use super::Fixture;
use super::package::Package;

/// What is altered, and how it must be named.
#[derive(Default)]
struct Alteration {
    what: &'static str,
    edits: Vec<Edit>,
    outcome: Outcome,
}

#[derive(Default)]
struct Edit {
    part: &'static str,
    find: Option<&'static str>,
    put: &'static str,
}

#[derive(Default)]
enum Outcome {
    /// A difference with these words.
    Named(&'static str),
    /// Told as not compared, with these words.
    NotCompared(&'static str),
    /// The file is refused, with these words.
    Refused(&'static str),
    /// Nothing changed but the spelling.
    #[default]
    Calm,
}

fn table() -> Vec<Alteration> {
    let mut table: Vec<Alteration> = Vec::new();
    for line in include_str!("alterations.txt").lines() {
        let (sign, rest) = line.split_at_checked(1).unwrap_or(("", ""));
        let rest = rest.strip_prefix(' ').unwrap_or(rest);
        if sign == "#" && !rest.starts_with(['-', '+', '>']) {
            table.push(Alteration { what: rest, ..Alteration::default() });
            continue;
        }
        let Some(alteration) = table.last_mut() else { continue };
        match sign {
            ">" => alteration.edits.push(Edit { part: rest, ..Edit::default() }),
            "-" => alteration.edits.last_mut().expect("a part").find = Some(rest),
            "+" => alteration.edits.last_mut().expect("a part").put = rest,
            "=" => alteration.outcome = Outcome::Named(rest),
            "?" => alteration.outcome = Outcome::NotCompared(rest),
            "!" => alteration.outcome = Outcome::Refused(rest),
            _ => {}
        }
    }
    table.retain(|alteration| !alteration.edits.is_empty());
    table
}

/// The part an alteration names: a sheet by its name, others by a short word or their own names.
fn part(package: &Package, name: &str) -> String {
    let sheet = |name: &str| {
        let workbook = &package.parts["xl/workbook.xml"];
        let at = workbook.split("<sheet ").skip(1).position(|sheet| sheet.contains(&format!("name=\"{name}\"")));
        at.map(|at| at + 1)
    };
    match name {
        "workbook" | "styles" => format!("xl/{name}.xml"),
        "theme" => "xl/theme/theme1.xml".to_owned(),
        "workbook.rels" => "xl/_rels/workbook.xml.rels".to_owned(),
        "root.rels" => "_rels/.rels".to_owned(),
        "types" => "[Content_Types].xml".to_owned(),
        "core" | "app" => format!("docProps/{name}.xml"),
        "drawing1" => "xl/drawings/drawing1.xml".to_owned(),
        "drawing1.rels" => "xl/drawings/_rels/drawing1.xml.rels".to_owned(),
        "vml1" => "xl/drawings/vmlDrawing1.vml".to_owned(),
        "chart1" => "xl/charts/chart1.xml".to_owned(),
        "comments1" => "xl/comments1.xml".to_owned(),
        name => {
            let (bare, relations) = name.strip_suffix(".rels").map_or((name, false), |bare| (bare, true));
            match sheet(bare) {
                Some(number) if relations => format!("xl/worksheets/_rels/sheet{number}.xml.rels"),
                Some(number) => format!("xl/worksheets/sheet{number}.xml"),
                None => name.to_owned(),
            }
        }
    }
}

fn make(package: &mut Package, edit: &Edit, what: &str) {
    let name = part(package, edit.part);
    let Some(text) = package.parts.get_mut(&name) else {
        package.parts.insert(name, edit.put.to_owned());
        return;
    };
    let Some(find) = edit.find else {
        let end = text.rfind("</").expect("a last tag");
        text.insert_str(end, edit.put);
        return;
    };
    let (start, end, kept) = found(text, find).unwrap_or_else(|| panic!("{what}: {find} does not occur"));
    let mut put = String::new();
    let mut kept = kept.into_iter();
    for (at, piece) in edit.put.split('◇').enumerate() {
        if at > 0 {
            put.push_str(&kept.next().unwrap_or_default());
        }
        put.push_str(piece);
    }
    text.replace_range(start..end, &put);
}

/// Where `pattern` stands, and what its holes hold.
fn found(text: &str, pattern: &str) -> Option<(usize, usize, Vec<String>)> {
    let mut pieces = pattern.split('◇');
    let first = pieces.next()?;
    let start = text.find(first)?;
    let mut end = start + first.len();
    let mut kept = Vec::new();
    for piece in pieces {
        let at = end + text[end..].find(piece)?;
        kept.push(text[end..at].to_owned());
        end = at + piece.len();
    }
    Some((start, end, kept))
}

/// So many parts of the table: one that fails says sooner what it is about.
const PARTS: usize = 12;

/// Every kind of alteration is named; this part of the table.
fn named(part: usize) {
    let fixture = Fixture::new();
    // Written out as the altered ones are: a sheet that is the same need not be taken apart each time.
    let (award, path) = (Package::open(&fixture.award()), fixture.award().with_file_name("expected.xlsx"));
    award.save(&path);
    let expected = open(&path, &Bounds::default()).expect("the award");
    let mut failures = Vec::new();
    let table = table();
    assert!(table.len() > 340, "{}", table.len());
    for alteration in table.chunks(table.len().div_ceil(PARTS)).nth(part).expect("a part") {
        let mut altered = award.clone();
        alteration.edits.iter().for_each(|edit| make(&mut altered, edit, alteration.what));
        let compared = fixture.compared(&altered, &expected).map_err(|fault| fault.to_string());
        if !fits(&alteration.outcome, &compared) {
            let said = compared.map(|comparison| said(&comparison)).unwrap_or_else(|refused| refused);
            failures.push(format!("{}: {}", alteration.what, said.chars().take(300).collect::<String>()));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

macro_rules! parts {
    ($($test:ident = $part:literal),+) => {$(
        #[test]
        fn $test() {
            named($part);
        }
    )+};
}

parts! {
    named_01 = 0, named_02 = 1, named_03 = 2, named_04 = 3, named_05 = 4, named_06 = 5,
    named_07 = 6, named_08 = 7, named_09 = 8, named_10 = 9, named_11 = 10, named_12 = 11
}

fn fits(outcome: &Outcome, compared: &Result<Comparison, String>) -> bool {
    match (outcome, compared) {
        (Outcome::Named(words), Ok(comparison)) => {
            comparison.verdict() == Verdict::Different
                && comparison.divergences.iter().any(|divergence| divergence.to_string().contains(words))
        }
        (Outcome::NotCompared(words), Ok(comparison)) => {
            comparison.verdict() == Verdict::Different
                && comparison.not_compared.iter().any(|part| part.contains(words))
        }
        (Outcome::Refused(words), Err(refused)) => refused.contains(words),
        (Outcome::Calm, Ok(comparison)) => comparison.verdict() == Verdict::Same,
        _ => false,
    }
}

fn said(comparison: &Comparison) -> String {
    let divergences = comparison.divergences.iter().map(ToString::to_string);
    let all = divergences.chain(comparison.not_compared.iter().cloned()).chain(comparison.notes.iter().cloned());
    all.collect::<Vec<_>>().join("；")
}
