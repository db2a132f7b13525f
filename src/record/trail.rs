//! What a figure rests on: the cells that counted, the records that were looked at and did not count, and the tables that were looked
//! through, also where they held nothing of the firm.

use super::{Record, cell};
use crate::finding::Place;
use crate::formula::{Expression, Formula, Value, node_words, used};
use crate::index::{ColumnIndex, FactIndex, RowIndex, StandingIndex, TableIndex};
use crate::money::Overflow;
use crate::policy::{Blank, Expr, Source, Target};

/// A cell that a figure rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// Where it stands.
    pub place: Place,
    /// Did its record count? Else it was looked at, and did not.
    pub counts: bool,
    /// How the figure differs from what the cell shows: its unit, or what stands for a blank; mostly empty.
    pub remark: String,
}

/// All that a figure rests on.
#[derive(Clone, Debug, Default)]
pub struct Trail {
    /// The cells, in the order of use.
    pub cells: Vec<Cited>,
    /// The tables that were looked through for the firm, and how many records of the firm were there.
    pub tables: Vec<(TableIndex, usize)>,
}

/// The records of a firm that a fact looked through, in the order read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Their table.
    pub table: TableIndex,
    /// Those that decided it.
    pub counted: Vec<RowIndex>,
    /// The others.
    pub others: Vec<RowIndex>,
}

impl<'a> Record<'a> {
    /// The firm's rows of `table`, in the order read.
    pub(super) fn own_slice(&self, table: TableIndex) -> &'a [RowIndex] {
        self.firm.zip(self.rows.get(table)).map_or(&[][..], |(firm, rows)| rows.of(firm))
    }

    /// The same, one by one.
    pub(super) fn own_rows(&self, table: TableIndex) -> impl Iterator<Item = RowIndex> {
        self.own_slice(table).iter().copied()
    }

    /// What the firm holds of the kind `standing` from the years before that of the record at `row`: the rows that count as history, and
    /// those that do not. Both empty for a record without a date.
    ///
    /// # Errors
    /// [`Overflow`] if a figure leaves the range of a decimal.
    pub fn history(&self, standing: StandingIndex, row: RowIndex) -> Result<(Vec<RowIndex>, Vec<RowIndex>), Overflow> {
        let standing = &self.policy.standings[standing];
        let data = &self.data.tables[standing.table];
        let (mut counted, mut others) = (Vec::new(), Vec::new());
        let Some(year) = data.year(standing.date, row) else { return Ok((counted, others)) };
        for other in self.own_rows(standing.table) {
            let record = self.at(standing.table, other);
            let earlier = data.year(standing.date, other).is_some_and(|held| held < year);
            if earlier && standing.records.truth(&record)? == Some(true) {
                let counts = standing.history.truth(&record)? == Some(true);
                if counts { counted.push(other) } else { others.push(other) }
            }
        }
        Ok((counted, others))
    }

    /// The records that fact `fact` looked through; `None` for one that is worked out from others.
    #[must_use]
    pub fn looked_through(&self, fact: FactIndex) -> Option<Looked> {
        let rule = &self.policy.facts[fact];
        // The records that are of another record are not looked at.
        let own_rows = |table| {
            let rows = self.looked_at(fact, table).into_owned().into_iter();
            rows.filter(move |row| self.is_of_record(rule, table, *row) != Some(false))
        };
        let (table, holds) = match &rule.source {
            Source::Derived { .. } => return None,
            Source::Standing { standing, offset, .. } => return Some(self.looked_for_standing(*standing, *offset)),
            Source::Value { table, .. } => {
                let decided = self.known(fact).1;
                let (counted, others) = own_rows(*table).partition(|row| Some(*row) == decided);
                return Some(Looked { table: *table, counted, others });
            }
            Source::Any { table, holds } | Source::Count { table, holds } | Source::Sum { table, holds, .. } => {
                (*table, holds)
            }
        };
        let counts = |row: &RowIndex| holds.truth(&self.at(table, *row)) != Ok(Some(false));
        let (counted, others) = own_rows(table).partition(counts);
        Some(Looked { table, counted, others })
    }

    /// The records of the year that earn a standing, with the history that decides it.
    fn looked_for_standing(&self, standing: StandingIndex, offset: i32) -> Looked {
        let kind = &self.policy.standings[standing];
        let data = &self.data.tables[kind.table];
        let mut looked = Looked { table: kind.table, ..Looked::default() };
        let mut decides = Vec::new();
        for row in self.own_rows(kind.table) {
            let record = self.at(kind.table, row);
            let of_year = data.year(kind.date, row) == self.year.checked_add(offset);
            if of_year && [&kind.records, &kind.grants].iter().all(|test| test.truth(&record) == Ok(Some(true))) {
                decides.push(row);
                decides.extend(self.history(standing, row).unwrap_or_default().0);
            }
        }
        for row in self.own_rows(kind.table) {
            if decides.contains(&row) {
                looked.counted.push(row);
            } else if kind.records.truth(&self.at(kind.table, row)) != Ok(Some(false)) {
                looked.others.push(row);
            }
        }
        looked
    }

    /// Why the record at `row` did not count for `fact`, in words.
    #[must_use]
    pub fn why_not(&self, fact: FactIndex, row: RowIndex) -> String {
        let (table, holds) = match &self.policy.facts[fact].source {
            Source::Any { table, holds }
            | Source::Count { table, holds }
            | Source::Sum { table, holds, .. }
            | Source::Value { table, holds, .. } => (*table, holds),
            Source::Standing { .. } | Source::Derived { .. } => return "年度或者状态不符".to_owned(),
        };
        let record = self.at(table, row);
        let words: Vec<String> = failing(&record, holds).into_iter().map(|part| node_words(part, &record)).collect();
        if words.is_empty() { "另有更晚或者在前的一条".to_owned() } else { words.join("；") }
    }

    /// The cell of `column` in `row` of `table`.
    #[must_use]
    pub fn cite(&self, table: TableIndex, column: ColumnIndex, row: RowIndex, counts: bool) -> Cited {
        Cited { place: self.data.place(table, column, row), counts, remark: self.remark(table, column, row) }
    }

    /// Adds what `formula` uses, of the branch that was taken.
    pub fn trail_of_used(&self, formula: &Formula<Target>, trail: &mut Trail) {
        used(&formula.root, self).into_iter().for_each(|(target, ..)| self.trail_of(target, trail));
    }

    /// Adds what `formula` names.
    pub fn trail_of_all(&self, formula: &Formula<Target>, trail: &mut Trail) {
        formula.names().into_iter().for_each(|(target, ..)| self.trail_of(target, trail));
    }

    /// Adds what `target` rests on.
    pub fn trail_of(&self, target: Target, trail: &mut Trail) {
        match target {
            Target::Column(column) => {
                trail.cells.extend(self.record.map(|(table, row)| self.cite(table, column, row, true)));
            }
            Target::Firm(column) => {
                let register = self.policy.register.table;
                trail.cells.extend(self.firm.map(|firm| self.cite(register, column, firm.row(), true)));
            }
            Target::Standing(standing) => {
                if let Some((_, row)) = self.record {
                    self.trail_of_standing(standing, row, trail);
                }
            }
            Target::Fact(fact) => match &self.policy.facts[fact].source {
                Source::Derived { of } => self.trail_of_all(of, trail),
                _ => self.trail_of_fact(fact, trail),
            },
            Target::Rank | Target::Parameter(_) | Target::Year => {}
        }
    }

    /// Adds the day of the record at `row`, and the history that its standing rests on.
    pub fn trail_of_standing(&self, standing: StandingIndex, row: RowIndex, trail: &mut Trail) {
        let kind = &self.policy.standings[standing];
        let columns = columns_of([&kind.records, &kind.history, &kind.continues], Some(kind.date));
        let (counted, others) = self.history(standing, row).unwrap_or_default();
        trail.cells.push(self.cite(kind.table, kind.date, row, true));
        for (rows, counts) in [(counted, true), (others, false)] {
            let cells = rows.into_iter().flat_map(|row| columns.iter().map(move |column| (*column, row)));
            trail.cells.extend(cells.map(|(column, row)| self.cite(kind.table, column, row, counts)));
        }
        self.looks_through(kind.table, trail);
    }

    /// Adds that `table` was looked through for the firm.
    pub fn looks_through(&self, table: TableIndex, trail: &mut Trail) {
        if trail.tables.iter().all(|(known, _)| *known != table) {
            trail.tables.push((table, self.own_rows(table).count()));
        }
    }

    fn trail_of_fact(&self, fact: FactIndex, trail: &mut Trail) {
        let Some(looked) = self.looked_through(fact) else { return };
        let rule = &self.policy.facts[fact];
        let same = rule.each.iter().flat_map(|each| &each.same).map(|(theirs, _)| *theirs);
        let (holds, mut columns) = match &rule.source {
            Source::Any { holds, .. } | Source::Count { holds, .. } => (Some(holds), columns_of([holds], None)),
            Source::Sum { holds, of, .. } => (Some(holds), columns_of([of, holds], None)),
            Source::Value { holds, of, latest, .. } => {
                (Some(holds), columns_of([of, holds].into_iter().chain(latest.as_ref()), None))
            }
            Source::Standing { standing, .. } => {
                let kind = &self.policy.standings[*standing];
                (None, columns_of([&kind.records, &kind.history], Some(kind.date)))
            }
            Source::Derived { .. } => return,
        };
        columns.extend(same);
        let key = self.policy.tables[looked.table].key;
        let mut cite = |row: RowIndex, columns: &[ColumnIndex], counts: bool| {
            let columns = if columns.is_empty() { &[key][..] } else { columns };
            trail.cells.extend(columns.iter().map(|column| self.cite(looked.table, *column, row, counts)));
        };
        looked.counted.iter().for_each(|row| cite(*row, &columns, true));
        for row in &looked.others {
            let record = self.at(looked.table, *row);
            let mut own = Vec::new();
            holds.into_iter().flat_map(|holds| failing(&record, holds)).for_each(|part| add_columns(part, &mut own));
            cite(*row, if own.is_empty() { &columns } else { &own }, false);
        }
        self.looks_through(looked.table, trail);
    }

    /// How the value of a cell differs from what stands there.
    fn remark(&self, table: TableIndex, column: ColumnIndex, row: RowIndex) -> String {
        let rows = &self.data.tables[table];
        let Some((sheet, line)) = rows.sheet.get(row).zip(rows.row.get(row)) else { return String::new() };
        let sheet = &self.data.sheets[*sheet];
        let declared = &self.policy.tables[table].columns[column];
        let blank = declared.blank.as_ref().filter(|_| sheet.blanks.holds(*line, column));
        let missing = sheet.columns.get(column).copied().flatten().is_none();
        let stands = blank.map(|blank| match blank {
            Blank::Number(number) => format!("按 {}", number.normalize()),
            Blank::Text(text) => format!("按“{}”", self.data.texts.get(*text)),
        });
        match (stands, missing) {
            (Some(stands), true) => format!("没有“{}”列，{stands}", declared.name),
            (None, true) => format!("没有“{}”列", declared.name),
            (Some(stands), false) => format!("空白{stands}"),
            (None, false) if cell(self.data, table, column, row) == Value::Unknown => "空白".to_owned(),
            (None, false) => match sheet.units.get(column).filter(|unit| !unit.is_zero() && **unit != 1.into()) {
                Some(unit) if *unit == 10_000.into() => "万元".to_owned(),
                Some(unit) => format!("×{}", unit.normalize()),
                None => String::new(),
            },
        }
    }
}

/// The parts of `holds` that are not true of `record`.
fn failing<'e>(record: &Record<'_>, holds: &'e Expr) -> Vec<&'e Expression<Target>> {
    let is_open = |part: &&Expression<Target>| part.value(record).ok().and_then(Value::truth) != Some(true);
    holds.conjuncts().into_iter().filter(is_open).collect()
}

/// The columns of the record that `formulas` use, each once, `first` before them.
fn columns_of<'e>(formulas: impl IntoIterator<Item = &'e Expr>, first: Option<ColumnIndex>) -> Vec<ColumnIndex> {
    let mut found: Vec<ColumnIndex> = first.into_iter().collect();
    formulas.into_iter().for_each(|formula| add_columns(&formula.root, &mut found));
    found
}

fn add_columns(node: &Expression<Target>, found: &mut Vec<ColumnIndex>) {
    node.visit(&mut |part| {
        if let Expression::Name { target: Target::Column(column), .. } = part
            && !found.contains(column)
        {
            found.push(*column);
        }
    });
}
