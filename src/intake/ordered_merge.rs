//! Sheets come together while others are still being read: each sheet's texts join those of the sheets before it, and its records take
//! their names there. The order is settled beforehand, so that it does not matter who has read what first.

use std::collections::BTreeMap;

use super::store;
use super::workbook::SheetRead;
use crate::texts::Texts;

/// A sheet and its texts, begun from the policy's; `None` if the reader failed on it.
pub type ReadSheet = Option<(SheetRead, Texts)>;

/// The sheets that have been read.
#[derive(Debug)]
pub struct OrderedMerge {
    /// The texts that all sheets began with.
    common: usize,
    texts: Texts,
    /// The workbooks by index, in the order in which they join.
    order: Vec<usize>,
    /// How many sheets each has, by index; not known before it is opened.
    counts: Vec<Option<usize>>,
    /// Which workbook of the order joins next.
    next: usize,
    /// Sheets whose turn has not come, by workbook and sheet.
    waiting: BTreeMap<(usize, usize), ReadSheet>,
    /// Sheets that have joined, by workbook; `None` where the reader failed.
    joined: Vec<Vec<Option<SheetRead>>>,
}

impl OrderedMerge {
    /// Nothing read yet; the workbooks will join in this `order`.
    #[must_use]
    pub fn new(texts: &Texts, order: Vec<usize>) -> Self {
        let count = order.len();
        let joined = (0..count).map(|_| Vec::new()).collect();
        Self {
            common: texts.len(),
            texts: texts.clone(),
            order,
            counts: vec![None; count],
            next: 0,
            waiting: BTreeMap::new(),
            joined,
        }
    }

    /// So many sheets are to come from `workbook`.
    pub fn expect(&mut self, workbook: usize, sheets: usize) {
        self.counts[workbook] = Some(sheets);
        self.advance();
    }

    /// Sheet number `sheet` of `workbook` has been read.
    pub fn add(&mut self, workbook: usize, sheet: usize, read: ReadSheet) {
        self.waiting.insert((workbook, sheet), read);
        self.advance();
    }

    /// All sheets by workbook, and their texts.
    #[must_use]
    pub fn finish(self) -> (Vec<Vec<SheetRead>>, Texts) {
        (self.joined.into_iter().map(|sheets| sheets.into_iter().flatten().collect()).collect(), self.texts)
    }

    fn advance(&mut self) {
        while let Some(&workbook) = self.order.get(self.next) {
            let due = self.joined[workbook].len();
            if self.counts[workbook] == Some(due) {
                self.next += 1;
            } else if let Some(sheet) = self.waiting.remove(&(workbook, due)) {
                let sheet = sheet.map(|(sheet, texts)| self.join(sheet, &texts));
                self.joined[workbook].push(sheet);
            } else {
                return;
            }
        }
    }

    fn join(&mut self, mut sheet: SheetRead, texts: &Texts) -> SheetRead {
        if let Some(fragment) = &mut sheet.fragment {
            let renaming = self.texts.absorb(texts, self.common);
            store::rename(&mut fragment.records, &renaming);
        }
        sheet
    }
}
