//! Whoever sorts a sheet pays nobody else. Sheets whose rows are found by a key stay right; of the others it is told that their rows were
//! moved, and nobody is paid anything until that is undone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use calamine::{Reader as _, Xlsx, open_workbook};
use jiangbu::policy::{BUILT_IN, ROW_ORDER};

use crate::cookbook::award_of_examples;
use crate::{award, basic, case, dataset, load};

/// Sheets whose rows formulas find by where they stand.
const BY_PLACE: [&str; 5] = ["奖励明细", "资格审核", "就高不重复", "合计上限", "政策参数"];

/// Pages, not tables: nobody sorts them.
const PAGES: [&str; 7] = ["目录", "上会材料", "公示文", "统计图", "会签", "核算依据", "绩效自评"];

/// Sorts each table by some of its columns, up and down, tells what then is paid, and undoes it.
const SCRIPT: &str = r#"
Sub Main
On Error GoTo fail
Open "RESULT" For Output As #1
Dim a(0) As New com.sun.star.beans.PropertyValue
a(0).Name = "Hidden"
a(0).Value = True
doc = StarDesktop.loadComponentFromURL("file://AWARD", "_blank", 0, a())
doc.calculateAll()
Told doc, "untouched"
For Each s In doc.Sheets
Turned doc, s
Next s
Close #1
doc.close(True)
Exit Sub
fail:
Print #1, "fault " & Error$
Close #1
doc.close(True)
End Sub

Sub Turned(doc, s)
If InStr("PAGES", s.Name) > 0 Then Exit Sub
c = s.createCursor()
c.gotoEndOfUsedArea(False)
last = c.RangeAddress.EndRow
wide = c.RangeAddress.EndColumn
first = 3
Do While (s.Name = "公示表" Or s.Name = "拨付表") And first < last And s.getCellByPosition(0, first).Value = 0
first = first + 1
Loop
ends = first
Do While ends <= last And Not IsTotal(s, ends)
ends = ends + 1
Loop
last = ends - 1
If last <= first Then Exit Sub
fields = Array(0, 1, 4, wide \ 2)
For i = 0 To 3
For u = 0 To 1
If fields(i) <= wide Then
SortBy s.getCellRangeByPosition(0, first, wide, last), fields(i), (u = 0)
doc.calculateAll()
Told doc, s.Name & " " & fields(i) & " " & u
doc.getUndoManager().undo()
End If
Next u
Next i
doc.calculateAll()
Told doc, "undone " & s.Name
End Sub

Sub SortBy(cells, field, up)
Dim k(0) As New com.sun.star.table.TableSortField
k(0).Field = field
k(0).IsAscending = up
Dim d(1) As New com.sun.star.beans.PropertyValue
d(0).Name = "SortFields"
d(0).Value = k()
d(1).Name = "ContainsHeader"
d(1).Value = False
cells.sort(d())
End Sub

Function IsTotal(s, row)
IsTotal = False
For i = 0 To 5
t = s.getCellByPosition(i, row).String
If t = "小计" Or Left(t, 2) = "合计" Then IsTotal = True
Next i
End Function

Sub Told(doc, what)
Print #1, "=" & what
For Each n In Array("核算汇总", "公示表", "拨付表", "奖励明细", "汇总表", "目录", "绩效自评")
s = doc.Sheets.getByName(n)
c = s.createCursor()
c.gotoEndOfUsedArea(False)
For Each row In s.getCellRangeByPosition(0, 2, c.RangeAddress.EndColumn, c.RangeAddress.EndRow).getDataArray()
line = n
For Each v In row
If VarType(v) = 5 Then v = Format(v, "0.00")
line = line & Chr(9) & Join(Split(v, Chr(10)), "")
Next v
Print #1, line
Next row
Next n
End Sub
"#;

/// Whose lines look for what bans them.
const BANNED: &str = "\n[disqualified]\nclause = \"第六条\"\nwhen = '年收入=2'\nreason = \"骗补\"\n";

/// Persons whose ids agree in all the 15 digits that a spreadsheet's number has: whoever is found by a number is found for another.
const PERSONS: &str = "工匠名册
公民身份号码|姓名|乡镇|年收入
11010519491231002X|甲|东|1
110105194912310038|乙|西|1
110105194912310046|丙|东|2
110105194912310054|丁|东|1

证书
公民身份号码|证号|等级|发证日期
11010519491231002X|A1|高级|2030-03-01
110105194912310038|B1|中级|2030-05-01
110105194912310038|B2|高级|2030-05-01
110105194912310046|C1|中级|2030-05-01

账户
公民身份号码|户名|开户行|账号
11010519491231002X|甲|农行|6201
110105194912310038|乙|农行|6202
";

/// What the sheets say after one sort: rows by sheet, whatever their order.
struct Told {
    /// The sheet that was sorted.
    sorted: String,
    rows: BTreeMap<String, usize>,
    /// As they stand.
    lines: Vec<String>,
}

fn told(folder: &Path, award: &Path) -> Vec<Told> {
    let result = folder.join("told.txt");
    let script = SCRIPT.replace("RESULT", &result.to_string_lossy()).replace("AWARD", &award.to_string_lossy());
    basic::run(folder, &script.replace("PAGES", &PAGES.join(" ")));
    let text = fs::read_to_string(&result).expect("what the sheets say");
    assert!(!text.contains("fault "), "{}", text.lines().last().unwrap_or_default());
    let mut all: Vec<Told> = Vec::new();
    for line in text.lines() {
        if let Some(what) = line.strip_prefix('=') {
            let sorted = what.split(' ').next().unwrap_or_default().to_owned();
            all.push(Told { sorted, rows: BTreeMap::new(), lines: Vec::new() });
        } else if let Some(told) = all.last_mut() {
            *told.rows.entry(line.to_owned()).or_insert(0) += 1;
            told.lines.push(line.to_owned());
        }
    }
    all
}

impl Told {
    /// The cells of a sheet's column below its header, which is one of `headers`.
    fn column(&self, sheet: &str, headers: [&str; 2]) -> Vec<&str> {
        let rows = self.lines.iter().map(|line| line.split('\t').collect::<Vec<_>>());
        let mut rows = rows.filter(|row| row.first() == Some(&sheet));
        let header = rows.next().unwrap_or_default();
        let at = header.iter().position(|name| headers.contains(name));
        let at = at.unwrap_or_else(|| panic!("{headers:?} not in {header:?}"));
        rows.filter_map(|row| row.get(at).copied()).collect()
    }

    fn is_nothing_paid(&self) -> bool {
        let nothing = |text: &&str| matches!(*text, "" | "0.00");
        let amounts = [
            ("核算汇总", ["应发金额"; 2]),
            ("奖励明细", ["限额后"; 2]),
            ("公示表", ["金额（元）", "金额（万元）"]),
            ("拨付表", ["本次（元）", "应发（元）"]),
        ];
        amounts.iter().all(|(sheet, headers)| self.column(sheet, *headers).iter().all(nothing))
    }
}

#[test]
fn sorting_a_sheet_pays_nobody_else() {
    if !basic::is_there() {
        return;
    }
    let folder = tempfile::tempdir().expect("a scratch folder");
    let built_in = load(BUILT_IN);
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies");
    let owners = load(&fs::read_to_string(examples.join("owner-limit.toml")).expect("a policy"));
    let persons = fs::read_to_string(examples.join("persons.toml")).expect("a policy");
    let persons = load(&(persons + BANNED));
    let awards = [
        award(&persons, dataset::dataset(&persons, PERSONS), 2030, folder.path(), "persons"),
        award(&built_in, case(&built_in, "overlaps"), 2022, folder.path(), "overlaps"),
        award_of_examples(&owners, folder.path(), "owners"),
    ];
    let (mut turned, mut told_of) = (BTreeMap::new(), BTreeMap::new());
    for award in &awards {
        let all = told(folder.path(), &award.path);
        let untouched = &all[0];
        assert!(!untouched.is_nothing_paid());
        for after in &all[1..] {
            let sheet = after.sorted.as_str();
            if after.rows == untouched.rows {
                *turned.entry(sheet.to_owned()).or_insert(0) += usize::from(after.lines != untouched.lines);
                continue;
            }
            let red = format!("目录\t{sheet}\t");
            let red = after.lines.iter().any(|line| line.starts_with(&red) && line.contains("行已移动，请撤销排序"));
            let other: Vec<_> = after.rows.keys().filter(|row| !untouched.rows.contains_key(*row)).collect();
            assert!(BY_PLACE.contains(&sheet) && red && after.is_nothing_paid(), "{sheet}: {other:#?}");
            *told_of.entry(sheet.to_owned()).or_insert(0) += 1;
        }
    }
    // Else nothing was sorted.
    assert_eq!(told_of.keys().map(String::as_str).collect::<Vec<_>>(), sorted(BY_PLACE));
    let moved = ["公示表", "拨付表", "核算汇总", "汇总表"];
    assert!(moved.iter().all(|sheet| turned.get(*sheet).is_some_and(|times| *times > 1)), "{turned:?}");
}

fn sorted(mut names: [&str; 5]) -> Vec<&str> {
    names.sort_unstable();
    names.into()
}

/// Excel moves a reference along with its row, also one to another sheet: only `$` keeps it where it is.
#[test]
fn rows_that_may_be_sorted_refer_to_others_by_fixed_places() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let policy = load(BUILT_IN);
    for name in ["overlaps", "clauses", "messy"] {
        let award = award(&policy, case(&policy, name), 2022, folder.path(), name);
        let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
        let mut seen = 0;
        for sheet in book.sheet_names() {
            if BY_PLACE.contains(&sheet.as_str()) || PAGES.contains(&sheet.as_str()) {
                continue;
            }
            let cells = book.worksheet_range(&sheet).expect("the sheet");
            let formulas = book.worksheet_formula(&sheet).expect("the formulas");
            let (top, left) = formulas.start().unwrap_or_default();
            for (row, column, formula) in formulas.used_cells() {
                let (row, column) = (row as u32 + top, column as u32 + left);
                let of_totals = (0..6).any(|column| {
                    let text = cells.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
                    text == "小计" || text.starts_with("合计") || text.contains("大写")
                });
                if row < 3 || of_totals {
                    continue;
                }
                seen += 1;
                let moving = moving(formula, row + 1);
                assert!(moving.is_empty(), "{name}: {sheet} {column} {}: {moving:?} in {formula}", row + 1);
            }
        }
        assert!(seen > 100, "{name}: {seen}");
    }
}

/// The references of a formula in row `row` that would come to mean another row, were it moved.
fn moving(formula: &str, row: u32) -> Vec<String> {
    let mut found = Vec::new();
    // Every second piece is a text.
    for piece in formula.split('"').step_by(2) {
        let words = piece.split(|c: char| !(c.is_alphanumeric() || matches!(c, '$' | '!' | '_' | '\'' | '.')));
        for word in words {
            let (sheet, cell) = word.rsplit_once('!').map_or((None, word), |(sheet, cell)| (Some(sheet), cell));
            let cell = cell.trim_start_matches('$');
            let number = cell.trim_start_matches(|c: char| c.is_ascii_uppercase());
            let is_reference = number.len() < cell.len() && number.chars().all(|c| c.is_ascii_digit());
            if is_reference && number.parse().is_ok_and(|number: u32| sheet.is_some() || number != row) {
                found.push(word.to_owned());
            }
        }
    }
    found
}

#[test]
fn what_moves_is_seen() {
    for (formula, is_seen) in [
        ("IF(A5=\"B6\",C5,$D5)", false),
        ("核算汇总!$J$4+限额比例_全额", false),
        ("核算汇总!J5", true),
        ("A5+B6", true),
        ("SUM(A$4:A$9)", false),
        ("SUM(A4:A9)", true),
    ] {
        assert_eq!(!moving(formula, 5).is_empty(), is_seen, "{formula}");
    }
}

/// The buttons of a filter sort what is under them: all that a row's formulas use.
#[test]
fn filters_take_in_every_column() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let policy = load(BUILT_IN);
    let award = award(&policy, case(&policy, "overlaps"), 2022, folder.path(), "filters");
    let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    let mut filters = 0;
    for (name, place) in book.defined_names().to_vec() {
        if name == ROW_ORDER {
            assert_eq!(place.matches('&').count() + 1, BY_PLACE.len() - 1, "{place}");
        }
        if name != "_xlnm._FilterDatabase" {
            continue;
        }
        filters += 1;
        let (sheet, area) = place.rsplit_once('!').expect("a place");
        let cells = book.worksheet_range(sheet.trim_matches('\'')).expect("the sheet");
        let header = cells.rows().nth(2).expect("a header");
        let last = header.iter().rposition(|cell| !cell.to_string().is_empty()).expect("a column");
        let end = area.rsplit('$').nth(1).expect("a column").bytes();
        let end = end.fold(0, |number, letter| number * 26 + usize::from(letter - b'A') + 1);
        assert_eq!(end, last + 1, "{place}");
    }
    assert!(filters > 5, "{filters}");
}
