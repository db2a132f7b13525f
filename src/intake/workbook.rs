//! One workbook: opened within bounds, its sheets read one by one, each on its own, so that several threads can share the work.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::book::{self, Book, BookFault, Bounds, Cell, Formulas, Layout, Rows, Value};
use super::files::Source;
use super::nearest_table::NearestTable;
use super::plan::Plan;
use super::records::Records;
use super::sheet::{Finished, SheetOutcome, SheetReader};
use super::unit_statement::UnitStatement;
use super::unread_texts::{Region, UnreadTexts};
use crate::finding::{Finding, Place, catalogue};
use crate::index::TableIndex;
use crate::own_workbooks::{CARRIED, CARRIED_COLUMN, is_ours, may_be_ours};
use crate::policy::{EDITION, GUIDE_SHEET, TEMPLATE_MARK};
use crate::tables::{Input, SourceSheet};
use crate::texts::Texts;

/// What a file gave.
#[derive(Debug, Default)]
pub struct FileRead {
    /// The file, if it is one of the run's inputs.
    pub input: Option<Input>,
    /// Findings about the file itself.
    pub findings: Vec<Finding>,
    /// Could the file not be read?
    pub unread: bool,
    /// Its sheets, in the workbook's order.
    pub sheets: Vec<SheetRead>,
}

/// What a sheet gave.
#[derive(Debug, Default)]
pub struct SheetRead {
    /// Its findings.
    pub findings: Vec<Finding>,
    /// Its records.
    pub fragment: Option<Fragment>,
    /// The table it is, though its header or its rows could not be read.
    pub failed: Option<TableIndex>,
    /// Could it not be read, so that it is not even known what it is?
    pub unread: bool,
    /// What has not been read of it.
    pub unread_texts: Option<Unread>,
    /// What formulas came to, where no spreadsheet program has saved the workbook.
    pub formulas: Formulas,
}

/// How many formulas must come to nought for that to be no accident.
const NEVER_CALCULATED: u64 = 3;

impl FileRead {
    /// Takes the sheets, which have been read.
    pub fn receive(&mut self, sheets: Vec<SheetRead>) {
        let (zeros, others) = sheets
            .iter()
            .fold((0, 0), |(zeros, others), sheet| (zeros + sheet.formulas.zeros, others + sheet.formulas.others));
        if let Some(input) = self.input.as_ref().filter(|_| zeros >= NEVER_CALCULATED && others == 0) {
            let finding = Finding::new(&catalogue::NEVER_CALCULATED, Place::file(&input.file), "", "");
            self.findings.push(finding.because(format!("{zeros} 个公式都是 0")));
        }
        self.sheets = sheets;
    }
}

/// What has not been read of a sheet.
#[derive(Debug)]
pub struct Unread {
    /// The sheet.
    pub place: Place,
    /// The texts.
    pub unread_texts: UnreadTexts,
    /// The table it comes nearest to, where it is none.
    pub nearest_table: Option<NearestTable>,
}

/// A sheet's share of a table.
#[derive(Debug)]
pub struct Fragment {
    /// The policy's table.
    pub table: TableIndex,
    /// The sheet.
    pub sheet: SourceSheet,
    /// The sheet's column of the firm's name, where the table has none of its own.
    pub name_column: Option<u32>,
    /// Does its header keep all its rows out?
    pub blocked: bool,
    /// Is it a blank workbook's sheet that nobody filled in, nor said that there is nothing to report?
    pub unfilled: bool,
    /// Does it say that it is not known yet whether there is anything to report?
    pub unsure: bool,
    /// The records.
    pub records: Records,
}

/// A workbook that is open.
#[derive(Debug)]
pub struct Opened {
    label: Arc<str>,
    book: Book,
}

impl Opened {
    /// How many sheets it has.
    #[must_use]
    pub fn sheets(&self) -> usize {
        self.book.sheets().len()
    }
}

/// Opens the file of `source`. Besides the open workbook, if there is one to read, what is known of the file already.
pub fn open(plan: &Plan<'_>, source: &Source, bounds: &Bounds) -> (Option<Opened>, FileRead) {
    let mut workbook = FileRead::default();
    if plan.skipped.has_file(&source.label) {
        return (None, workbook);
    }
    let book = match book::open(&source.path, bounds) {
        Ok(book) => book,
        Err(fault) => {
            workbook.findings.push(finding(&fault, &source.label));
            workbook.unread = true;
            return (None, workbook);
        }
    };
    if is_own_output(&book) {
        let place = Place::file(&source.label);
        workbook.findings.push(Finding::new(&catalogue::FILE_SKIPPED, place, "", "").because("本程序写出的工作簿"));
        return (None, workbook);
    }
    workbook.input = Some(Input { file: Arc::clone(&source.label), bytes: book.bytes(), sha256: book.sha256() });
    (Some(Opened { label: Arc::clone(&source.label), book }), workbook)
}

/// Is it one of the program's own workbooks, and wholly so? Its properties prove nothing: data may have been pasted into a copy.
fn is_own_output(book: &Book) -> bool {
    let sheets = book.sheets();
    if sheets.is_empty() || !sheets.iter().all(|sheet| may_be_ours(&sheet.name)) {
        return false;
    }
    sheets.iter().enumerate().all(|(index, sheet)| {
        let mut title = Title(String::new());
        book.stream(index, &mut title).is_ok() && is_ours(&sheet.name, &title.0)
    })
}

/// Does the sheet only tell, beside a carried table of past awards, what has not been paid yet?
fn tells_of_carrying(opened: &Opened, index: usize) -> bool {
    let mut title = Title(String::new());
    &*opened.book.sheets()[index].name == CARRIED
        && opened.book.stream(index, &mut title).is_ok()
        && is_ours(CARRIED, &title.0)
}

/// Takes the text of a sheet's first cell.
struct Title(String);

impl Rows for Title {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, _: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        if let Some(Value::Text(text)) = cells.first().map(|cell| cell.value) {
            text.clone_into(&mut self.0);
        }
        ControlFlow::Break(())
    }
}

/// Reads sheet number `index` of an open workbook. Besides what it gave, the texts of its records, begun from the policy's.
#[must_use]
pub fn read_sheet(plan: &Plan<'_>, opened: &Opened, index: usize) -> (SheetRead, Texts) {
    let name = &opened.book.sheets()[index].name;
    if &**name == GUIDE_SHEET {
        return (guide(plan, opened, index), Texts::default());
    }
    if plan.skipped.has_sheet(&opened.label, name) || tells_of_carrying(opened, index) {
        return (SheetRead::default(), Texts::default());
    }
    let place = Place::sheet(&opened.label, name);
    let stream = |later: &[UnitStatement]| {
        let mut texts = plan.texts.clone();
        let mut reader = SheetReader::new(plan, place.clone(), &mut texts, later);
        let streamed = opened.book.stream(index, &mut reader);
        let finished = reader.finish();
        (streamed, finished, texts)
    };
    let (mut streamed, mut finished, mut texts) = stream(&[]);
    // Said below the amounts, a unit is known too late for them: they are read again.
    if let Some(later) = finished.later.take() {
        (streamed, finished, texts) = stream(&later);
    }
    let Finished { outcome, findings, unread_texts, nearest_table, formulas, .. } = finished;
    let mut read = SheetRead { findings, formulas, ..SheetRead::default() };
    if let Err(fault) = streamed {
        // What came before the damage cannot be relied on either.
        read.findings = vec![finding(&fault, &opened.label)];
        read.failed = match outcome {
            SheetOutcome::Records(binding, _) => Some(binding.table),
            SheetOutcome::Headless(table) => Some(table),
            SheetOutcome::Other => None,
        };
        read.unread = read.failed.is_none();
        if let Some(table) = read.failed {
            read.findings.iter_mut().for_each(|finding| finding.table = Some(Arc::clone(&plan.tables[table].name)));
        }
        return (read, texts);
    }
    read.unread_texts = (!unread_texts.0.is_empty()).then_some(Unread { place, unread_texts, nearest_table });
    match outcome {
        SheetOutcome::Records(binding, records) => {
            let units = binding.fields.iter().map(|field| field.unit.yuan()).collect();
            let sheet = SourceSheet {
                file: Arc::clone(&opened.label),
                name: Arc::clone(name),
                table: binding.table,
                columns: binding.columns.clone(),
                units,
                blanks: records.blanks.clone(),
                title: binding.title.clone(),
                carried: binding.headings.iter().any(|heading| heading.shown.starts_with(CARRIED_COLUMN)),
            };
            let template = binding.nil_column.is_some() || opened.book.own_output() == Some(TEMPLATE_MARK);
            let empty = records.rows.is_empty() && records.lost.is_empty() && !records.nil;
            let unsure = records.unsure.clone().filter(|_| empty && plan.tables[binding.table].nil_return);
            if let Some((row, column, text)) = &unsure {
                let place = Place { row: Some(*row), column: Some(*column), ..Place::sheet(&opened.label, name) };
                read.findings.push(Finding::new(&catalogue::NIL_UNSURE, place, &**text, ""));
            }
            read.fragment = Some(Fragment {
                unfilled: template && empty,
                unsure: unsure.is_some(),
                table: binding.table,
                sheet,
                name_column: binding.firm_name,
                blocked: binding.blocks_rows(),
                records,
            });
        }
        SheetOutcome::Headless(table) => read.failed = Some(table),
        SheetOutcome::Other => {}
    }
    (read, texts)
}

/// The sheet that explains a template's tables. It lists their columns, so by its headers it could be taken for one of them: its
/// name decides. In a template it belongs there and is not worth a word; anywhere else it is listed as a sheet that was not read.
fn guide(plan: &Plan<'_>, opened: &Opened, index: usize) -> SheetRead {
    let place = Place::sheet(&opened.label, &opened.book.sheets()[index].name);
    let mut rows = Unheard { unread_texts: UnreadTexts::default(), edition: None };
    let streamed = opened.book.stream(index, &mut rows);
    let edition = rows.edition.and_then(|(row, edition)| another_edition(plan, &place, row, &edition));
    let damaged = streamed.err().map(|fault| finding(&fault, &opened.label));
    let ours = opened.book.own_output() == Some(TEMPLATE_MARK);
    let listed = (!ours && damaged.is_none()).then(|| Finding::new(&catalogue::SHEET_NOT_TABLE, place.clone(), "", ""));
    let unread = damaged.is_some();
    let findings = damaged.into_iter().chain(listed).chain(edition).collect();
    let unread_texts = Some(Unread { place, unread_texts: rows.unread_texts, nearest_table: None });
    SheetRead { findings, unread, unread_texts, ..SheetRead::default() }
}

/// What is to be said of a workbook made for another document, or before its tables were changed.
fn another_edition(plan: &Plan<'_>, place: &Place, row: u32, edition: &str) -> Option<Finding> {
    if plan.editions.is_empty() || plan.editions.iter().any(|known| *known == edition) {
        return None;
    }
    let number = |edition: &str| edition.split('　').next().unwrap_or_default().to_owned();
    let (theirs, own) = (number(edition), plan.editions.first().map(|known| number(known)).unwrap_or_default());
    let why = if theirs == own {
        "模板做好以后，政策文件里的列或者可填的内容改过".to_owned()
    } else {
        format!("模板是照“{theirs}”做的，现在用的政策是“{own}”")
    };
    let place = Place { row: Some(row), column: Some(0), ..place.clone() };
    Some(Finding::new(&catalogue::TEMPLATE_OTHER, place, edition, "").because(why))
}

/// Takes down every text of a sheet, and the edition of the template where one is said.
struct Unheard {
    unread_texts: UnreadTexts,
    edition: Option<(u32, String)>,
}

impl Rows for Unheard {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        if let Some(Value::Text(text)) = cells.first().map(|cell| cell.value)
            && let Some(edition) = text.strip_prefix(EDITION)
        {
            self.edition = Some((row, edition.trim().to_owned()));
        }
        self.unread_texts.add(Region::Sheet, row, cells);
        ControlFlow::Continue(())
    }
}

/// What a file that cannot be read, or a sheet that cannot, becomes for the clerk.
fn finding(fault: &BookFault, label: &Arc<str>) -> Finding {
    let spot = fault.spot().cloned().unwrap_or_default();
    let place = Place { sheet: spot.sheet, row: spot.row, column: spot.column, ..Place::file(label) };
    Finding::new(fault.entry(), place, "", "").because(fault.detail())
}
