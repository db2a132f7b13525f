//! Rows and columns inserted and removed in another spreadsheet program, which takes all references along: named as that, and nothing
//! else is.

use std::path::Path;

use jiangbu::intake::book::{Bounds, open};
use jiangbu::verify::{Comparison, compare};

use super::{Fixture, basic};

/// Name, what is done to the workbook `doc` in the program's own Basic, and the only differences that may be told.
const EDITS: [(&str, &str, &[&str]); 5] = [
    (
        "inserted_row",
        "s = doc.Sheets.getByName(\"奖励明细\")\ns.Rows.insertByIndex(4, 1)\ns.getCellByPosition(1, 4).String = \"多出的公司\"",
        &["多出一行：奖励明细 › 5  实为 多出的公司"],
    ),
    (
        "blank_row",
        "doc.Sheets.getByName(\"奖励明细\").Rows.insertByIndex(4, 1)",
        &["行被移动：奖励明细 › 6  应为 没有增减的空行"],
    ),
    (
        "inserted_column",
        "s = doc.Sheets.getByName(\"奖励明细\")\ns.Columns.insertByIndex(3, 1)\ns.getCellByPosition(3, 2).String = \"新列\"",
        &["多出一列：奖励明细 › D  实为 “新列”"],
    ),
    ("blank_column", "doc.Sheets.getByName(\"奖励明细\").Columns.insertByIndex(3, 1)", &["多出一列：奖励明细 › D"]),
    (
        "inserted_row_and_changed_cell",
        "s = doc.Sheets.getByName(\"奖励明细\")\ns.Rows.insertByIndex(4, 1)\ns.getCellByPosition(1, 4).String = \"多出的公司\"\n\
         doc.Sheets.getByName(\"拨付表\").getCellByPosition(0, 3).String = \"改\"",
        &["多出一行：奖励明细 › 5  实为 多出的公司", "拨付表 › A4"],
    ),
];

#[test]
fn rows_and_columns_are_named_once_and_all_else_is_compared() {
    if !basic::is_there() {
        return;
    }
    let fixture = Fixture::new();
    let folder = fixture.award().with_file_name("");
    edit(&folder, &fixture.award(), EDITS.iter().map(|(name, what, _)| (*name, (*what).to_owned())));
    let expected = open(&fixture.award(), &Bounds::default()).expect("the award");
    for (name, _, named) in EDITS {
        let given = open(&folder.join(format!("{name}.xlsx")), &Bounds::default()).expect("the edited copy");
        let Comparison { divergences, not_compared, .. } = compare(&given, &expected).expect("a comparison");
        let said: Vec<String> = divergences.iter().map(ToString::to_string).collect();
        for words in named {
            assert!(said.iter().any(|line| line.contains(words)), "{name}: {words} not in {said:#?}");
        }
        let others: Vec<_> = said.iter().filter(|line| !named.iter().any(|words| line.contains(words))).collect();
        assert!(others.is_empty() && not_compared.is_empty(), "{name}: {others:#?} {not_compared:#?}");
    }
}

/// Makes the edited copies, each from the award.
fn edit<'e>(folder: &Path, award: &Path, edits: impl Iterator<Item = (&'e str, String)>) {
    let mut script = "Sub Main\nDim a(0) As New com.sun.star.beans.PropertyValue\na(0).Name = \"Hidden\"\na(0).Value = True\n\
        Dim o(0) As New com.sun.star.beans.PropertyValue\no(0).Name = \"FilterName\"\no(0).Value = \"Calc MS Excel 2007 XML\"\n"
        .to_owned();
    for (name, what) in edits {
        let (from, to) = (award.display(), folder.join(format!("{name}.xlsx")));
        script += &format!("doc = StarDesktop.loadComponentFromURL(\"file://{from}\", \"_blank\", 0, a())\n{what}\n");
        script += &format!("doc.storeToURL(\"file://{}\", o())\ndoc.close(True)\n", to.display());
    }
    basic::run(folder, &(script + "End Sub\n"));
}
