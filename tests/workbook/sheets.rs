//! What the award workbook holds: its sheets in order, texts that stay texts, the same bytes each time, drafts marked.

use std::fs;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::{award, built_in, case, dataset, write};

#[test]
fn the_sheets_stand_in_order() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "minimal"), 2022, folder.path(), "minimal");
    let book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    let order = [
        "目录",
        "汇总表",
        "核算汇总",
        "待定事项",
        "上会材料",
        "公示文",
        "公示表",
        "拨付表",
        "追缴清单",
        "奖励明细",
        "资格审核",
        "限额测算",
        "就高不重复",
        "问题清单",
        "统计图",
        "目标进度",
        "绩效自评",
        "会签",
        "政策参数",
        "核算依据",
    ];
    let known: Vec<_> = book.sheet_names().into_iter().filter(|name| order.contains(&name.as_str())).collect();
    assert_eq!(known, order);
    let names = book.defined_names();
    for parameter in &policy.parameters {
        assert!(names.iter().any(|(name, _)| *name == *parameter.name), "{}", parameter.name);
    }
}

#[test]
fn the_same_award_gives_the_same_bytes() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "overlaps"), 2022, folder.path(), "one");
    let again = folder.path().join("two.xlsx");
    for _ in 0..3 {
        write(&award.checked, &award.assessment, false, &again);
        assert!(fs::read(&award.path).expect("bytes") == fs::read(&again).expect("bytes"), "the bytes differ");
    }
}

#[test]
fn names_that_look_like_formulas_stay_texts() {
    let policy = built_in();
    let hostile = "=HYPERLINK(\"http://example.invalid\",\"点我\")";
    let text = format!(
        "企业基本情况\n统一社会信用代码|企业名称|镇街|轴承工业企业|规模\nA|{hostile}|+1|是|规上\nB|@SUM(A1)|-2|是|规上\nC|甲\u{7}乙|x|是|规上"
    );
    let folder = tempfile::tempdir().expect("a scratch folder");
    let award = award(&policy, dataset::dataset(&policy, &text), 2022, folder.path(), "hostile");
    let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    let values = book.worksheet_range("核算汇总").expect("values");
    let names: Vec<String> = (3..6).filter_map(|row| values.get_value((row, 1))).map(ToString::to_string).collect();
    assert_eq!(names, [hostile, "@SUM(A1)", "甲乙"]);
    let formulas = book.worksheet_formula("核算汇总").expect("formulas");
    assert!((3..6).all(|row| formulas.get_value((row, 1)).is_none_or(String::is_empty)));
}

#[test]
fn a_draft_says_so_on_every_sheet() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "minimal"), 2022, folder.path(), "draft");
    write(&award.checked, &award.assessment, true, &award.path);
    let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    for sheet in book.sheet_names() {
        let values = book.worksheet_range(&sheet).expect("values");
        let line = |row| values.get_value((row, 0)).cloned().unwrap_or(Data::Empty).to_string();
        assert!(line(0).contains("草稿"), "{sheet}: {}", line(0));
        assert!(line(1).ends_with("草稿，不得作为发放依据"), "{sheet}: {}", line(1));
    }
}

#[test]
fn no_list_rests_on_the_order_of_another() {
    let policy = built_in();
    let folder = tempfile::tempdir().expect("a folder");
    let award = award(&policy, case(&policy, "minimal"), 2022, folder.path(), "award");
    let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    for (sheet, others) in [("公示表", ["拨付表!"].as_slice()), ("拨付表", &["公示表!"])] {
        let formulas = book.worksheet_formula(sheet).expect("formulas");
        let mut keyed = 0;
        for (.., formula) in formulas.used_cells() {
            assert!(others.iter().all(|other| !formula.contains(other)), "{sheet}: {formula}");
            // What leads to another sheet names the firm, and stays the same wherever its row is moved.
            if formula.contains("核算汇总!") || formula.contains("奖励明细!") {
                assert!(formula.contains("EXACT(") && !formula.contains("!H"), "{sheet}: {formula}");
                keyed += 1;
            }
        }
        assert!(keyed > 0, "{sheet}");
    }
    let cover = book.worksheet_formula("目录").expect("formulas");
    let totals = cover.used_cells().filter(|(.., formula)| formula.contains("\"不一致\"")).count();
    assert_eq!(totals, 3);
}

/// What a reader could take for live and is not, says so at its header.
#[test]
fn what_is_not_live_says_so() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "minimal"), 2022, folder.path(), "minimal");
    let mut package = zip::ZipArchive::new(fs::File::open(&award.path).expect("the workbook")).expect("a package");
    let mut notes = String::new();
    for index in 0..package.len() {
        let mut part = package.by_index(index).expect("a part");
        if part.name().is_ok_and(|name| name.starts_with("xl/comments")) {
            std::io::Read::read_to_string(&mut part, &mut notes).expect("text");
        }
    }
    for (said, times) in [
        ("本次读入的，只供查看：改这里别的表不跟着变", 1),
        ("本次读入的数；改了重算本行的结果，别的表里同样的数不跟着变", 2),
        ("本次读入的数；改了重算本行的限额，别的表里同样的数不跟着变", 9),
        ("级别、类别是本次读入的，改了只重算本行", 1),
    ] {
        assert!(notes.matches(said).count() >= times, "{said}: {}", notes.matches(said).count());
    }
}

/// Charts show what is paid after the cap, item by item, and it adds up to what all firms are paid.
#[test]
fn charts_show_what_is_paid_after_the_cap() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let award = award(&policy, case(&policy, "year-2022"), 2022, folder.path(), "charts");
    let mut book: Xlsx<_> = open_workbook(&award.path).expect("the workbook");
    let charts = book.worksheet_range("统计图").expect("the sheet");
    let rows: Vec<Vec<String>> = charts
        .rows()
        .map(|row| row.iter().map(ToString::to_string).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let from = rows.iter().position(|row| row.iter().any(|cell| cell == "各项目发放额（限额后）"));
    let block = &rows[from.expect("the block") + 1..];
    let sums = award.assessment.paid_by_item(&policy).expect("sums within range");
    let (mut total, mut cut) = (jiangbu::money::Money::ZERO, false);
    for (item, paid) in policy.items.iter().zip(&sums).filter(|(_, paid)| paid.is_positive()) {
        let shown = block.iter().find(|row| row.iter().any(|cell| *cell == *item.name)).expect("the item's row");
        let wan = paid.as_wan().normalize().to_string();
        assert!(shown.contains(&wan), "{}: {shown:?}, not {wan}", item.name);
        total = total.plus(*paid).expect("a sum within range");
        let of_item = award.assessment.lines.iter().filter(|line| policy.items[line.item].id == item.id);
        cut |= jiangbu::money::Money::total(of_item.map(|line| line.net)).expect("a sum") > *paid;
    }
    assert!(cut, "no cap cuts anything: the test shows nothing");
    assert_eq!(total, award.assessment.fund.total);
}
