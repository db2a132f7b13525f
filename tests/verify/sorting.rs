//! Whoever sorts a sheet pays nobody else: each row keeps its amounts, and so do the sheets that are printed and paid by.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx, open_workbook};

use super::program;
use super::structure::edit;

/// Sheets that are sorted, one at a time, and of which none may say anything else then.
const SHEETS: [&str; 4] = ["公示表", "拨付表", "核算汇总", "限额测算"];

/// Sorts the rows between header and totals by the first column, the last first.
const SORT: &str = "Sub Turn(doc, name)
If Not doc.Sheets.hasByName(name) Then Exit Sub
s = doc.Sheets.getByName(name)
c = s.createCursor()
c.gotoEndOfUsedArea(False)
last = c.RangeAddress.EndRow
wide = c.RangeAddress.EndColumn
totals = True
Do While totals And last > 3
totals = False
For i = 0 To 5
If s.getCellByPosition(i, last).String = \"合计\" Then totals = True
Next i
If totals Then last = last - 1
Loop
Dim f(0) As New com.sun.star.table.TableSortField
f(0).Field = 0
f(0).IsAscending = False
Dim d(1) As New com.sun.star.beans.PropertyValue
d(0).Name = \"SortFields\"
d(0).Value = f()
d(1).Name = \"ContainsHeader\"
d(1).Value = False
s.getCellRangeByPosition(0, 3, wide, last).sort(d())
End Sub
";

/// The rows of a sheet, whatever their order, amounts to the fen; and the first of them as it stands.
fn rows(path: &Path, sheet: &str) -> (BTreeMap<Vec<String>, usize>, Vec<String>) {
    let mut book: Xlsx<_> = open_workbook(path).expect("the workbook");
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        other => other.to_string(),
    };
    let range = book.worksheet_range(sheet).expect("the sheet");
    let all: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(text).collect()).collect();
    let first = all.get(3).cloned().unwrap_or_default();
    let mut counted = BTreeMap::new();
    all.into_iter().for_each(|row| *counted.entry(row).or_insert(0) += 1);
    (counted, first)
}

#[test]
fn sorting_a_sheet_pays_nobody_else() {
    if Command::new("soffice").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "soffice is missing; install libreoffice-calc-nogui");
        return;
    }
    let mut turned = 0;
    for case in ["minimal", "caps", "clauses", "overlaps", "messy", "year-2022"] {
        let folder = tempfile::tempdir().expect("a scratch folder");
        let award = folder.path().join("award.xlsx");
        let inputs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(case).join("inputs");
        let run = program().arg("calc").arg(inputs).arg("-o").arg(&award).output().expect("a run");
        assert!(run.status.success(), "{case}: {}", String::from_utf8_lossy(&run.stderr));
        let sorts = SHEETS.map(|sheet| (sheet, format!("Turn doc, \"{sheet}\"\ndoc.calculateAll()")));
        let untouched = ("untouched", "doc.calculateAll()".to_owned());
        edit(folder.path(), &award, sorts.into_iter().chain([untouched]), SORT);
        let saved = |name: &str| folder.path().join(format!("{name}.xlsx"));
        for sorted in SHEETS {
            for sheet in SHEETS {
                let ((before, first), (after, now)) = (rows(&saved("untouched"), sheet), rows(&saved(sorted), sheet));
                let other: Vec<_> = after.keys().filter(|row| !before.contains_key(*row)).collect();
                assert!(before == after, "{case}: {sheet} after {sorted} was sorted: {other:?}");
                turned += usize::from(sheet == sorted && first != now);
            }
        }
    }
    // Else nothing was sorted.
    assert!(turned > 8, "{turned}");
}
