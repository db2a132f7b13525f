//! The rows below a header: records become typed values at once, whatever else stands there is accounted for.

use std::sync::Arc;

use super::binding::Binding;
use super::book::{Cell, Layout, Value};
use super::cell::{Field, Parsed, Read, Remark, shown};
use super::column_units::warn_of_bare;
use super::header_again::{Again, header_again};
use super::hidden::HiddenRows;
use super::line::{self, Evidence, Line, Name};
use super::listening::Listening;
use super::nil_return;
use super::plan::Plan;
use super::records::{Lost, Records, rows_in_words};
use super::spans::Spans;
use super::store;
use super::strays::{Region, Strays};
use super::struck;
use super::totals::Sums;
use super::witness::Witness;
use super::wording::{means_blank, squeeze, trim};
use crate::finding::{Finding, Place, Severity, catalogue};
use crate::ids::PatentNumber;
use crate::policy::{Kind, KindDigits, Table};
use crate::tables::{Account, Column};
use crate::texts::{Symbol, Texts};

/// Findings at cells beyond this number are counted, not listed: a sheet that is wrong throughout must not fill the memory.
const MOST_FINDINGS: usize = 20_000;

/// Where a sheet's texts and findings go.
pub struct Scribe<'s> {
    /// The texts.
    pub texts: &'s mut Texts,
    /// The findings.
    pub findings: &'s mut Vec<Finding>,
    /// The sheet.
    pub sheet: &'s Place,
}

/// What a body gave.
#[derive(Debug)]
pub struct Finished<'p> {
    /// The header.
    pub binding: Binding<'p>,
    /// The records.
    pub records: Records,
    /// What has not been read.
    pub strays: Strays,
    /// What says the unit below the header, if it changes how the columns are read.
    pub heard: Option<Vec<Witness>>,
}

/// A sheet's body while it streams by.
#[derive(Debug)]
pub struct Body<'p> {
    plan: &'p Plan<'p>,
    table: &'p Table,
    binding: Binding<'p>,
    spans: Spans,
    hidden: HiddenRows,
    /// The last column that may be filled, where a cell too many means that one was cut in two.
    last_column: Option<u32>,
    sums: Vec<(usize, Sums)>,
    records: Records,
    /// For each column of the table, the index of its cell in the present row.
    at: Vec<Option<usize>>,
    /// The present row's values.
    parsed: Vec<Parsed>,
    omitted: u64,
    listed: usize,
    /// The rows an answer leaves out, rising.
    left_out: Vec<u32>,
    strays: Strays,
    listening: Listening,
    /// Is this below a header of another table, or of this one with other columns? That header is reported.
    foreign: bool,
    /// Does this row follow a header, so that it may number or name its columns?
    below_header: bool,
    /// Rows set aside of which nobody can say what they are.
    aside: Vec<u32>,
}

impl<'p> Body<'p> {
    /// The body below a resolved header; `left_out` are rows that do not count, rising.
    #[must_use]
    pub fn new(plan: &'p Plan<'p>, binding: Binding<'p>, layout: Layout, left_out: Vec<u32>) -> Self {
        let table = &plan.tables[binding.table];
        let money = binding.fields.iter().enumerate().filter(|(c, field)| {
            matches!(field.column.kind, Kind::Money { .. }) && binding.readable[*c] && binding.columns[*c].is_some()
        });
        Self {
            plan,
            table,
            spans: Spans::below(layout.merges, binding.bottom),
            hidden: HiddenRows::new(layout.hidden_rows),
            last_column: binding.headings.iter().map(|heading| heading.column).max().filter(|_| layout.cut_by_sign),
            sums: money.map(|(c, field)| (c, Sums::new(field.unit))).collect(),
            records: Records {
                columns: store::columns(table),
                rows: Vec::new(),
                names: Vec::new(),
                lost: Vec::new(),
                account: Account::default(),
                nil: false,
            },
            at: vec![None; binding.fields.len()],
            parsed: Vec::with_capacity(binding.fields.len()),
            omitted: 0,
            listed: 0,
            left_out,
            strays: Strays::default(),
            listening: Listening::new(&binding),
            foreign: false,
            below_header: true,
            aside: Vec::new(),
            binding,
        }
    }

    /// One row.
    pub fn row(&mut self, row: u32, cells: &[Cell<'_>], scribe: &mut Scribe<'_>) {
        if row <= self.binding.bottom || cells.iter().all(is_empty) {
            return;
        }
        self.records.account.rows += 1;
        self.hidden.note(row);
        if self.spans.enter(row, cells) {
            let spans = std::mem::take(&mut self.spans);
            let (all, carried) = spans.fill(cells);
            let reaches = |column: u32| carried.iter().any(|cell| cell.column == column);
            let keyed = self.binding.columns[self.table.key].is_some_and(reaches);
            for (c, sums) in &mut self.sums {
                // An amount that counts for several rows may well stand once in the total.
                if self.binding.columns[*c].is_some_and(reaches) {
                    sums.spoil();
                }
            }
            // A subtotal below a code that is merged down has that code, but is no record of it.
            match line::by_label(cells).filter(|line| keyed && *line != Line::Aside) {
                Some(line) => {
                    self.locate(&all);
                    self.set_aside(row, line, &all, scribe);
                }
                None => {
                    let records = self.records.rows.len();
                    self.line(row, &all, scribe);
                    if self.records.rows.len() > records {
                        self.amounts_carried(row, &carried, scribe);
                    }
                }
            }
            self.spans = spans;
        } else {
            self.line(row, cells, scribe);
        }
    }

    /// An amount merged down over rows counts for each of them: that may not be what was meant.
    fn amounts_carried(&mut self, row: u32, carried: &[Cell<'_>], scribe: &mut Scribe<'_>) {
        for cell in carried {
            let column = self.binding.feeds.get(cell.column as usize).copied().flatten();
            let is_money = |column: &usize| matches!(self.binding.fields[*column].column.kind, Kind::Money { .. });
            if let Some(column) = column.filter(is_money) {
                let remark = Remark::new(&catalogue::AMOUNT_MERGED, "每行各自的金额");
                self.report(row, column, Some(cell.value), remark, scribe);
            }
        }
    }

    /// Finds the cell of each column in a row; true if there are others.
    fn locate(&mut self, cells: &[Cell<'_>]) -> bool {
        self.at.fill(None);
        let mut others = false;
        for (i, cell) in cells.iter().enumerate() {
            match self.binding.feeds.get(cell.column as usize) {
                Some(Some(column)) => self.at[*column] = Some(i),
                _ => others = true,
            }
        }
        others
    }

    /// A row with all the cells that count for it.
    fn line(&mut self, row: u32, cells: &[Cell<'_>], scribe: &mut Scribe<'_>) {
        let others = self.locate(cells);
        if self.foreign && !self.repeats_header(cells) {
            // The header above it is reported: no row below it can be read.
            self.records.account.errors += 1;
            return;
        }
        let key = self.table.key;
        if !self.binding.readable[key] {
            // Without the code no row can be read; the header's finding says so.
            return match line::by_label(cells) {
                Some(line) => self.set_aside(row, line, cells, scribe),
                None => self.records.account.errors += 1,
            };
        }
        let cell = self.at[key].map(|i| cells[i]);
        let code = cell.map(|cell| cell.value);
        let field = self.binding.fields[key];
        // A good code makes a record without another look. A free text may be the label of a total, or a header.
        let free = matches!(field.column.kind, Kind::Text);
        let label = if free { line::by_label(cells) } else { None };
        let read = field.read(cell, scribe.texts);
        if free || !matches!(read, Ok((Parsed::Text(Some(_)), _))) {
            match label.or_else(|| line::by_label(cells)) {
                Some(line) => return self.set_aside(row, line, cells, scribe),
                None if self.is_header(row, cells, scribe) => return,
                None => {}
            }
        }
        if !matches!(read, Ok((Parsed::Text(Some(_)), _))) {
            let line = self.by_evidence(row, code, cells, scribe);
            if line != Line::Record {
                return self.set_aside(row, line, cells, scribe);
            }
        }
        self.below_header = false;
        if others {
            self.beside(row, cells);
        }
        self.record(row, cells, read, scribe);
    }

    /// Cells of a record that feed no column: a unit they say counts, and none of them under no header drops out.
    fn beside(&mut self, row: u32, cells: &[Cell<'_>]) {
        let fed = |column: u32| self.binding.feeds.get(column as usize).is_some_and(Option::is_some);
        for cell in cells.iter().filter(|cell| !fed(cell.column)) {
            if let Value::Text(text) = cell.value {
                self.listening.beside(row, cell.column, text);
            }
            if !self.binding.has_heading(cell.column) {
                self.strays.add(Region::Beside, row, [cell]);
            }
        }
    }

    /// Is the row a header once more, column numbers, or field names? What another header starts is not read, and said so.
    fn is_header(&mut self, row: u32, cells: &[Cell<'_>], scribe: &mut Scribe<'_>) -> bool {
        let numbers = self.below_header && (line::is_numbering(cells) || line::is_field_names(cells));
        let again =
            if self.repeats_header(cells) { Again::Same } else { header_again(self.plan, &self.binding, cells) };
        match again {
            Again::None => {}
            Again::Same => (self.foreign, self.below_header) = (false, true),
            Again::Other(why) => {
                self.foreign = true;
                self.records.account.errors += 1;
                let place = Place { row: Some(row), ..scribe.sheet.clone() };
                scribe.findings.push(Finding::new(&catalogue::HEADER_AGAIN, place, "", "").because(why));
                return true;
            }
        }
        if numbers || again == Again::Same {
            self.records.account.skipped += 1;
        }
        numbers || again == Again::Same
    }

    /// What a row without a good code has to show decides whether it is a record.
    fn by_evidence(&mut self, row: u32, code: Option<Value<'_>>, cells: &[Cell<'_>], scribe: &mut Scribe<'_>) -> Line {
        let texts = &mut *scribe.texts;
        let mut evidence = Evidence::default();
        let name = cells.iter().find(|cell| Some(cell.column) == self.binding.name_column);
        let mut dates = 0;
        for (c, field) in self.binding.fields.iter().enumerate().filter(|(c, _)| *c != self.table.key) {
            let Some(cell) = self.at[c].map(|i| cells[i]) else {
                continue;
            };
            if matches!(cell.value, Value::Text(text) if means_blank(text)) {
                continue;
            }
            if matches!(field.column.kind, Kind::Text) {
                evidence.texts += usize::from(name.is_none_or(|name| name.column != cell.column));
            } else if let Ok((value, _)) = field.read(Some(cell), texts) {
                evidence.typed += usize::from(has_substance(value));
                dates += usize::from(matches!(value, Parsed::Date(Some(_))));
            }
        }
        if let Some(Value::Text(text)) = name.map(|name| name.value)
            && !means_blank(text)
        {
            evidence.texts += 1;
            evidence.name = line::name(text);
        }
        evidence.only_a_date = dates == 1 && evidence.typed == 1 && evidence.texts == 0;
        let line = line::by_evidence(code, evidence);
        if line == Line::Record && self.is_unlabelled_total(cells) {
            return Line::Total;
        }
        if line == Line::Aside {
            if evidence.name == Name::Doubtful && !self.omits() {
                let place = Place { row: Some(row), column: name.map(|name| name.column), ..scribe.sheet.clone() };
                let seen = name.map(|name| shown(name.value)).unwrap_or_default();
                scribe.findings.push(Finding::new(&catalogue::ROW_NAMED, place, seen, ""));
            } else if cells.iter().any(|cell| matches!(cell.value, Value::Text(text) if !means_blank(text))) {
                self.aside.push(row);
            }
        }
        line
    }

    /// Is it the header once more, or a level of it, as printed at the top of each page?
    fn repeats_header(&self, cells: &[Cell<'_>]) -> bool {
        let repeats = |cell: &Cell<'_>| {
            let Value::Text(text) = cell.value else { return false };
            let heading = self.binding.headings.iter().find(|heading| heading.column == cell.column);
            let text = squeeze(text);
            heading.is_some_and(|heading| squeeze(&heading.shown).split('/').any(|part| part == text))
        };
        cells.len() > 1 && cells.iter().all(repeats)
    }

    /// Are there only amounts, each the sum of the rows above it?
    fn is_unlabelled_total(&self, cells: &[Cell<'_>]) -> bool {
        let sum_of = |cell: &Cell<'_>| self.sums.iter().find(|(c, _)| self.binding.columns[*c] == Some(cell.column));
        cells.iter().all(|cell| sum_of(cell).is_some_and(|(_, sums)| sums.is_total(cell.value)))
    }

    /// A total or a note: counted, and a total held against the rows.
    fn set_aside(&mut self, row: u32, line: Line, cells: &[Cell<'_>], scribe: &Scribe<'_>) {
        self.records.account.skipped += 1;
        self.strays.add(Region::Aside, row, cells);
        self.listening.aside(row, cells, scribe.sheet);
        self.records.nil |= nil_return::says_nothing(cells, self.binding.nil_column);
        if matches!(line, Line::Total | Line::Subtotal) {
            for (c, sums) in &mut self.sums {
                sums.check(row, line, self.at[*c].map(|i| cells[i].value));
            }
        }
    }

    /// A record: all its cells are read, so that all its faults are found at once. The one of the key has been read.
    fn record(&mut self, row: u32, cells: &[Cell<'_>], key: Read, scribe: &mut Scribe<'_>) {
        if self.too_long(row, cells, &key, scribe) {
            return;
        }
        struck::report(row, cells, &self.binding, scribe);
        let mut key = Some(key);
        let mut faulty = false;
        self.parsed.clear();
        for c in 0..self.binding.fields.len() {
            let field = self.binding.fields[c];
            if !self.binding.readable[c] {
                faulty = true;
                self.parsed.push(field.nothing());
                continue;
            }
            let cell = self.at[c].map(|i| cells[i]);
            let value = cell.map(|cell| cell.value);
            let read = key.take_if(|_| c == self.table.key).unwrap_or_else(|| field.read(cell, scribe.texts));
            let (parsed, remark) = match read {
                Ok((parsed, remark)) => (Some(parsed), remark),
                Err(remark) => (None, Some(remark)),
            };
            if let Some(remark) = remark {
                faulty |= remark.entry.severity == Severity::Error;
                let remark = if c == self.table.key && remark.entry == &catalogue::CELL_BLANK {
                    Remark { entry: &catalogue::ROW_UNKEYED, ..remark }
                } else {
                    remark
                };
                self.report(row, c, value, remark, scribe);
            }
            self.parsed.push(parsed.unwrap_or_else(|| field.nothing()));
            if let Ok(at) = self.sums.binary_search_by_key(&c, |(c, _)| *c) {
                match parsed {
                    Some(Parsed::Money(Some(money))) if value.is_some() => self.sums[at].1.add(money.as_yuan()),
                    Some(_) => {}
                    None => self.sums[at].1.spoil(),
                }
            }
        }
        faulty |= self.patents_disagree(row, cells, scribe);
        faulty |= self.listening.contradicts(&self.binding, &self.at);
        let name = self.name(cells, scribe.texts);
        if self.is_left_out(row) {
            self.records.account.skipped += 1;
            self.records.account.left_out += 1;
            return;
        }
        if faulty {
            self.lose(row, cells, name);
            return;
        }
        for (column, value) in self.records.columns.iter_mut().zip(&self.parsed) {
            store::push(column, *value);
        }
        self.records.rows.push(row);
        if self.binding.firm_name.is_some() {
            self.records.names.push(name);
        }
    }

    /// Is a cell filled behind the last column, because a comma cut another in two? Then none behind that is where it belongs.
    fn too_long(&mut self, row: u32, cells: &[Cell<'_>], key: &Read, scribe: &mut Scribe<'_>) -> bool {
        let Some(last) = self.last_column else { return false };
        let behind = |cell: &&Cell<'_>| cell.column > last && !is_empty(cell);
        let Some(cell) = cells.iter().find(behind) else { return false };
        let place = Place { row: Some(row), column: Some(cell.column), ..scribe.sheet.clone() };
        scribe.findings.push(Finding::new(&catalogue::ROW_TOO_LONG, place, shown(cell.value), ""));
        self.sums.iter_mut().for_each(|(_, sums)| sums.spoil());
        let nothing = self.binding.fields.iter().map(Field::nothing);
        self.parsed.clear();
        self.parsed.extend(nothing);
        if let Ok((key, _)) = key {
            self.parsed[self.table.key] = *key;
        }
        let name = self.name(cells, scribe.texts);
        self.lose(row, cells, name);
        true
    }

    /// Does a patent number tell another kind than the list column beside it? Reported at the number.
    fn patents_disagree(&mut self, row: u32, cells: &[Cell<'_>], scribe: &mut Scribe<'_>) -> bool {
        let mut found = false;
        for c in 0..self.binding.fields.len() {
            let Kind::Patent { agrees_with: Some((other, digits)) } = &self.binding.fields[c].column.kind else {
                continue;
            };
            let (Parsed::Text(Some(number)), Some(Parsed::Text(Some(kind)))) =
                (self.parsed[c], self.parsed.get(*other).copied())
            else {
                continue;
            };
            let Some(digit) = PatentNumber::parse(scribe.texts.get(number)).map(|number| number.kind_digit()) else {
                continue;
            };
            let Some(expected) = disagreement(digits, kind, digit) else {
                continue;
            };
            found = true;
            let expected = format!("{}的专利号，{expected}", scribe.texts.get(kind));
            let remark = Remark::new(&catalogue::PATENT_KIND, expected);
            self.report(row, c, self.at[c].map(|i| cells[i].value), remark, scribe);
        }
        found
    }

    /// Takes down a row that an error keeps out.
    fn lose(&mut self, row: u32, cells: &[Cell<'_>], name: Option<Symbol>) {
        self.records.account.errors += 1;
        let key = self.table.key;
        let firm = match self.parsed.get(key) {
            Some(Parsed::Text(firm)) => *firm,
            _ => None,
        };
        let garbled = self.at[key].filter(|_| firm.is_none()).map(|i| shown(cells[i].value).into_boxed_str());
        let every: Vec<usize> = (0..self.table.columns.len()).collect();
        let named = if self.table.unique.is_empty() { &every } else { &self.table.unique };
        let record = named.iter().filter_map(|column| Some(shown(cells[self.at[*column]?].value)));
        let record = record.collect::<Vec<_>>().join(" ").into_boxed_str();
        self.records.lost.push(Lost { firm, garbled, name, row, record });
    }

    /// The firm's name that the row gives, in the table or beside it.
    fn name(&self, cells: &[Cell<'_>], texts: &mut Texts) -> Option<Symbol> {
        let column = self.binding.name_column?;
        match cells.iter().find(|cell| cell.column == column)?.value {
            Value::Text(text) if !means_blank(text) => Some(texts.add(trim(text))),
            _ => None,
        }
    }

    fn is_left_out(&self, row: u32) -> bool {
        self.left_out.binary_search(&row).is_ok()
    }

    /// Takes note of one more finding; is it one too many?
    fn omits(&mut self) -> bool {
        if self.listed >= MOST_FINDINGS {
            self.omitted += 1;
            return true;
        }
        self.listed += 1;
        false
    }

    fn report(&mut self, row: u32, column: usize, value: Option<Value<'_>>, remark: Remark, scribe: &mut Scribe<'_>) {
        if self.is_left_out(row) || self.omits() {
            return;
        }
        let place = Place { row: Some(row), column: self.binding.columns[column], ..scribe.sheet.clone() };
        let seen = value.map(shown).unwrap_or_default();
        let clause = self.binding.fields[column].column.clause.as_ref().map(Arc::clone);
        scribe
            .findings
            .push(Finding::new(remark.entry, place, seen, remark.expected).because(remark.why).with_clause(clause));
    }

    /// The end of the sheet: totals that disagree, hidden rows, and the records.
    #[must_use]
    pub fn finish(self, scribe: &mut Scribe<'_>) -> Finished<'p> {
        for (c, sums) in self.sums {
            for wrong in sums.finish() {
                let place = Place { row: Some(wrong.row), column: self.binding.columns[c], ..scribe.sheet.clone() };
                scribe.findings.push(Finding::new(&catalogue::TOTAL_DIFFERS, place, wrong.seen, wrong.expected));
            }
        }
        self.hidden.report(scribe.sheet, scribe.findings);
        if let Some(&first) = self.aside.first() {
            let place = Place { row: Some(first), ..scribe.sheet.clone() };
            scribe
                .findings
                .push(Finding::new(&catalogue::ROWS_ASIDE, place, "", "").because(rows_in_words(&self.aside)));
        }
        self.listening.report(scribe.sheet, scribe.findings);
        let filled = |c: usize| match &self.records.columns[c] {
            Column::Money(values) => values.iter().any(Option::is_some),
            _ => false,
        };
        warn_of_bare(&self.binding, filled, scribe.sheet, scribe.findings);
        if self.omitted > 0 {
            let seen = format!("还有 {} 处", self.omitted);
            let finding = Finding::new(&catalogue::FINDINGS_OMITTED, scribe.sheet.clone(), "", "");
            scribe.findings.push(finding.because(seen));
        }
        let heard = self.listening.changes(&self.binding, scribe.sheet);
        Finished { binding: self.binding, records: self.records, strays: self.strays, heard }
    }
}

/// Is nothing to be seen in the cell?
fn is_empty(cell: &Cell<'_>) -> bool {
    matches!(cell.value, Value::Text(text) if trim(text).is_empty())
}

/// Does a value tell that somebody filled in the row? Formulas dragged down give zeros in empty rows.
fn has_substance(value: Parsed) -> bool {
    match value {
        Parsed::Money(value) => value.is_some_and(|money| !money.as_yuan().is_zero()),
        Parsed::Number(value) => value.is_some_and(|number| !number.is_zero()),
        Parsed::Year(value) => value.is_some(),
        Parsed::Date(value) => value.is_some(),
        Parsed::Text(value) => value.is_some(),
    }
}

/// The kind digits that `kind` allows, if `digit` is none of them.
fn disagreement(allowed: &KindDigits, kind: Symbol, digit: char) -> Option<String> {
    let (_, digits) = allowed.iter().find(|(value, _)| *value == kind)?;
    if digits.contains(digit) {
        return None;
    }
    let list: Vec<String> = digits.chars().filter(char::is_ascii_digit).map(String::from).collect();
    Some(format!("种类位 {}，现为 {digit}", list.join(" 或 ")))
}
