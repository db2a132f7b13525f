//! The award workbook on A4: letters of at least nine points, nothing wider than the page, and nothing that belongs together parted.

use std::io::Read as _;
use std::path::Path;

use crate::{award, built_in, case, dataset, load};

/// Body text is ten points: at this percentage it is nine and a half, and nine where a program draws a little wider.
const SMALLEST: u32 = 95;

/// The pixels between the margins.
const UPRIGHT: u32 = 717;
const LYING: u32 = 1_045;

/// One sheet's part of the package.
struct Part {
    name: String,
    xml: String,
    /// How many columns are printed, and the last row.
    printed: (u32, u32),
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let from = text.find(before)? + before.len();
    Some(&text[from..from + text[from..].find(after)?])
}

fn parts(path: &Path) -> Vec<Part> {
    let mut package = zip::ZipArchive::new(std::fs::File::open(path).expect("the workbook")).expect("a package");
    let mut text = |name: &str| {
        let mut out = String::new();
        package.by_name(name).expect("a part").read_to_string(&mut out).expect("text");
        out
    };
    let workbook = text("xl/workbook.xml");
    let names: Vec<&str> =
        workbook.split("<sheet name=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("a name")]).collect();
    (0..names.len())
        .map(|index| {
            let area = format!("_xlnm.Print_Area\" localSheetId=\"{index}\">");
            let area = between(&workbook, &area, "<").expect("a print area");
            let last = area.rsplit([':', '!']).next().expect("a corner").replace('$', "");
            let (letters, row) = last.split_at(last.find(|c: char| c.is_ascii_digit()).expect("a row"));
            let column = letters.bytes().fold(0, |sum, letter| sum * 26 + u32::from(letter - b'A') + 1);
            Part {
                name: names[index].to_owned(),
                xml: text(&format!("xl/worksheets/sheet{}.xml", index + 1)),
                printed: (column, row.parse().expect("a row")),
            }
        })
        .collect()
}

/// The pixels that the printed columns take.
#[allow(clippy::float_arithmetic, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "widths on paper")]
fn width(part: &Part) -> u32 {
    let mut widths = vec![64; part.printed.0 as usize];
    for col in part.xml.split("<col ").skip(1) {
        let number =
            |name: &str| between(col, &format!("{name}=\""), "\"").expect(name).parse::<f64>().expect("a number");
        for at in number("min") as usize..=number("max") as usize {
            if let Some(width) = widths.get_mut(at - 1) {
                *width = (number("width") * 7.0) as u32;
            }
        }
    }
    widths.iter().sum()
}

fn readable(path: &Path) {
    for part in parts(path) {
        let page = if part.xml.contains("orientation=\"landscape\"") { LYING } else { UPRIGHT };
        assert!(part.xml.contains("paperSize=\"9\""), "{}: A4", part.name);
        let scale = page * 100 / width(&part);
        assert!(scale >= SMALLEST, "{}: printed at {scale} %, letters under nine points", part.name);
    }
}

#[test]
fn nothing_on_paper_is_smaller_than_nine_points() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    for name in ["minimal", "year-2022"] {
        readable(&award(&policy, case(&policy, name), 2022, folder.path(), name).path);
    }
}

#[test]
fn another_countys_papers_are_as_readable_and_carry_its_own_words() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/tea.toml"));
    let policy = load(&text.expect("the policy"));
    let tea = award(&policy, dataset::dataset(&policy, crate::recalculated::TEA), 2025, folder.path(), "tea");
    readable(&tea.path);
    let all: String = parts(&tea.path).into_iter().map(|part| part.xml).collect();
    assert!(all.contains(&*policy.title) && all.contains(&format!("关于拟兑现2025年度\n{}", policy.title)));
    assert!(!all.contains("临清"));
}

/// The rows at the top of a page, but for the first.
fn breaks(part: &Part) -> Vec<u32> {
    let breaks = part.xml.split("<brk id=\"").skip(1).map(|rest| &rest[..rest.find('"').expect("a row")]);
    breaks.map(|row| row.parse::<u32>().expect("a row") + 1).collect()
}

#[test]
fn totals_and_signatures_stand_with_rows_of_the_table() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "year-2022"), 2022, folder.path(), "year");
    let mut broken = 0;
    for part in parts(&award.path) {
        for first in breaks(&part) {
            broken += 1;
            assert!(first <= part.printed.1, "{}: a page begins below the table", part.name);
            let row = between(&part.xml, &format!("<row r=\"{first}\""), "</row>").unwrap_or_default();
            assert!(
                !row.contains("<t>合计</t>") && !row.contains("<t>小计</t>"),
                "{} › {first}: totals alone",
                part.name
            );
        }
    }
    assert!(broken > 5, "only {broken} breaks");
}
