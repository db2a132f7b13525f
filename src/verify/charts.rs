//! What charts keep of the cells they draw, beside those cells.

use std::collections::{BTreeMap, BTreeSet};

use super::divergence::{Divergence, Kind, cell};
use super::office::{OfficeBook, Scalar, range};
use super::scan::{Side, fetch};
use super::shift::Shift;
use super::words;
use crate::intake::book::BookFault;

/// The values that charts keep of cells must be those of the cells: a program that does not calculate draws them.
pub(super) fn charts(book: &OfficeBook, theirs: &mut Side<'_>, found: &mut Vec<Divergence>) -> Result<(), BookFault> {
    let mut wanted: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
    let place = |reference: &str, own: &str| {
        let (sheet, cells) = reference.rsplit_once('!').unwrap_or((own, reference));
        Some((sheet.to_owned(), range(cells)?))
    };
    let caches = std::mem::take(&mut theirs.caches);
    for cache in &caches {
        if let Some((sheet, ((top, _), (bottom, _)))) = place(&cache.reference, &cache.sheet) {
            wanted.entry(sheet).or_default().extend(top..=bottom);
        }
    }
    let mut values: BTreeMap<(String, u32, u32), Scalar> = BTreeMap::new();
    for (name, rows) in wanted {
        let Some(sheet) = book.sheets.iter().find(|sheet| *sheet.name == *name) else { continue };
        let rows: Vec<u32> = rows.into_iter().collect();
        for (row, line) in fetch((book, sheet, &Shift::default()), &rows, |line| line)? {
            values.extend(line.cells.into_iter().map(|cell| ((name.clone(), row, cell.column), cell.value)));
        }
    }
    for cache in caches {
        let Some((sheet, ((top, left), (bottom, right)))) = place(&cache.reference, &cache.sheet) else {
            theirs.facts.strange(&cache.sheet, format!("{} 存的数（{}）", cache.chart, cache.reference));
            continue;
        };
        let width = (right - left + 1) as usize;
        for (index, text) in cache.points {
            let (Ok(down), Ok(across)) = (u32::try_from(index / width), u32::try_from(index % width)) else { continue };
            let (row, column) = (top + down, left + across);
            let held = values.get(&(sheet.clone(), row, column)).cloned().unwrap_or(Scalar::Blank);
            let kept = match &held {
                Scalar::Number(_) => Scalar::number(&text).unwrap_or(Scalar::Text(text.clone())),
                _ if text.is_empty() => Scalar::Blank,
                _ => Scalar::Text(text.clone()),
            };
            let zero = held == Scalar::Blank && matches!(&*text, "0" | "0.0");
            if row > bottom || !(held.same(&kept) || zero) {
                let at = format!("{} {}", cache.chart, cell(row, column));
                let (expected, found_words) = words::apart(&held, &kept);
                found
                    .push(Divergence::new(Kind::Setting("图表里存的数"), &cache.sheet, at).with(expected, found_words));
            }
        }
    }
    Ok(())
}
