//! Every cell the award used, read again by another program: what both read alike, no fault of one of them decided.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use crate::finding::Place;
use crate::index::SheetIndex;
use crate::intake::Source;
use crate::intake::book::{self, Bounds, SecondReading, Wanted, read_again};
use crate::tables::{Dataset, Input};
use crate::verify::{Remark, SecondOpinion};

/// Reads the workbooks of `data`, which came from `sources`, again.
pub(super) fn second_opinion(sources: &[Source], bounds: &Bounds, data: &Dataset) -> SecondOpinion {
    let of = |input: &Input| sources.iter().find(|source| source.label == input.file);
    let files: Vec<(&Source, &Input)> = data.inputs.iter().filter_map(|input| Some((of(input)?, input))).collect();
    let read = |(source, input): &(&Source, &Input)| (Arc::clone(&source.label), again(source, input, bounds, data));
    let readings: Vec<(Arc<str>, SecondReading)> = files.par_iter().map(read).collect();
    let mut opinion = SecondOpinion::default();
    for (file, reading) in readings {
        opinion.cells += reading.cells;
        for cell in reading.disagreements {
            let place = Place::cell(&file, &cell.sheet, cell.row, cell.column);
            let why = format!("本程序读作 {}，calamine 读作 {}", cell.ours, cell.theirs);
            opinion.disagreements.push(Remark { what: place.to_string(), why });
        }
        opinion.notes.extend(reading.note.map(|why| Remark { what: file.to_string(), why }));
    }
    opinion
}

/// One workbook: the columns that fed a table, the rows that were kept.
fn again(source: &Source, input: &Input, bounds: &Bounds, data: &Dataset) -> SecondReading {
    let failed = |note: String| SecondReading { note: Some(note), ..SecondReading::default() };
    let book = match book::open(&source.path, bounds) {
        Ok(book) if book.sha256() == input.sha256 => book,
        Ok(_) => return failed("读的中途文件变了".to_owned()),
        Err(fault) => return failed(fault.to_string()),
    };
    let sheets = data.sheets.iter_enumerated().filter(|(_, sheet)| sheet.file == source.label);
    let wanted = |(index, sheet): (SheetIndex, &crate::tables::SourceSheet)| {
        let rows = data
            .tables
            .iter()
            .flat_map(|table| table.sheet.iter().zip(&table.row).filter(|(at, _)| **at == index).map(|(_, row)| *row));
        let rows: BTreeSet<u32> = rows.collect();
        let columns = sheet.columns.iter().flatten().copied().collect();
        Wanted { sheet: Arc::clone(&sheet.name), columns, rows: rows.into_iter().collect() }
    };
    let wanted: Vec<Wanted> = sheets.map(wanted).collect();
    read_again(&book, &wanted)
}
