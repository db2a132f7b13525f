//! A second opinion: calamine reads every cell of a workbook as we do, where both tell the same things.

#![allow(clippy::unwrap_used, reason = "a test that cannot build its file has failed")]

use std::ops::ControlFlow;

use calamine::{Data, Reader, Xlsx, open_workbook};
use jiangbu::intake::book::{Bounds, Cell, Layout, Rows, Value, open};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};

#[derive(Default)]
struct Cells(Vec<(u32, u32, String)>);

impl Rows for Cells {
    fn layout(&mut self, _: Layout) {}

    fn row(&mut self, row: u32, cells: &[Cell<'_>]) -> ControlFlow<()> {
        for cell in cells {
            let text = match cell.value {
                Value::Text(text) | Value::Error(text) => text.to_owned(),
                Value::Number { value, .. } => value.to_string(),
                Value::DateTime(moment) => moment.to_string(),
                Value::Bool(value) => value.to_string(),
                Value::Uncalculated | Value::Picture => "?".to_owned(),
            };
            self.0.push((row, cell.column, text));
        }
        ControlFlow::Continue(())
    }
}

#[test]
fn calamine_reads_the_same_cells() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("甲.xlsx");
    let mut workbook = Workbook::new();
    let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
    for name in ["甲", "乙"] {
        let sheet = workbook.add_worksheet().set_name(name).unwrap();
        for row in 0..500_u32 {
            sheet.write(row * 3, 0, format!("企业 <{row}> & \"{}\"", row % 7)).unwrap();
            sheet.write(row * 3, 2, format!("-{row}.1234567").parse::<f64>().unwrap()).unwrap();
            sheet.write(row * 3, 3, row % 2 == 0).unwrap();
            let day = ExcelDateTime::from_serial_datetime(f64::from(40_000 + row)).unwrap();
            sheet.write_with_format(row * 3, 4, &day, &date).unwrap();
            sheet.write_formula(row * 3, 16_383, Formula::new("A1").set_result(format!("值{row}"))).unwrap();
        }
    }
    workbook.save(&path).unwrap();

    let book = open(&path, &Bounds::default()).unwrap();
    let mut other: Xlsx<_> = open_workbook(&path).unwrap();
    let names: Vec<String> = book.sheets().iter().map(|sheet| sheet.name.to_string()).collect();
    assert_eq!(names, other.sheet_names());
    for (index, name) in names.iter().enumerate() {
        let mut ours = Cells::default();
        book.stream(index, &mut ours).unwrap();
        let mut theirs = Vec::new();
        let mut reader = other.worksheet_cells_reader(name).unwrap();
        while let Some(cell) = reader.next_cell().unwrap() {
            let (row, column) = cell.get_position();
            let text = match Data::from(cell.get_value().clone()) {
                Data::DateTime(moment) => moment.as_datetime().unwrap().to_string(),
                data => data.to_string(),
            };
            theirs.push((row, column, text));
        }
        assert_eq!(ours.0.len(), 2500);
        assert_eq!(ours.0, theirs);
    }
}
