//! Codes and names of the register on what has not been read: a sheet that is no table, rows above a header, a block beside. Each such sheet
//! is an error, so that no firm's record drops out unsaid.

use std::borrow::Cow;
use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use super::gather::Intake;
use super::plan::Plan;
use super::records::rows_in_words;
use super::unread_texts::{Region, UnreadText};
use super::workbook::Unread;
use crate::canonical::canonical;
use crate::finding::{Finding, Place, catalogue, column_letters};
use crate::numbering::Numbering;
use crate::policy::{GUIDE_SHEET, Kind};
use crate::texts::Symbol;

/// A shorter run of letters and digits inside a text may be anything.
const SHORTEST_RUN: usize = 8;
/// A shorter name may be any word.
const SHORTEST_NAME: usize = 5;

/// What a text on the sheet turns out to be.
struct Known<'r> {
    /// The codes of the register, and codes that tables use though the register does not have them.
    codes: HashMap<Cow<'r, str>, Symbol>,
    /// The names of the register.
    names: HashSet<Cow<'r, str>>,
    /// How many characters they have, short ones left out: they may be any words.
    name_lengths: BTreeSet<usize>,
    /// The policy's examples, which the guide to its templates shows.
    examples: HashSet<Cow<'r, str>>,
    /// Without a register any code that could be one is.
    any_code: Option<Numbering>,
    plan: &'r Plan<'r>,
}

/// Reports what has not been read though it holds codes or names of the register, and tells the reading which firms it concerns.
pub fn report(plan: &Plan<'_>, unread: &[Unread], reading: &mut Intake) {
    if unread.is_empty() {
        return;
    }
    let known = Known::of(plan, reading, unread);
    let mut findings = Vec::new();
    let mut firms: Vec<(Symbol, &Place)> = Vec::new();
    for sheet in unread {
        let is_guide = sheet.place.sheet.as_deref() == Some(GUIDE_SHEET);
        let own = |text: &&UnreadText| is_guide && known.examples.contains(&*canonical(&text.text));
        let texts: Vec<&UnreadText> = sheet.unread_texts.0.iter().filter(|text| !own(text)).collect();
        let found: Vec<(&UnreadText, Option<Symbol>)> =
            texts.iter().filter_map(|text| Some((*text, known.code(text)?))).collect();
        firms.extend(found.iter().filter_map(|(_, code)| Some(((*code)?, &sheet.place))));
        findings.extend(known.sheet(sheet, &texts, &found));
        for region in [Region::Above, Region::Aside, Region::Beside] {
            let found: Vec<&UnreadText> =
                found.iter().map(|(text, _)| *text).filter(|text| text.region == region).collect();
            findings.extend(rows(sheet, region, &found));
        }
        let told: HashSet<(u32, u32)> = found.iter().map(|(text, _)| (text.row, text.column)).collect();
        let mentions = texts.iter().filter(|text| !told.contains(&(text.row, text.column)) && known.mentions(text));
        findings.extend(mentions.map(|text| {
            let place = Place { row: Some(text.row), column: Some(text.column), ..sheet.place.clone() };
            Finding::new(&catalogue::NOTE_OF_FIRM, place, &*text.text, "")
        }));
    }
    drop(known);
    for (code, place) in firms {
        reading.elsewhere.entry(code).or_insert_with(|| place.clone());
        reading.data.unread.push(code);
    }
    reading.data.unread.sort_unstable();
    reading.data.unread.dedup();
    reading.findings.extend(findings);
}

impl<'r> Known<'r> {
    fn of(plan: &'r Plan<'r>, reading: &'r Intake, unread: &[Unread]) -> Self {
        let data = &reading.data;
        let keyed = data.tables.iter().zip(plan.tables).filter(|(_, declared)| declared.is_of_firms());
        let keys = keyed.flat_map(|(table, declared)| table.rows().filter_map(|row| table.text(declared.key, row)));
        let lost = reading.lost.iter().flatten().filter_map(|lost| lost.firm);
        // A province has millions of rows, but each firm's code is looked at once.
        let mut seen = HashSet::new();
        let distinct = keys.chain(lost).filter(|code| seen.insert(*code));
        let codes = distinct.map(|code| (canonical(data.texts.get(code)), code)).collect();
        let register = &data.tables[plan.register];
        // Names are looked for only where a whole sheet was not read.
        let whole = unread.iter().any(|sheet| sheet.unread_texts.0.iter().any(|text| text.region == Region::Sheet));
        let names = register.rows().filter(|_| whole).filter_map(|row| register.text(plan.register_name, row));
        let names: HashSet<Cow<'_, str>> = names.map(|name| canonical(data.texts.get(name))).collect();
        let lengths = names.iter().map(|name| name.chars().count());
        let name_lengths = lengths.filter(|length| *length >= SHORTEST_NAME).collect();
        let columns = plan.tables.iter().flat_map(|table| &table.columns);
        let examples = columns.map(|column| canonical(&column.example)).collect();
        let any_code = match plan.tables[plan.register].columns[plan.tables[plan.register].key].kind {
            // Anything could be a plain number.
            Kind::Code(Numbering::Plain) => None,
            Kind::Code(numbering) => Some(numbering).filter(|_| register.is_empty()),
            _ => None,
        };
        Self { codes, names, name_lengths, examples, any_code, plan }
    }

    /// The code in a text, or among its words; `Some(None)` for one that no table has.
    fn code(&self, text: &UnreadText) -> Option<Option<Symbol>> {
        let whole = canonical(&text.text);
        // A note may well mention a firm; only a cell that is its code would be a record's.
        let runs = text.region != Region::Aside;
        let mut candidates = std::iter::once(&*whole).chain(self::runs(&whole).filter(|_| runs));
        candidates.find_map(|text| match self.codes.get(text) {
            Some(code) => Some(Some(*code)),
            None => self.any_code.is_some_and(|numbering| numbering.read(text).is_ok()).then_some(None),
        })
    }

    /// Does a note below a table mention a code of the register?
    fn mentions(&self, text: &UnreadText) -> bool {
        text.region == Region::Aside && runs(&canonical(&text.text)).any(|run| self.codes.contains_key(run))
    }

    /// A sheet that is no table.
    fn sheet(&self, sheet: &Unread, texts: &[&UnreadText], found: &[(&UnreadText, Option<Symbol>)]) -> Option<Finding> {
        let here = |text: &&UnreadText| text.region == Region::Sheet;
        let codes: HashSet<Cow<'_, str>> =
            found.iter().map(|(text, _)| text).filter(|text| here(text)).map(|text| canonical(&text.text)).collect();
        let first = found.iter().map(|(text, _)| *text).find(|text| here(text));
        if let Some(first) = first {
            let mut why = format!("有 {} 个名录里的代码（{} 起）", codes.len(), address(first));
            if let Some(nearest) = &sheet.nearest_table {
                why.push_str(&format!("；{}", nearest.words(self.plan)));
            }
            let finding = Finding::new(&catalogue::SHEET_UNREAD, sheet.place.clone(), "", "").because(why);
            let table = sheet.nearest_table.as_ref().map(|nearest| &self.plan.tables[nearest.table].name);
            return Some(match table {
                Some(table) => finding.about(table),
                None => finding,
            });
        }
        let is_name = |text: &&UnreadText| here(text) && self.has_name(&canonical(&text.text));
        let named: Vec<&UnreadText> = texts.iter().copied().filter(is_name).collect();
        let first = named.first()?;
        let why = format!("{}“{}”等 {} 处", address(first), first.text, named.len());
        Some(Finding::new(&catalogue::SHEET_OF_NAMES, sheet.place.clone(), "", "").because(why))
    }
}

impl Known<'_> {
    /// Is a name of the register in the text, alone or among other words?
    fn has_name(&self, text: &str) -> bool {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let starts = 0..ends.len();
        starts.into_iter().any(|start| {
            let of_length = |length: &usize| ends.get(start + length).map(|end| &text[ends[start]..*end]);
            self.name_lengths.iter().filter_map(of_length).any(|part| self.names.contains(part))
        })
    }
}

/// The runs of letters and digits that may be codes.
fn runs(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|run| run.len() >= SHORTEST_RUN)
}

/// Rows or cells of a table's sheet that have not been read.
fn rows(sheet: &Unread, region: Region, found: &[&UnreadText]) -> Option<Finding> {
    let first = found.first()?;
    let mut rows: Vec<u32> = found.iter().map(|text| text.row).collect();
    rows.dedup();
    let rows = rows_in_words(&rows);
    let why = match region {
        Region::Above => format!("{rows}在表头以上"),
        Region::Aside => format!("{rows}当作合计或说明，没有读"),
        Region::Beside => format!("{}列没有表头，{rows}", column_letters(first.column)),
        Region::Sheet => return None,
    };
    let place = Place { row: Some(first.row), column: Some(first.column), ..sheet.place.clone() };
    Some(Finding::new(&catalogue::ROWS_UNREAD, place, &*first.text, "").because(why))
}

fn address(text: &UnreadText) -> String {
    format!("{}{}", column_letters(text.column), text.row + 1)
}
