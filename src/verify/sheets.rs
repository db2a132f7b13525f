//! The comparison: sheets by name and order, their rows by what they hold, their cells one by one, then all that stands beside them.

use std::collections::BTreeMap;

use super::align::{Fate, Sign, align};
use super::cells::{Comparing, Gathered, firm};
use super::charts::charts;
use super::covered::unseen;
use super::divergence::{Divergence, Kind};
use super::office::{OfficeBook, OfficeSheet};
use super::scan::{Passing, ROWS, Scan, Side, both, columns, fetch, has_results, headers, moved, together};
use super::shift::{Axis, Shift};
use super::{Comparison, settings};
use crate::handing::{Handed, Handing, handed};
use crate::intake::book::BookFault;

/// Of so many rows that went elsewhere and were altered each cell is named: they must be held to be found.
const MOST_ELSEWHERE: usize = 20_000;

/// A sheet of both workbooks.
pub(super) struct Pair<'a> {
    expected: &'a OfficeSheet,
    pub given: &'a OfficeSheet,
    /// The headers of both.
    pub headers: (BTreeMap<u32, String>, BTreeMap<u32, String>),
    /// Where columns went, which are gone, which are new.
    pub columns: (Axis, Vec<u32>, Vec<u32>),
    pub fates: Vec<Fate>,
    pub scans: (Scan, Scan),
    /// How many rows it has, if it is the same bytes in both.
    alike: Option<usize>,
    /// What its rows came to when they were scanned, each beside the one with its number; nothing if there is another on either side.
    abreast: Option<Gathered>,
    /// The signs of rows looked at.
    work: usize,
}

/// Compares two workbooks.
pub(super) fn compare(given: &OfficeBook, expected: &OfficeBook) -> Result<Comparison, BookFault> {
    let mut comparison = Comparison::default();
    let mut pairs = listed(given, expected, &mut comparison.divergences)?;
    let results = has_results(given)?;
    if !results {
        comparison
            .notes
            .push("公式都没有存计算结果（另存的程序不会计算）：打开时由表格软件重新计算，结果没有比较".to_owned());
    }
    // Columns first: what a row is, depends on them.
    let mut shift = Shift::default();
    for pair in &pairs {
        shift.add(&pair.expected.name, Axis::default(), pair.columns.0.clone());
    }
    // What is the same bytes on the same ground need not be taken apart, as long as nothing went elsewhere.
    if shift.is_still() && given.has_ground_of(expected)? {
        for pair in &mut pairs {
            pair.alike = given.rows_alike(pair.given, expected, pair.expected)?;
        }
    }
    let (mut ours, mut theirs) = scanned(given, expected, &mut pairs, &shift, results)?;
    // Rows that went elsewhere take the references to them along.
    for pair in &pairs {
        shift.add(&pair.expected.name, pair.rows(), pair.columns.0.clone());
    }
    if !shift.is_still() {
        pairs.iter_mut().for_each(|pair| pair.alike = None);
        (ours, theirs) = scanned(given, expected, &mut pairs, &shift, results)?;
    }
    for pair in &mut pairs {
        comparison.sheets += 1;
        comparison.rows += pair.alike.unwrap_or(pair.scans.0.marks.len());
        pair.around(&mut comparison.divergences);
        pair.structure(given, expected, &mut comparison.divergences)?;
        comparison.divergences.extend(match pair.abreast.take() {
            Some(gathered) => gathered.finish(),
            None => pair.differing(given, expected, &shift, results)?,
        });
    }
    unseen(&ours.facts, &theirs.facts, &mut comparison.divergences);
    // A copy without results is drawn as the program would calculate it.
    charts(if results { given } else { expected }, &mut theirs, &mut comparison.divergences)?;
    expected.all_else(&shift, &mut ours.facts)?;
    given.all_else(&Shift::default(), &mut theirs.facts)?;
    comparison.divergences.extend(settings::compare(
        &mut ours.facts,
        &mut theirs.facts,
        // Only another program takes something from all sheets.
        pairs.iter().all(|pair| pair.alike.is_none()),
        &mut comparison.notes,
    ));
    comparison.not_compared = ours.facts.unknown;
    comparison.not_compared.extend(theirs.facts.unknown);
    comparison.work = given.cells_read() + expected.cells_read() + pairs.iter().map(|pair| pair.work).sum::<usize>();
    Ok(comparison)
}

/// Scans both workbooks and says which row is which, references of the expected one followed by `shift`.
fn scanned<'a>(
    given: &'a OfficeBook,
    expected: &'a OfficeBook,
    pairs: &mut [Pair<'_>],
    shift: &Shift,
    results: bool,
) -> Result<(Side<'a>, Side<'a>), BookFault> {
    let (mut ours, mut theirs) = (Side::new(expected, results), Side::new(given, results));
    let known: &[Pair<'_>] = pairs;
    let (giving, rows): (Vec<_>, Vec<_>) = known.iter().map(|_| handed(ROWS)).unzip();
    let still = shift.is_still();
    let scans = both(
        || {
            let each = |(pair, mut giving): (&Pair<'_>, Handing<Passing>)| {
                scan(&mut ours, pair.expected, pair.alike, shift, &mut |line| {
                    if still {
                        giving.give(line);
                    }
                })
            };
            known.iter().zip(giving).map(each).collect::<Result<Vec<_>, _>>()
        },
        || {
            let unmoved = Shift::default();
            let each = |(pair, rows): (&Pair<'_>, Handed<Passing>)| {
                if pair.alike.is_some() {
                    return Ok((theirs.surroundings(pair.given)?, None));
                }
                let (columns, added) = (moved(shift, &pair.expected.name), pair.columns.2.clone());
                let comparing = pair.comparing(given, expected, results, &columns);
                let mut abreast = still.then(|| (rows, Gathered::default()));
                let ours = move |column| (!added.contains(&column)).then_some(column);
                let scan = theirs.scan(pair.given, &unmoved, &ours, &mut |line| {
                    // From the first row that stands elsewhere on, rows are joined when it is known which is which.
                    abreast = abreast.take().and_then(|(mut rows, mut gathered)| {
                        let ours = rows.next().filter(|(_, ours)| ours.row == line.1.row)?;
                        if ours.0 != line.0 {
                            comparing.line(&ours.1, &line.1, &mut gathered);
                        }
                        Some((rows, gathered))
                    });
                })?;
                let abreast = abreast.and_then(|(mut rows, gathered)| rows.next().is_none().then_some(gathered));
                Ok((scan, abreast))
            };
            known.iter().zip(rows).map(each).collect::<Result<Vec<_>, _>>()
        },
    )?;
    for (pair, (ours, (theirs, abreast))) in pairs.iter_mut().zip(scans.0.into_iter().zip(scans.1)) {
        let signs = |scan: &Scan| scan.marks.iter().map(|mark| mark.sign).collect::<Vec<Sign>>();
        pair.fates = align(&signs(&ours), &signs(&theirs), &mut pair.work);
        pair.scans = (ours, theirs);
        pair.abreast = abreast.filter(|_| pair.is_in_place());
    }
    Ok((ours, theirs))
}

fn scan(
    side: &mut Side<'_>,
    sheet: &OfficeSheet,
    alike: Option<usize>,
    shift: &Shift,
    pass: &mut dyn FnMut(Passing),
) -> Result<Scan, BookFault> {
    if alike.is_some() { side.surroundings(sheet) } else { side.scan(sheet, shift, &moved(shift, &sheet.name), pass) }
}

/// The sheets that are in both; the others are differences.
fn listed<'a>(
    given: &'a OfficeBook,
    expected: &'a OfficeBook,
    found: &mut Vec<Divergence>,
) -> Result<Vec<Pair<'a>>, BookFault> {
    let (theirs, ours) = (&given.sheets, &expected.sheets);
    let position = |name: &str| theirs.iter().position(|sheet| *sheet.name == *name);
    for sheet in theirs.iter().filter(|sheet| ours.iter().all(|ours| ours.name != sheet.name)) {
        let added = Divergence::new(Kind::SheetAdded, &sheet.name, "");
        found.push(added.with("", format!("{}，{}", sheet.kind, state(sheet))));
    }
    let kept: Vec<usize> = ours.iter().filter_map(|sheet| position(&sheet.name)).collect();
    if let Some(order) = kept.iter().zip(kept.iter().skip(1)).position(|(a, b)| a > b) {
        found.push(Divergence::new(Kind::SheetMoved, &theirs[kept[order]].name, ""));
    }
    let mut pairs = Vec::new();
    for sheet in ours {
        let Some(at) = position(&sheet.name) else {
            found.push(Divergence::new(Kind::SheetMissing, &sheet.name, ""));
            continue;
        };
        let there = &theirs[at];
        if there.state != sheet.state {
            let hidden = Divergence::new(Kind::SheetHidden, &sheet.name, "");
            found.push(hidden.with(state(sheet), state(there)));
        }
        let headers = (headers(expected, sheet)?, headers(given, there)?);
        let columns = columns(&headers.0, &headers.1);
        let scans = (Scan::default(), Scan::default());
        pairs.push(Pair {
            expected: sheet,
            given: there,
            headers,
            columns,
            fates: Vec::new(),
            scans,
            alike: None,
            abreast: None,
            work: 0,
        });
    }
    Ok(pairs)
}

fn state(sheet: &OfficeSheet) -> String {
    match &*sheet.state {
        "visible" => "显示".to_owned(),
        "hidden" => "隐藏".to_owned(),
        "veryHidden" => "深度隐藏，界面上看不到".to_owned(),
        other => other.to_owned(),
    }
}

impl Pair<'_> {
    /// Is each row beside the one with its number?
    fn is_in_place(&self) -> bool {
        let (ours, theirs) = (&self.scans.0.marks, &self.scans.1.marks);
        let stays = |fate: &Fate| matches!(*fate, Fate::Pair(old, new) if ours[old].sign.row == theirs[new].sign.row);
        self.fates.iter().all(stays)
    }

    /// How its rows are compared. `columns` says where an expected column is now.
    fn comparing<'c>(
        &'c self,
        given: &'c OfficeBook,
        expected: &'c OfficeBook,
        results: bool,
        columns: &'c dyn Fn(u32) -> Option<u32>,
    ) -> Comparing<'c> {
        Comparing {
            sheet: &self.given.name,
            headers: &self.headers.1,
            looks: (expected.looks(), given.looks()),
            alike: expected.looks() == given.looks(),
            results,
            columns,
            added: &self.columns.2,
        }
    }

    /// Where the rows went.
    fn rows(&self) -> Axis {
        let row = |scan: &Scan, at: usize| scan.marks[at].sign.row;
        let (ours, theirs) = (&self.scans.0, &self.scans.1);
        let (mut kept, mut moved, mut gone) = (Vec::new(), BTreeMap::new(), Vec::new());
        for fate in &self.fates {
            match *fate {
                Fate::Pair(old, new) => kept.push((row(ours, old), row(theirs, new))),
                Fate::Moved(old, new) => {
                    moved.insert(row(ours, old), row(theirs, new));
                }
                Fate::Removed(old) => gone.push(row(ours, old)),
                Fate::Added(_) => {}
            }
        }
        Axis::new(kept, moved, gone)
    }

    /// Rows that are gone, new or elsewhere.
    fn structure(
        &self,
        given: &OfficeBook,
        expected: &OfficeBook,
        found: &mut Vec<Divergence>,
    ) -> Result<(), BookFault> {
        let still = Shift::default();
        let (mut lost, mut extra) = (Vec::new(), Vec::new());
        for fate in &self.fates {
            match *fate {
                Fate::Removed(old) | Fate::Moved(old, _) => lost.push(self.scans.0.marks[old].sign.row),
                Fate::Added(new) => extra.push(self.scans.1.marks[new].sign.row),
                Fate::Pair(..) => {}
            }
        }
        lost.sort_unstable();
        extra.sort_unstable();
        let lost = fetch((expected, self.expected, &still), &lost, |line| firm(&line))?;
        let extra = fetch((given, self.given, &still), &extra, |line| firm(&line))?;
        let key = |firms: &BTreeMap<u32, String>, row: u32| firms.get(&row).cloned().unwrap_or_default();
        let (ours, theirs) = (&self.scans.0.marks, &self.scans.1.marks);
        let on = |kind, row: u32| Divergence::new(kind, &self.given.name, (row + 1).to_string());
        let shifts = self.fates.iter().any(|fate| !matches!(fate, Fate::Pair(..)));
        let pushed = self.fates.iter().find_map(|fate| match *fate {
            Fate::Pair(old, new) if ours[old].sign.row != theirs[new].sign.row => Some(theirs[new].sign.row),
            _ => None,
        });
        if let Some(row) = pushed.filter(|_| !shifts) {
            found.push(on(Kind::RowMoved, row).with("没有增减的空行", "从这里起移了位置"));
        }
        for fate in &self.fates {
            found.push(match *fate {
                Fate::Pair(..) => continue,
                Fate::Moved(old, new) => {
                    let (old, new) = (ours[old].sign.row, theirs[new].sign.row);
                    on(Kind::RowMoved, new).with(format!("第 {} 行", old + 1), key(&lost, old))
                }
                Fate::Removed(old) => on(Kind::RowRemoved, ours[old].sign.row).with(key(&lost, ours[old].sign.row), ""),
                Fate::Added(new) => {
                    on(Kind::RowAdded, theirs[new].sign.row).with("", key(&extra, theirs[new].sign.row))
                }
            });
        }
        Ok(())
    }

    /// The cells of rows that are in both and not the same.
    fn differing(
        &self,
        given: &OfficeBook,
        expected: &OfficeBook,
        shift: &Shift,
        results: bool,
    ) -> Result<Vec<Divergence>, BookFault> {
        // Those in their order stream by; those that went elsewhere are looked up.
        let (mut pairs, mut elsewhere) = (Vec::new(), Vec::new());
        for fate in &self.fates {
            let (Fate::Pair(old, new) | Fate::Moved(old, new)) = *fate else { continue };
            let (ours, theirs) = (&self.scans.0.marks[old], &self.scans.1.marks[new]);
            if ours.digest != theirs.digest {
                let rows = if matches!(fate, Fate::Pair(..)) { &mut pairs } else { &mut elsewhere };
                rows.push((ours.sign.row, theirs.sign.row));
            }
        }
        let still = Shift::default();
        let (ours, theirs) = ((expected, self.expected, shift), (given, self.given, &still));
        let columns = moved(shift, &self.expected.name);
        let comparing = self.comparing(given, expected, results, &columns);
        let mut gathered = Gathered::default();
        together(ours, theirs, &pairs, &mut |ours, theirs| comparing.line(ours, theirs, &mut gathered))?;
        let untold = elsewhere.split_off(elsewhere.len().min(MOST_ELSEWHERE)).len();
        let (mut olds, mut news): (Vec<u32>, Vec<u32>) = elsewhere.iter().copied().unzip();
        olds.sort_unstable();
        news.sort_unstable();
        let (olds, news) = both(|| fetch(ours, &olds, |line| line), || fetch(theirs, &news, |line| line))?;
        for (old, new) in elsewhere {
            if let (Some(ours), Some(theirs)) = (olds.get(&old), news.get(&new)) {
                comparing.line(ours, theirs, &mut gathered);
            }
        }
        let mut found = gathered.finish();
        if untold > 0 {
            let rows = Divergence::new(Kind::ValueChanged, &self.given.name, "");
            found.push(rows.with("", format!("另有 {untold} 行移动过的行内容也被改，没有逐格列出")));
        }
        Ok(found)
    }
}

#[cfg(test)]
mod tests;
