//! How the document was read where nobody has said in writing what holds; and, where the run was asked, what another reading would pay.

use crate::policy::Reading;
use crate::readings::Price;
use crate::report::ReportError;
use crate::report::book::Book;
use crate::report::model::{Cell, Look, Row, Rows};

/// The readings without a written answer, by index.
pub(super) fn open<'b>(book: &'b Book<'_>) -> impl Iterator<Item = (usize, &'b Reading)> {
    book.policy.readings.iter().enumerate().filter(|(_, reading)| reading.is_open())
}

pub(super) fn write(book: &Book<'_>, rows: &mut dyn Rows) -> Result<(), ReportError> {
    if open(book).next().is_none() {
        return Ok(());
    }
    super::heading(rows, "没有书面答复的口径（答复以后把文号写进政策文件）")?;
    let mut header = row();
    header.push_across(2, Look::Header, Cell::Text("条款".into()));
    // Three columns of figures, or more room for words.
    let words = if book.run.prices.is_some() { 5 } else { 7 };
    header.push_across(words, Look::Header, Cell::Text("读法".into()));
    if book.run.prices.is_some() {
        header.push_across(2, Look::Header, Cell::Text("应发合计（元）".into()));
        header.push_across(2, Look::Header, Cell::Text("增减（元）".into()));
        header.push_across(1, Look::Header, Cell::Text("变化家数".into()));
    } else {
        header.push_across(super::GRID - 2 - words, Look::Header, Cell::Text("由谁解释".into()));
    }
    rows.row(&header)?;
    for (index, reading) in open(book) {
        rows.row(&chosen(reading, words))?;
        let prices = book.run.prices.into_iter().flatten().filter(|price| price.reading == index);
        prices.into_iter().try_for_each(|price| rows.row(&another(reading, price)))?;
    }
    if book.run.prices.is_some() {
        let mut note = row();
        let says = "另一种读法的数，是照它改政策文件重新核算的；改本簿里的数，它不跟着变。";
        note.push_across(super::GRID, Look::Note, Cell::Text(says.into()));
        rows.row(&note)?;
    }
    Ok(())
}

/// What was chosen, and who may say whether it is right.
fn chosen(reading: &Reading, words: u16) -> Row<'_> {
    let mut row = row();
    row.push_across(2, Look::Wrapped, Cell::Text((&*reading.clause).into()));
    row.push_across(words, Look::Wrapped, Cell::Text((&*reading.choice).into()));
    row.push_across(super::GRID - 2 - words, Look::Wrapped, Cell::Text((&*reading.asked).into()));
    row
}

/// What could be meant instead, and what it comes to.
fn another<'b>(reading: &'b Reading, price: &Price) -> Row<'b> {
    let mut row = row();
    row.push_across(2, Look::Centred, Cell::Text("另一种读法".into()));
    row.push_across(5, Look::Wrapped, Cell::Text((&*reading.alternatives[price.alternative].name).into()));
    let Some(shift) = &price.shift else {
        row.push_across(5, Look::Wrapped, Cell::Text("照这种读法，数据有错误，算不出来".into()));
        return row;
    };
    row.push_across(2, Look::Money, Cell::Money(shift.total)).push_across(2, Look::Change, Cell::Money(shift.change));
    row.push_across(1, Look::Whole, Cell::Number(shift.firms.len().into()));
    row
}

fn row<'r>() -> Row<'r> {
    Row::with_capacity(super::GRID.into())
}
