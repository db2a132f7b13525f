//! A second opinion: what calamine, a reader that is none of ours, makes of the cells the award used.
//!
//! It runs only on files our own readers have accepted, for it trusts what a file claims of its own size, and behind `catch_unwind`, for
//! damaged files make it panic. Where it is known to read less than a file says, that is allowed for: days may come as texts, as numbers
//! or by the wrong date system, and what our readers know to be no date (-1, 60) may come as one. The award uses no error and no
//! uncalculated cell.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use calamine::{DataType, Ods, Reader, Xls, Xlsb, Xlsx};
use chrono::{NaiveDate, NaiveDateTime, TimeDelta};

use super::bounds::Bounds;
use super::package::Package;
use super::store::{Bytes, Store};
use super::{Book, Cell, Content, Layout, Rows, Value};
use crate::handing::{Handing, handed};

/// The cells of a sheet that are to be read again.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// Its columns, from 0.
    pub columns: BTreeSet<u32>,
    /// Its rows, from 0, rising.
    pub rows: Vec<u32>,
}

/// A cell that two programs read differently; row and column from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    /// The sheet's name.
    pub sheet: Arc<str>,
    /// The row.
    pub row: u32,
    /// The column.
    pub column: u32,
    /// What our reader read.
    pub ours: String,
    /// What the other read.
    pub theirs: String,
}

/// What the second reading came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SecondReading {
    /// How many cells were read by both.
    pub cells: u64,
    /// Cells the two read differently.
    pub disagreements: Vec<Disagreement>,
    /// Why the other program could not read it, or not all of it.
    pub note: Option<String>,
}

/// The most cells of a sheet the other reader may spread out, where it does not stream.
const SPREAD: u64 = 20_000_000;

/// So many cells are handed from one reader to the other at a time.
const CELLS: usize = 4_096;

/// Reads the cells `wanted` of an open workbook with both readers.
#[must_use]
pub fn read_again(book: &Book, wanted: &[Wanted]) -> SecondReading {
    let bytes = || Cursor::new(book.raw());
    let name = |sheet: usize| &*book.sheets()[sheet].name;
    let failed = |error: String| SecondReading { note: Some(error), ..SecondReading::default() };
    let read = AssertUnwindSafe(|| -> Result<SecondReading, String> {
        match &book.content {
            Content::Xlsx(_) => {
                honest(book)?;
                let mut other = Xlsx::new(bytes()).map_err(|error| error.to_string())?;
                all(book, wanted, |sheet, take| {
                    let mut cells = other.worksheet_cells_reader(name(sheet)).map_err(|error| error.to_string())?;
                    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
                        take(cell.get_position(), seen(cell.get_value()));
                    }
                    Ok(())
                })
            }
            Content::Xlsb(_) => {
                let mut other = Xlsb::new(bytes()).map_err(|error| error.to_string())?;
                all(book, wanted, |sheet, take| {
                    let mut cells = other.worksheet_cells_reader(name(sheet)).map_err(|error| error.to_string())?;
                    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
                        take(cell.get_position(), seen(cell.get_value()));
                    }
                    Ok(())
                })
            }
            Content::Xls(_) => {
                let mut other = Xls::new(bytes()).map_err(|error| error.to_string())?;
                all(book, wanted, |sheet, take| dense(book, &mut other, sheet, take))
            }
            Content::Ods(_) => {
                let mut other = Ods::new(bytes()).map_err(|error| error.to_string())?;
                all(book, wanted, |sheet, take| dense(book, &mut other, sheet, take))
            }
            Content::Csv(_) => Err("文字表格没有第二种读法".to_owned()),
        }
    });
    // What it says when it panics is for its makers, not for a clerk.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(read);
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|_| Err("读到中途出错".to_owned())).unwrap_or_else(failed)
}

/// Room is reserved for as many shared texts as a file claims to have.
fn honest(book: &Book) -> Result<(), String> {
    let bounds = Bounds::with_file_size(book.bytes().max(Bounds::default().file));
    let package = Package::open(&Store::Held(book.raw()), &bounds).map_err(|fault| fault.to_string())?;
    for name in package.names().into_iter().filter(|name| name.ends_with("sharedstrings.xml")) {
        let mut start = Vec::new();
        let read = package.stream(name, |part| {
            part.take(4096).read_to_end(&mut start)?;
            Ok(())
        });
        read.map_err(|fault| fault.to_string())?;
        let start = String::from_utf8_lossy(&start);
        let claimed = start.split_once("uniqueCount=").map(|(_, rest)| {
            let digits: String = rest.chars().skip(1).take_while(char::is_ascii_digit).collect();
            digits.parse::<u64>().unwrap_or(u64::MAX)
        });
        // The shortest text takes five bytes.
        if claimed.is_some_and(|claimed| claimed > package.size(name) / 5 + 1) {
            return Err("文件写明的共享文字比实有的多".to_owned());
        }
    }
    Ok(())
}

type Take<'t> = &'t mut dyn FnMut((u32, u32), Option<Seen<'_>>);

fn dense<R: Reader<Cursor<Bytes>>>(book: &Book, other: &mut R, sheet: usize, take: Take<'_>) -> Result<(), String> {
    if spread(book, sheet)? > SPREAD {
        return Err("表太散，没有用第二种程序读".to_owned());
    }
    let name = &*book.sheets()[sheet].name;
    let range = other.worksheet_range(name).map_err(|_| format!("读不出“{name}”"))?;
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        let place = (top + u32::try_from(row).unwrap_or(u32::MAX), left + u32::try_from(column).unwrap_or(u32::MAX));
        take(place, seen(data));
    }
    Ok(())
}

/// Reads each wanted sheet with both readers, side by side: few cells are held. `read` gives the other's cells.
fn all(
    book: &Book,
    wanted: &[Wanted],
    mut read: impl FnMut(usize, Take<'_>) -> Result<(), String>,
) -> Result<SecondReading, String> {
    let mut reading = SecondReading::default();
    for want in wanted {
        let index = book.sheets().iter().position(|sheet| sheet.name == want.sheet);
        let index = index.ok_or_else(|| format!("没有“{}”", want.sheet))?;
        let (giving, mut due) = handed(CELLS);
        let mut ours = Ours { want, giving, rows: want.rows.iter().copied().peekable() };
        thread::scope(|scope| {
            let reader = scope.spawn(move || book.stream(index, &mut ours));
            let mut note = |(row, column): (u32, u32), ours: Option<&Seen<'_>>, theirs: Option<&Seen<'_>>| {
                reading.cells += u64::from(ours.is_some());
                if !agree(ours, theirs) {
                    let (ours, theirs, sheet) = (words(ours), words(theirs), Arc::clone(&want.sheet));
                    reading.disagreements.push(Disagreement { sheet, row, column, ours, theirs });
                }
            };
            let mut rows = want.rows.iter().copied().peekable();
            let theirs = read(index, &mut |place, theirs| {
                while let Some((missed, ours)) = due.next_if(|(known, _)| *known < place) {
                    note(*missed, Some(ours), None);
                }
                while rows.next_if(|row| *row < place.0).is_some() {}
                let wanted = rows.peek() == Some(&place.0) && want.columns.contains(&place.1);
                let ours = due.next_if(|(known, _)| *known == place).map(|(_, ours)| ours);
                if wanted {
                    note(place, ours, theirs.as_ref());
                }
            });
            if theirs.is_ok() {
                while let Some((missed, ours)) = due.next() {
                    note(*missed, Some(ours), None);
                }
            }
            // Whoever waits to hand more over is told that nobody takes it.
            drop(due);
            let ours = reader.join().map_err(|_| "读到中途出错".to_owned())?;
            ours.map_err(|fault| fault.to_string()).and(theirs)
        })?;
    }
    Ok(reading)
}

/// How far the cells of a sheet spread: the last row times the last column.
fn spread(book: &Book, sheet: usize) -> Result<u64, String> {
    struct Reach(u32, u32);
    impl Rows for Reach {
        fn layout(&mut self, _: Layout) {}

        fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
            *self = Self(self.0.max(row), self.1.max(cells.last().map_or(0, |cell| cell.column)));
            ControlFlow::Continue(())
        }
    }
    let mut reach = Reach(0, 0);
    book.stream(sheet, &mut reach).map_err(|fault| fault.to_string())?;
    Ok((u64::from(reach.0) + 1) * (u64::from(reach.1) + 1))
}

/// What a cell holds, in either reading.
#[derive(Clone, Debug)]
enum Seen<'t> {
    Number(f64),
    DateTime(NaiveDateTime),
    /// A day as the other reader has it: its number, and the day if there is one.
    Serial(f64, Option<NaiveDateTime>),
    Text(Cow<'t, str>),
    Bool(bool),
    /// An error, or a formula without a result: the award uses neither.
    Nothing,
}

/// Our reading of the wanted cells.
struct Ours<'w, I: Iterator<Item = u32>> {
    want: &'w Wanted,
    giving: Handing<((u32, u32), Seen<'static>)>,
    rows: std::iter::Peekable<I>,
}

impl<I: Iterator<Item = u32>> Rows for Ours<'_, I> {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        while self.rows.next_if(|wanted| *wanted < row).is_some() {}
        if self.rows.next_if_eq(&row).is_some() {
            for cell in cells.iter().filter(|cell| self.want.columns.contains(&cell.column)) {
                let seen = match cell.value {
                    Value::Text(text) => text_of(text).map(Seen::into_owned),
                    Value::Number { value, .. } => Some(Seen::Number(value)),
                    Value::DateTime(moment) => Some(Seen::DateTime(moment)),
                    Value::Bool(truth) => Some(Seen::Bool(truth)),
                    Value::Error(_) | Value::Uncalculated | Value::Picture => Some(Seen::Nothing),
                };
                if let Some(seen) = seen
                    && !self.giving.give(((row, cell.column), seen))
                {
                    return ControlFlow::Break(());
                }
            }
        }
        ControlFlow::Continue(())
    }
}

impl Seen<'_> {
    fn into_owned(self) -> Seen<'static> {
        match self {
            Self::Text(text) => Seen::Text(Cow::Owned(text.into_owned())),
            Self::Number(number) => Seen::Number(number),
            Self::DateTime(moment) => Seen::DateTime(moment),
            Self::Serial(number, day) => Seen::Serial(number, day),
            Self::Bool(truth) => Seen::Bool(truth),
            Self::Nothing => Seen::Nothing,
        }
    }
}

/// A text as both readers can agree on it: trimmed, with one kind of line end.
fn text_of(text: &str) -> Option<Seen<'_>> {
    let text = text.trim();
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    (!text.is_empty()).then_some(Seen::Text(text))
}

/// What the other reader saw, of a sheet that streams or of one that was spread out.
fn seen(data: &impl DataType) -> Option<Seen<'_>> {
    if let Some(text) = data.get_string() {
        return text_of(text);
    }
    #[allow(clippy::cast_precision_loss, reason = "whole numbers of a spreadsheet are binary numbers already")]
    let whole = data.get_int().map(|number| number as f64);
    if let Some(number) = data.get_float().or(whole) {
        return Some(Seen::Number(number));
    }
    if let Some(time) = data.get_datetime() {
        let day = || Seen::Serial(time.as_f64(), data.as_datetime());
        return Some(if time.is_duration() { Seen::Number(time.as_f64()) } else { day() });
    }
    let truth = data.get_bool().map(Seen::Bool);
    let iso = || data.get_datetime_iso().or_else(|| data.get_duration_iso()).and_then(text_of);
    truth.or_else(iso).or_else(|| data.is_error().then_some(Seen::Nothing))
}

/// Do the two readings of a cell say the same?
fn agree(ours: Option<&Seen<'_>>, theirs: Option<&Seen<'_>>) -> bool {
    match (ours, theirs) {
        (None | Some(Seen::Nothing), None) | (Some(Seen::Nothing), _) => true,
        (Some(Seen::Number(ours)), Some(Seen::Number(theirs))) => {
            ours.to_bits() == theirs.to_bits() || shown(*ours) == shown(*theirs)
        }
        // Below the first day, and on the day that never was, our reader sees a number.
        (Some(Seen::Number(ours)), Some(Seen::Serial(theirs, _))) => shown(*ours) == shown(*theirs) && !is_day(*ours),
        (Some(Seen::DateTime(ours)), Some(Seen::Serial(_, Some(theirs)))) => same_day(*ours, *theirs),
        (Some(Seen::DateTime(ours)), Some(Seen::Number(serial) | Seen::Serial(serial, None))) => {
            day(*serial).is_some_and(|theirs| same_day(ours.date().into(), theirs.into()))
        }
        (Some(Seen::DateTime(ours)), Some(Seen::Text(theirs))) => {
            theirs.starts_with(&ours.format("%Y-%m-%d").to_string())
        }
        (Some(Seen::Text(ours)), Some(Seen::Text(theirs))) => ours == theirs,
        (Some(Seen::Bool(ours)), Some(Seen::Bool(theirs))) => ours == theirs,
        _ => false,
    }
}

/// By the digits a spreadsheet shows.
fn shown(number: f64) -> String {
    format!("{number:.14e}")
}

fn is_day(number: f64) -> bool {
    number >= 1.0 && shown(number) != shown(60.0)
}

/// The days between the two date systems.
const SYSTEMS: i64 = 1462;

fn same_day(ours: NaiveDateTime, theirs: NaiveDateTime) -> bool {
    let apart = (ours - theirs).abs();
    let second = TimeDelta::seconds(1);
    apart <= second || (apart - TimeDelta::days(SYSTEMS)).abs() <= second
}

/// The day a number stands for.
#[allow(clippy::cast_possible_truncation, reason = "days are far smaller")]
fn day(serial: f64) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_signed(TimeDelta::try_days(serial.floor() as i64)?)
}

fn words(seen: Option<&Seen<'_>>) -> String {
    match seen {
        None => "（空白）".to_owned(),
        Some(Seen::Number(number)) => format!("数 {number}"),
        Some(Seen::DateTime(moment) | Seen::Serial(_, Some(moment))) => {
            format!("日期 {}", moment.format("%Y-%m-%d %H:%M"))
        }
        Some(Seen::Serial(serial, None)) => format!("日期 {serial}"),
        Some(Seen::Text(text)) => format!("文本“{text}”"),
        Some(Seen::Bool(truth)) => truth.to_string(),
        Some(Seen::Nothing) => "没有值".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts_as_the_same_reading() {
        let day = |day: u32| NaiveDate::from_ymd_opt(2022, 3, day).unwrap().and_hms_opt(0, 0, 0).unwrap();
        let text = text_of;
        let number = |number| Some(Seen::Number(number));
        let moment = |at| Some(Seen::DateTime(at));
        // 44 621 is 2022-03-01.
        let serial = |serial: f64, at| Some(Seen::Serial(serial, at));
        let table = [
            (number(0.1 + 0.2), number(0.3), true),
            (number(5.0), number(6.0), false),
            (number(5.0), text("5"), false),
            (text(" 甲\r\n乙 "), text("甲\n乙"), true),
            (text("甲"), text("乙"), false),
            (text("甲"), None, false),
            (None, text("甲"), false),
            (None, None, true),
            (None, text("  "), true),
            (moment(day(1)), serial(44621.0, Some(day(1))), true),
            (moment(day(1)), serial(44622.0, Some(day(2))), false),
            (moment(day(1)), number(44621.0), true),
            (moment(day(1)), number(44622.0), false),
            (moment(day(1)), number(44621.0 - 1462.0), true),
            (moment(day(1)), text("2022-03-01T00:00:00"), true),
            (moment(day(1)), text("2022-03-02"), false),
            (number(60.0), serial(60.0, None), true),
            (number(-1.0), serial(-1.0, None), true),
            (number(44621.0), serial(44621.0, Some(day(1))), false),
            (Some(Seen::Bool(true)), Some(Seen::Bool(false)), false),
            (Some(Seen::Nothing), None, true),
        ];
        for (ours, theirs, same) in table {
            assert_eq!(agree(ours.as_ref(), theirs.as_ref()), same, "{ours:?} {theirs:?}");
        }
    }
}
