//! The data of one run as typed columns, each row with the sheet and row it came from.

mod digest;

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;
use typed_index_collections::{TiSlice, TiSliceKeys, TiVec};

use crate::finding::Place;
use crate::formula::Value;
use crate::identity::Identities;
use crate::index::{ColumnIndex, RowIndex, SheetIndex, TableIndex};
use crate::money::Money;
use crate::texts::{Symbol, Texts};

/// A workbook that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    /// Its file name, without the folder.
    pub file: Arc<str>,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// A sheet that fed a table, with the way back from a policy's column to the sheet's.
#[derive(Clone, Debug)]
pub struct SourceSheet {
    /// The workbook's file name.
    pub file: Arc<str>,
    /// The sheet's name.
    pub name: Arc<str>,
    /// The policy's table it feeds.
    pub table: TableIndex,
    /// For each column of the policy's table, the sheet's column from 0; `None` where the sheet has no such column.
    pub columns: TiVec<ColumnIndex, Option<u32>>,
    /// For each column of the policy's table, how many yuan one unit of it is (1 or 10 000); 1 where it is not money.
    pub units: TiVec<ColumnIndex, Decimal>,
    /// The cells that were blank although their column has a value, because the policy says what a blank stands for.
    pub blanks: Blanks,
    /// The title nearest to the table that names a year.
    pub title: Option<Title>,
    /// Did the program write it, from an award?
    pub carried: bool,
}

/// A title that names a year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Title {
    /// Its row and column; a sheet's or a file's name has none.
    pub cell: Option<(u32, u32)>,
    /// The text.
    pub text: Arc<str>,
    /// The last year it names.
    pub year: i32,
}

/// Cells by row and column of the policy's table, rising.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Blanks(Vec<(u32, u16)>);

impl Blanks {
    /// Adds the cell in `column` of the sheet's `row`, which is behind all before it.
    pub fn add(&mut self, row: u32, column: ColumnIndex) {
        self.0.extend(u16::try_from(usize::from(column)).map(|column| (row, column)));
    }

    /// Is the cell one of them?
    #[must_use]
    pub fn holds(&self, row: u32, column: ColumnIndex) -> bool {
        u16::try_from(usize::from(column)).is_ok_and(|column| self.0.binary_search(&(row, column)).is_ok())
    }
}

/// One table: columns of equal length, and each row's origin.
#[derive(Clone, Debug, Default)]
pub struct TableData {
    /// The values, in the order of the policy's columns.
    pub columns: TiVec<ColumnIndex, Values>,
    /// For each row, the index into [`Dataset::sheets`].
    pub sheet: TiVec<RowIndex, SheetIndex>,
    /// For each row, the sheet's row from 0.
    pub row: TiVec<RowIndex, u32>,
    /// What became of the rows that were read.
    pub account: Account,
}

/// What became of a table's rows: `rows` = records kept in the table + `errors` + `skipped`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Rows read below the header, of any kind but wholly blank ones.
    pub rows: u64,
    /// Rows kept out because of an error in them.
    pub errors: u64,
    /// Totals, notes, signature rows, and rows left out by an answer.
    pub skipped: u64,
    /// Of these, the rows left out by an answer.
    pub left_out: u64,
}

/// The values of one column; a blank cell is `None` unless the policy gives blanks a meaning.
#[derive(Clone, Debug)]
pub enum Values {
    /// Yuan.
    Money(TiVec<RowIndex, Option<Money>>),
    /// A number, or a share (5 % is 0.05).
    Number(TiVec<RowIndex, Option<Decimal>>),
    /// A calendar year.
    Year(TiVec<RowIndex, Option<i32>>),
    /// A calendar day.
    Date(TiVec<RowIndex, Option<NaiveDate>>),
    /// A text, a list value, a code, an item's id.
    Text(TiVec<RowIndex, Option<Symbol>>),
}

/// A row that an error kept out of its table, so that the firm it belongs to can be withheld in a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// The policy's table.
    pub table: TableIndex,
    /// The firm's code, as far as it could be read.
    pub firm: Option<Symbol>,
    /// The firm's name, where the row has one.
    pub name: Option<Symbol>,
    /// The index into [`Dataset::sheets`].
    pub sheet: SheetIndex,
    /// The sheet's row from 0.
    pub row: u32,
    /// What names the record, as far as it could be read.
    pub record: Box<str>,
}

/// Everything that was read: tables in the policy's order, rows in the order read.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The workbooks, by name.
    pub inputs: Vec<Input>,
    /// The sheets that fed a table.
    pub sheets: TiVec<SheetIndex, SourceSheet>,
    /// The tables, in the policy's order; absent ones are empty.
    pub tables: TiVec<TableIndex, TableData>,
    /// For each table, was no sheet of it handed in? Tables beyond its end were.
    pub absent: TiVec<TableIndex, bool>,
    /// Rows kept out by an error.
    pub blocked: Vec<Blocked>,
    /// The codes that stand where nothing is read, rising: in a draft their firms are withheld.
    pub unread: Vec<Symbol>,
    /// Every text of policy and data.
    pub texts: Texts,
    /// Which of them name the same; found when the tables are complete.
    pub identities: Option<Identities>,
}

impl Values {
    /// The value in `row` as formulas see it; unknown where it is blank.
    #[must_use]
    pub fn value(&self, row: RowIndex) -> Value {
        let value = match self {
            Self::Money(values) => values.get(row).copied().flatten().map(|money| Value::Number(money.as_yuan())),
            Self::Number(values) => values.get(row).copied().flatten().map(Value::Number),
            Self::Year(values) => values.get(row).copied().flatten().map(|year| Value::Number(year.into())),
            Self::Date(values) => values.get(row).copied().flatten().map(Value::Date),
            Self::Text(values) => values.get(row).copied().flatten().map(Value::Text),
        };
        value.unwrap_or_default()
    }
}

impl TableData {
    /// How many records.
    #[must_use]
    pub fn len(&self) -> usize {
        self.row.len()
    }

    /// Its records.
    pub fn rows(&self) -> TiSliceKeys<RowIndex> {
        self.row.keys()
    }

    /// No record?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.row.is_empty()
    }

    /// The text in `column` of `row`.
    #[must_use]
    pub fn text(&self, column: ColumnIndex, row: RowIndex) -> Option<Symbol> {
        match self.columns.get(column)? {
            Values::Text(values) => values.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The amount in `column` of `row`.
    #[must_use]
    pub fn money(&self, column: ColumnIndex, row: RowIndex) -> Option<Money> {
        match self.columns.get(column)? {
            Values::Money(values) => values.get(row).copied().flatten(),
            _ => None,
        }
    }

    /// The calendar year in `column` of `row`: the year itself, or a day's.
    #[must_use]
    pub fn year(&self, column: ColumnIndex, row: RowIndex) -> Option<i32> {
        match self.columns.get(column)? {
            Values::Year(values) => values.get(row).copied().flatten(),
            Values::Date(values) => values.get(row).copied().flatten().map(|day| day.year()),
            _ => None,
        }
    }

    /// The day in `column` of `row`.
    #[must_use]
    pub fn date(&self, column: ColumnIndex, row: RowIndex) -> Option<NaiveDate> {
        match self.columns.get(column)? {
            Values::Date(values) => values.get(row).copied().flatten(),
            _ => None,
        }
    }
}

impl TableData {
    /// Counts `row` as kept out by an error and says what is known of it; [`TableData::retain`] takes it out.
    #[must_use]
    pub fn block(&mut self, table: TableIndex, key: ColumnIndex, row: RowIndex, record: String) -> Blocked {
        self.account.errors += 1;
        let record = record.into_boxed_str();
        Blocked { table, firm: self.text(key, row), name: None, sheet: self.sheet[row], row: self.row[row], record }
    }

    /// Puts rows of blanks among the others, each where the row was read that an error kept out; gives their new rows.
    pub fn insert_blanks<'b>(&mut self, mut blocked: Vec<&'b Blocked>) -> Vec<(RowIndex, &'b Blocked)> {
        // One walk over both: inserting row by row is quadratic, 20 s for a register of 80 000 firms of which half are faulty.
        blocked.sort_by_key(|blocked| (blocked.sheet, blocked.row));
        let mut due = blocked.into_iter().peekable();
        let (mut order, mut inserted) = (TiVec::with_capacity(self.len() + due.len()), Vec::with_capacity(due.len()));
        for row in self.rows() {
            while let Some(next) = due.next_if(|next| (next.sheet, next.row) <= (self.sheet[row], self.row[row])) {
                inserted.push((order.push_and_get_key(None), next));
            }
            order.push(Some(row));
        }
        for next in due {
            inserted.push((order.push_and_get_key(None), next));
        }
        self.sheet = spread(&self.sheet, &order);
        self.row = spread(&self.row, &order);
        for (at, blocked) in &inserted {
            (self.sheet[*at], self.row[*at]) = (blocked.sheet, blocked.row);
        }
        for column in &mut self.columns {
            match column {
                Values::Money(values) => *values = spread(values, &order),
                Values::Number(values) => *values = spread(values, &order),
                Values::Year(values) => *values = spread(values, &order),
                Values::Date(values) => *values = spread(values, &order),
                Values::Text(values) => *values = spread(values, &order),
            }
        }
        inserted
    }

    /// Sets the text in `column` of `row`.
    pub fn set_text(&mut self, column: ColumnIndex, row: RowIndex, text: Option<Symbol>) {
        if let Some(Values::Text(values)) = self.columns.get_mut(column)
            && let Some(value) = values.get_mut(row)
        {
            *value = text;
        }
    }

    /// Keeps the rows for which `keep` is true, in order; rows beyond its end stay.
    pub fn retain(&mut self, keep: &TiSlice<RowIndex, bool>) {
        retain(&mut self.sheet, keep);
        retain(&mut self.row, keep);
        for column in &mut self.columns {
            match column {
                Values::Money(values) => retain(values, keep),
                Values::Number(values) => retain(values, keep),
                Values::Year(values) => retain(values, keep),
                Values::Date(values) => retain(values, keep),
                Values::Text(values) => retain(values, keep),
            }
        }
    }
}

/// Keeps the values for which `keep` is true, in order; values beyond its end stay.
pub fn retain<T>(values: &mut TiVec<RowIndex, T>, keep: &TiSlice<RowIndex, bool>) {
    let mut flags = keep.iter();
    values.retain(|_| flags.next().copied().unwrap_or(true));
}

/// The values at the rows of `order`, and nothing where it says so.
fn spread<T: Copy + Default>(
    values: &TiSlice<RowIndex, T>,
    order: &TiSlice<RowIndex, Option<RowIndex>>,
) -> TiVec<RowIndex, T> {
    order.iter().map(|row| row.map_or_else(T::default, |row| values[row])).collect()
}

impl Dataset {
    /// The form by which a text that names something is compared.
    #[must_use]
    pub fn form(&self, symbol: Symbol) -> Symbol {
        self.identities.as_ref().map_or(symbol, |identities| identities.form(symbol))
    }

    /// The same, as a patent's number.
    #[must_use]
    pub fn patent_form(&self, symbol: Symbol) -> Symbol {
        self.identities.as_ref().map_or(symbol, |identities| identities.patent(symbol))
    }

    /// Was no sheet of `table` handed in?
    #[must_use]
    pub fn is_absent(&self, table: TableIndex) -> bool {
        self.absent.get(table).copied().unwrap_or(false)
    }

    /// Where the cell of `table`, `column`, `row` stands; the row alone where the sheet has no such column.
    #[must_use]
    pub fn place(&self, table: TableIndex, column: ColumnIndex, row: RowIndex) -> Place {
        let table = &self.tables[table];
        let (Some(&sheet), Some(&line)) = (table.sheet.get(row), table.row.get(row)) else {
            return Place::default();
        };
        let sheet = &self.sheets[sheet];
        Place {
            row: Some(line),
            column: sheet.columns.get(column).copied().flatten(),
            ..Place::sheet(&sheet.file, &sheet.name)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_come_to_stand_where_their_rows_were_read() {
        let column = Values::Year(vec![Some(1), Some(2), Some(3)].into());
        let mut table = TableData {
            columns: vec![column].into(),
            sheet: [0, 0, 2].map(SheetIndex::from).to_vec().into(),
            row: vec![4, 6, 4].into(),
            ..TableData::default()
        };
        let at = |sheet, row| Blocked {
            table: 0.into(),
            firm: None,
            name: None,
            sheet: SheetIndex::from(sheet),
            row,
            record: "".into(),
        };
        // Not in the order read: later checks block rows of earlier sheets.
        let blocked = [at(2, 9), at(0, 5), at(1, 4), at(0, 3), at(2, 5)];
        let inserted = table.insert_blanks(blocked.iter().collect());
        let places: Vec<_> = inserted
            .iter()
            .map(|(row, blocked)| (usize::from(*row), usize::from(blocked.sheet), blocked.row))
            .collect();
        assert_eq!(places, [(0, 0, 3), (2, 0, 5), (4, 1, 4), (6, 2, 5), (7, 2, 9)]);
        assert_eq!(table.sheet.raw, [0, 0, 0, 0, 1, 2, 2, 2].map(SheetIndex::from));
        assert_eq!(table.row.raw, [3, 4, 5, 6, 4, 4, 5, 9]);
        let years: Vec<_> = table.rows().map(|row| table.year(0.into(), row)).collect();
        assert_eq!(years, [None, Some(1), None, Some(2), None, Some(3), None, None]);
        assert_eq!(table.insert_blanks(Vec::new()), []);
    }
}
