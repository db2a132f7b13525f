//! Finding the table: names, headers, levels, aliases, units; and what is said when a header is wrong.

use crate::intake::book::{Layout, Note};
use crate::intake::test_support::{merge, play, play_with};

const ONE: &str = "91371581MAH9KBJD25|甲厂|大|100|·|·|·|2020-01-02";

#[test]
fn a_table_is_found_by_the_sheets_name_or_alias_or_by_its_headers() {
    let patents = "代码|专利号|类型|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|2022-01-02";
    for name in ["专利", " 专 利", "授权", "附件1", "Sheet1", "2022年专利汇总"] {
        let played = play(name, patents);
        assert_eq!(played.table.as_deref(), Some("专利"), "{name}");
        assert_eq!(played.records, ["91371581MAH9KBJD25|ZL202010000001.1|发明|2022-01-02"], "{name}");
        assert!(played.findings.is_empty(), "{:?}", played.findings);
    }
}

#[test]
fn a_sheet_that_is_no_table_is_listed() {
    for (name, sheet) in [
        ("填表说明", "填表说明\n1. 请各单位于12月25日前报送。"),
        ("Sheet2", ""),
        ("通讯录", "代码|联系人|电话\n91371581MAH9KBJD25|张三|123"),
        ("专利", ""),
    ] {
        let played = play(name, sheet);
        assert_eq!((played.table, played.findings), (None, vec!["N108 -".to_owned()]), "{name}");
    }
}

#[test]
fn a_sheet_named_after_a_table_must_have_its_header() {
    let played = play("专利", "本年度没有\n略");
    assert_eq!(played.faults(), ["E106 - 没有含“代码”的表头"]);
}

#[test]
fn a_form_whose_labels_stand_in_a_column_is_told_how_to_be_laid_out() {
    let form = "代码|91371581MAH9KBJD25\n专利号|ZL202010000001.1\n类型|发明\n授权日|20220102";
    for name in ["专利", "附件1"] {
        let faults = play(name, form).findings.concat();
        let told = name != "专利" || faults.contains("E106 - 像“专利”，但项目名竖着写在 A 列");
        assert!(told && play(name, form).records.is_empty(), "{faults}");
    }
}

#[test]
fn titles_and_unit_rows_may_stand_above_and_columns_anywhere() {
    let played = play(
        "附件3",
        "2022年度名册汇总表\n填报单位：某局　　填报日期：2022年12月20日\n|||单位：万元\n---\n成立日|序号|收入|代码|户名|规模|收支\n\
         @2020-01-02|=1|=0.01|91371581MAH9KBJD25|甲厂|大",
    );
    assert_eq!(played.table.as_deref(), Some("名册"));
    assert_eq!(played.records, [ONE]);
    assert_eq!(played.findings, ["W114 5 “盈亏”", "W114 5 “占比”", "W114 5 “年度”", "N330 B5 序号", "N110 G5 收支"]);
}

#[test]
fn levels_merged_and_joined_match_by_their_last_part() {
    let layout = Layout {
        merges: vec![merge(0, 0, 0, 7), merge(1, 2, 0, 0), merge(1, 2, 1, 1), merge(1, 1, 2, 4), merge(1, 1, 5, 7)],
        ..Layout::default()
    };
    let played = play_with(
        "Sheet4",
        "汇总表\n代码|户名|经营情况（万元）|||其他情况\n||规模|收入|盈亏（元）|占比（%）|年度|成立日\n\
         91371581MAH9KBJD25|甲厂|大|=0.01|=-5|=60|=2022|@2020-01-02",
        layout,
    );
    assert_eq!(played.records, ["91371581MAH9KBJD25|甲厂|大|100|-5|0.6|2022|2020-01-02"]);
    assert!(played.findings.is_empty(), "{:?}", played.findings);
}

#[test]
fn three_levels_are_read_too() {
    let layout = Layout {
        merges: vec![merge(0, 2, 0, 0), merge(0, 0, 1, 3), merge(1, 1, 2, 3), merge(1, 2, 1, 1)],
        ..Layout::default()
    };
    let played = play_with(
        "附件2",
        "代码|申报情况\n|专利号|认定情况\n||类型|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|20220102",
        layout,
    );
    assert_eq!(played.records, ["91371581MAH9KBJD25|ZL202010000001.1|发明|2022-01-02"]);
    assert!(played.findings.is_empty(), "{:?}", played.findings);
}

#[test]
fn marks_widths_breaks_and_aliases_in_headers_do_not_matter() {
    let played = play(
        "名册",
        "＊代 码|户名*|规模（大/小）|收入 （ 万 元 ）|盈亏【元】|占比|年　度|注册日期\n91371581MAH9KBJD25|甲厂|大|=0.01|||=2022|20200102",
    );
    assert_eq!(played.records, ["91371581MAH9KBJD25|甲厂|大|100|·|·|2022|2020-01-02"]);
    assert_eq!(played.findings, ["N124 H1 注册日期"], "a synonym is read, and said so");
}

#[test]
fn units_come_from_the_header_else_from_the_row_above_else_yuan() {
    for (above, header, yuan) in [
        ("", "收入", "5"),
        ("", "收入（万元）", "50000"),
        ("单位：万元", "收入", "50000"),
        ("单位：万元", "收入（元）", "5"),
        ("单位：元", "收入（万元）", "50000"),
        ("单位：万元", "收入万元", "50000"),
        ("金额单位：人民币元", "收入", "5"),
    ] {
        let played =
            play("名册", &format!("汇总|{above}\n代码|户名|{header}|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102"));
        assert_eq!(played.records, [format!("91371581MAH9KBJD25|甲厂|·|{yuan}|·|·|·|2020-01-02")], "{above} {header}");
    }
}

#[test]
fn a_unit_is_heard_wherever_the_sheet_says_it() {
    let one = |sheet: &str, layout: Layout, name: &str| {
        let played = play_with(name, sheet, layout);
        let errors: Vec<String> =
            played.faults().into_iter().filter(|f| f.starts_with('E')).map(str::to_owned).collect();
        (played.records.first().and_then(|record| record.split('|').nth(3).map(str::to_owned)), errors)
    };
    let table = "代码|户名|收入|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102";
    let plain = Layout::default;
    let page = Layout { page_texts: vec!["单位：万元".into()], ..plain() };
    let titled = Layout { notes: vec![Note { row: 0, column: 0, text: "单位：万元".into() }], ..plain() };
    let below = |text: &str| format!("{table}\n{text}");
    for (sheet, layout, name) in [
        (table.to_owned(), page.clone(), "名册"),
        (table.to_owned(), titled, "名册"),
        (table.to_owned(), plain(), "名册（万元）"),
        (below("注：本表金额均以万元为单位。"), plain(), "名册"),
        (below("合计（万元）||=5|"), plain(), "名册"),
        (table.replace("|成立日\n", "|成立日\n||万元|\n"), plain(), "名册"),
        (table.replace("成立日\n", "成立日|单位\n") + "|万元", plain(), "名册"),
        (table.replace("成立日\n", "成立日||单位：万元\n"), plain(), "名册"),
    ] {
        assert_eq!(one(&sheet, layout, name), (Some("50000".to_owned()), vec![]), "{sheet} {name}");
    }
    // The header's own unit overrides what is said of the sheet, without a word.
    let own = table.replace("收入", "收入（元）");
    assert_eq!(one(&own, page, "名册"), (Some("5".to_owned()), vec![]));
}

#[test]
fn who_contradicts_a_unit_is_named() {
    let table = "代码|户名|收入|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102";
    let own = table.replace("收入", "收入（元）");
    let note =
        |row, column| Layout { notes: vec![Note { row, column, text: "单位：万元".into() }], ..Layout::default() };
    for (sheet, layout, fault) in [
        (format!("|单位：元\n{table}\n注：金额以万元计"), Layout::default(), "E113 A4 注：金额以万元计"),
        (format!("|单位：元\n{table}\n|单位：万元\n代码|户名|收入|成立日"), Layout::default(), "E113 B4 单位：万元"),
        (own.clone(), note(0, 2), "E113 C1 单位：万元"),
        (own.clone(), note(1, 2), "E113 C2 单位：万元"),
        (own.replace("成立日\n", "成立日|单位\n") + "|万元", Layout::default(), "E113 E2 万元"),
        (format!("{table}\n单位：千元"), Layout::default(), "E113 A3 单位：千元"),
    ] {
        let played = play_with("名册", &sheet, layout);
        let errors: Vec<_> = played.faults().into_iter().filter(|fault| fault.starts_with('E')).collect();
        assert_eq!((errors, played.records.len()), (vec![fault], 0), "{sheet}");
    }
}

#[test]
fn a_column_without_a_unit_beside_others_in_wan_is_a_warning() {
    let bare = "代码|户名|收入（万元）|盈亏|成立日\n91371581MAH9KBJD25|甲厂|=5|=6|20200102";
    let warned = |sheet: &str| play("名册", sheet).faults().iter().any(|fault| fault.starts_with("W120 D1"));
    assert!(warned(bare));
    assert!(!warned(&bare.replace("=6", "")), "nothing in it");
    assert!(!play("名册", &format!("单位：元\n{bare}")).faults().iter().any(|fault| fault.starts_with("W120")));
}

#[test]
fn prose_of_any_length_may_stand_above_the_header() {
    let prose = "说明：数据由税务部门提供。\n".repeat(300);
    let played =
        play("专利", &format!("{prose}代码|专利号|类型|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|20220102"));
    assert_eq!((played.records.len(), played.faults()), (1, vec![]));
}

#[test]
fn an_unclear_unit_is_one_error_at_its_cell_and_keeps_the_rows_out() {
    for (sheet, fault) in [
        ("代码|户名|收入（千元）|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102", "E113 C1 收入（千元）"),
        ("代码|户名|收入（元）（万元）|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102", "E113 C1 收入（元）（万元）"),
        ("|单位：千元\n代码|户名|收入|盈亏|成立日\n91371581MAH9KBJD25|甲厂|=5|=6|20200102", "E113 B1 单位：千元"),
        ("单位：元|单位：万元\n代码|户名|收入|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102", "E113 B1 单位：万元"),
    ] {
        let played = play("名册", sheet);
        let errors: Vec<_> = played.faults().into_iter().filter(|fault| fault.starts_with('E')).collect();
        assert_eq!(errors, [fault]);
        assert_eq!((played.records.len(), played.account), (0, (1, 1, 0)), "{sheet}");
    }
    // Where every column has its own unit, the row above is of no account.
    let played = play("名册", "单位：千元\n代码|户名|收入（元）|成立日\n91371581MAH9KBJD25|甲厂|=5|20200102");
    assert_eq!(played.records.len(), 1);
}

#[test]
fn a_missing_column_names_the_nearest_header() {
    let row = "\n91371581MAH9KBJD25|甲厂|20200102";
    for (header, fault) in [
        ("代码|户名称|成立日", "E106 B1 户名称"),
        ("代码|户名|成立时间日", "E106 C1 成立时间日"),
        ("代码|户名|电话", "E106 1 “成立日”"),
    ] {
        let played = play("名册", &format!("{header}{row}"));
        let errors: Vec<_> = played.faults().into_iter().filter(|fault| fault.starts_with('E')).collect();
        assert_eq!(errors, [fault], "{header}");
        assert_eq!(played.account, (1, 1, 0));
    }
}

#[test]
fn a_column_that_may_be_absent_is_a_warning_unless_it_is_there_misspelt() {
    let played = play("专利", "代码|专利号|类型|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|20220102");
    assert_eq!(played.findings, [""; 0]);
    let played = play("奖励", "代码|项目|备考\n91371581MAH9KBJD25|high|");
    assert_eq!(
        (played.findings, played.records),
        (vec!["W114 1 “金额”".to_owned()], vec!["91371581MAH9KBJD25|high|0|·".to_owned()])
    );
    let played = play("奖励", "代码|项目|总金额（元）|备考\n91371581MAH9KBJD25|high|=5|");
    assert_eq!(played.findings, ["E106 C1 总金额（元）"]);
}

#[test]
fn a_column_that_stands_twice_is_an_error_at_the_second() {
    let played = play("奖励", "代码|项目|金额（元）|金额（万元）|备考\n91371581MAH9KBJD25|high|=5|=6|");
    assert_eq!(played.findings, ["E107 D1 金额（万元）"]);
    assert_eq!(played.account, (1, 1, 0));
    // An explanation in brackets makes another column of it.
    let played = play("奖励", "代码|项目|金额（元）|金额（上年）|备考\n91371581MAH9KBJD25|high|=5|=6|");
    assert_eq!(played.findings, ["N110 D1 金额（上年）"]);
}

#[test]
fn a_table_with_a_misspelt_header_is_still_known_under_another_sheets_name() {
    let played = play("附件1", "代码|专利号|类别|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|20220102");
    assert_eq!((played.table.as_deref(), played.faults()), (Some("专利"), vec!["E106 C1 类别"]));
}

#[test]
fn without_the_code_no_row_is_read_and_one_finding_says_so() {
    let played = play("专利", "信用码|专利号|类型|授权日\n91371581MAH9KBJD25|坏|坏|坏\n合计");
    assert_eq!((played.findings, played.account), (vec!["E106 A1 信用码".to_owned()], (2, 1, 1)));
}

#[test]
fn hidden_sheets_columns_and_rows_are_read_with_a_warning() {
    let layout =
        Layout { hidden: true, hidden_rows: vec![2, 3, 4, 6, 9], hidden_columns: vec![1, 7], ..Layout::default() };
    let row = "91371581MAH9KBJD25|high|=1|\n";
    let played = play_with("奖励", &format!("代码|项目|金额|备考\n{row}{row}{row}---\n{row}{row}"), layout);
    assert_eq!(played.findings, ["W109 - 整张工作表", "W109 B1 B 列“项目”", "W109 3 第 3 至 4 行", "W109 7 第 7 行"]);
    assert_eq!(played.records.len(), 5);
}
