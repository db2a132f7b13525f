//! What kind of row stands below the header: a header once more, a total, a note, or a record without a good code.

use crate::finding::{Finding, Place, catalogue};
use crate::intake::book::{Cell, Value};
use crate::intake::cell::shown;
use crate::intake::field::{Field, Parsed};
use crate::intake::firm_name::{self, FirmName};
use crate::intake::normalize::{means_blank, squeeze};
use crate::intake::repeated_header::{Repeated, repeated_header};
use crate::intake::row_kind::{self, Evidence, RowKind};
use crate::intake::sheet_context::SheetContext;
use crate::policy::Kind;

use super::Body;

impl Body<'_> {
    /// Is the row a header once more, column numbers, or field names? What another header starts is not read, and said so.
    pub(super) fn is_header(&mut self, row: u32, cells: &[Cell<'_>], context: &mut SheetContext<'_>) -> bool {
        let numbers = self.below_header && (row_kind::is_numbering(cells) || row_kind::is_field_names(cells));
        let again =
            if self.repeats_header(cells) { Repeated::Same } else { repeated_header(self.plan, &self.binding, cells) };
        match again {
            Repeated::None => {}
            Repeated::Same => (self.foreign, self.below_header) = (false, true),
            Repeated::Other(why) => {
                self.foreign = true;
                self.records.account.errors += 1;
                let place = Place { row: Some(row), ..context.sheet.clone() };
                context.findings.push(Finding::new(&catalogue::HEADER_AGAIN, place, "", "").because(why));
                return true;
            }
        }
        if numbers || again == Repeated::Same {
            self.records.account.skipped += 1;
        }
        numbers || again == Repeated::Same
    }

    /// What a row without a good code has to show decides whether it is a record.
    pub(super) fn by_evidence(
        &mut self,
        row: u32,
        code: Option<Value<'_>>,
        cells: &[Cell<'_>],
        context: &mut SheetContext<'_>,
    ) -> RowKind {
        let texts = &mut *context.texts;
        let mut evidence = Evidence::default();
        let name = cells.iter().find(|cell| Some(cell.column) == self.binding.name_column);
        let mut dates = 0;
        for (field, cell) in self.filled(cells) {
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
            evidence.name = firm_name::name(text);
        }
        evidence.only_a_date = dates == 1 && evidence.typed == 1 && evidence.texts == 0;
        let line = row_kind::by_evidence(code, evidence);
        if line == RowKind::Record && self.is_unlabelled_total(cells) {
            return RowKind::Total;
        }
        if line == RowKind::Aside {
            if evidence.name == FirmName::Doubtful && !self.omits() {
                let place = Place { row: Some(row), column: name.map(|name| name.column), ..context.sheet.clone() };
                let seen = name.map(|name| shown(name.value)).unwrap_or_default();
                context.findings.push(Finding::new(&catalogue::ROW_NAMED, place, seen, ""));
            } else if cells.iter().any(|cell| matches!(cell.value, Value::Text(text) if !means_blank(text))) {
                self.aside.push(row);
            }
        }
        line
    }

    /// The columns beside the code in which something stands, each with its cell.
    fn filled<'c>(&self, cells: &'c [Cell<'c>]) -> impl Iterator<Item = (&Field<'_>, Cell<'c>)> {
        let beside = self.binding.fields.iter_enumerated().filter(|(c, _)| *c != self.table.key);
        let filled = beside.filter_map(|(c, field)| Some((field, cells[self.at[c]?])));
        filled.filter(|(_, cell)| !matches!(cell.value, Value::Text(text) if means_blank(text)))
    }

    /// Is a row that a word calls a note or a total filled in like a record: a code in the cell of the code, a day or a value of a list beside
    /// others? A note has texts, a total has amounts.
    pub(super) fn is_filled_in(
        &self,
        line: RowKind,
        code: Option<Value<'_>>,
        cells: &[Cell<'_>],
        context: &mut SheetContext<'_>,
    ) -> bool {
        let (mut figures, mut others) = (0, 0);
        for (field, cell) in self.filled(cells).filter(|(field, _)| !matches!(field.column.kind, Kind::Text)) {
            if let Ok((value, _)) = field.read(Some(cell), context.texts)
                && has_substance(value)
            {
                let is_figure = matches!(field.column.kind, Kind::Money { .. } | Kind::Number);
                *(if is_figure { &mut figures } else { &mut others }) += 1;
            }
        }
        let holds_code = || match (code, &self.binding.fields[self.table.key].column.kind) {
            (Some(Value::Text(text)), Kind::Code(numbering)) => {
                let text = squeeze(text);
                let mut runs = text.split(|c: char| !c.is_ascii_alphanumeric());
                runs.any(|run| numbering.read(run).is_ok())
            }
            _ => false,
        };
        match line {
            RowKind::Aside => (others >= 1 && others + figures >= 2) || (others + figures >= 1 && holds_code()),
            _ => others >= 2,
        }
    }

    /// Is it the header once more, or a level of it, as printed at the top of each page?
    pub(super) fn repeats_header(&self, cells: &[Cell<'_>]) -> bool {
        let repeats = |cell: &Cell<'_>| {
            let Value::Text(text) = cell.value else { return false };
            let heading = self.binding.headings.iter().find(|heading| heading.column == cell.column);
            let text = squeeze(text);
            heading.is_some_and(|heading| squeeze(&heading.shown).split('/').any(|part| part == text))
        };
        cells.len() > 1 && cells.iter().all(repeats)
    }

    /// Are there only amounts, each the sum of the rows above it?
    pub(super) fn is_unlabelled_total(&self, cells: &[Cell<'_>]) -> bool {
        let sum_of = |cell: &Cell<'_>| self.sums.iter().find(|(c, _)| self.binding.columns[*c] == Some(cell.column));
        cells.iter().all(|cell| sum_of(cell).is_some_and(|(_, sums)| sums.is_total(cell.value)))
    }
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
