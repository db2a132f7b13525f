//! Rows below the header: records, totals, notes, merged cells; each accounted for, each fault at its cell.

use crate::intake::book::Layout;
use crate::intake::test_support::{merge, play, play_with};

/// A sheet of 奖励 with these rows.
fn awards(rows: &str) -> crate::intake::test_support::Played {
    play("奖励", &format!("代码|项目|金额|备考\n{rows}"))
}

#[test]
fn totals_notes_signatures_and_blank_rows_are_no_records() {
    for aside in [
        "合计||=2|",
        "合 计||=2|",
        "总　计||=2|",
        "|合计|=2|",
        "||=2|合计",
        "小计||=2|",
        "注：以入库数为准",
        "填表人：李明　审核人：王强",
        "填表人：|李明|审核人：|王强",
        "制表日期：2022年12月31日",
        "代码|项目|金额|备考",
    ] {
        let played = awards(&format!("91371581MAH9KBJD25|high|=2|\n---\n{aside}"));
        assert_eq!((played.records.len(), played.account), (1, (2, 0, 1)), "{aside}");
        assert_eq!(played.findings, [""; 0], "{aside}");
    }
    // What nobody can tell is set aside too, with a note.
    let played = awards("91371581MAH9KBJD25|high|=2|\n|||已核\n第二批");
    assert_eq!((played.account, played.findings), ((3, 0, 2), vec!["N125 3 第 3、4 行".to_owned()]));
    let blank = awards("91371581MAH9KBJD25|high|=2|\n　| |\u{a0}|\n");
    assert_eq!(blank.account, (1, 0, 0));
}

#[test]
fn what_is_printed_again_on_each_page_is_no_record() {
    let layout = Layout { merges: vec![merge(0, 1, 0, 0), merge(0, 0, 1, 3)], ..Layout::default() };
    let rows = "代码|情况\n|项目|金额|备考\n=1|=2|=3|=4\n91371581MAH9KBJD25|high|=2|\n代码|情况\n|项目|金额|备考\n\
                91371581MAJEGL6QXW|high|=3|\n||=5|";
    let played = play_with("奖励", rows, layout);
    assert_eq!((played.records.len(), played.account), (2, (6, 0, 4)));
    assert_eq!(played.findings, [""; 0]);
}

#[test]
fn another_header_further_down_is_an_error_and_nothing_below_it_is_read() {
    let first = "91371581MAH9KBJD25|high|=2|\n";
    for (again, fault) in [
        (
            "代码|专利号|类型|授权日\n91371581MAH9KBJD25|ZL202010000001.1|发明|20220102",
            "E118 3 这里是“专利”的表头，以下各行没有读",
        ),
        ("代码|项目|备考|金额\n91371581MAH9KBJD25|high||=3", "E118 3 “备考”不在原来的列，以下各行没有读"),
        (
            "代码|项目|金额（万元）|备考\n91371581MAH9KBJD25|high|=3|",
            "E118 3 “金额”的单位与上面的（元）不同，以下各行没有读",
        ),
    ] {
        let played = awards(&format!("{first}{again}"));
        assert_eq!((played.faults(), played.account), (vec![fault], (3, 2, 0)), "{again}");
    }
    // The same columns in other words, as on the next page.
    let played = awards(&format!("{first}代 码|项目|金额（元）|备考\n91371581MAJEGL6QXW|high|=3|"));
    assert_eq!((played.records.len(), played.faults()), (2, vec![]));
}

#[test]
fn column_numbers_with_rules_and_field_names_below_the_header_are_no_records() {
    for below in ["甲|=1|=2|3=1+2", "栏次|1|2|3", "code|item|amount|memo"] {
        let played = awards(&format!("{below}\n91371581MAH9KBJD25|high|=2|"));
        assert_eq!((played.records.len(), played.faults(), played.account), (1, vec![], (2, 0, 1)), "{below}");
    }
}

#[test]
fn breakdowns_and_averages_are_no_records() {
    for aside in ["其中：规上||=2|", "平均值||=1.5|", "汇总||=3|"] {
        let played = awards(&format!("91371581MAH9KBJD25|high|=2|\n91371581MAJEGL6QXW|high|=1|\n{aside}"));
        assert_eq!((played.records.len(), played.faults()), (2, vec![]), "{aside}");
    }
}

#[test]
fn a_wrong_total_is_a_warning_at_the_totals_cell() {
    let played = awards("91371581MAH9KBJD25|high|=2|\n91371581MAJEGL6QXW|high|=3.5|\n合计||=7|");
    assert_eq!(played.findings, ["W304 C4 7"]);
    for fine in ["合计||=5.5|", "合计|||", "合计||—|", "合计||!#REF!|"] {
        let played = awards(&format!("91371581MAH9KBJD25|high|=2|\n91371581MAJEGL6QXW|high|=3.5|\n{fine}"));
        assert_eq!(played.findings, [""; 0], "{fine}");
    }
}

#[test]
fn subtotals_by_town_and_a_total_are_checked_each() {
    let rows = "91371581MAH9KBJD25|high|=2|\n甲镇小计||=2|\n91371581MAJEGL6QXW|high|=3|\n91371581MAUFDMQE6U|high|=4|\n乙镇小计||=8|\n总计||=9|";
    assert_eq!(awards(rows).findings, ["W304 C6 8"]);
}

#[test]
fn a_record_without_a_good_code_is_an_error_at_the_codes_cell() {
    for (row, fault) in [
        ("|high|=2|", "E307 A2"),
        ("—|high|=2|", "E307 A2 —"),
        ("||=2|", "E307 A2"),
        ("91371581MAH9KBJD2|high|=2|", "E213 A2 91371581MAH9KBJD2"),
        ("91371581MAH9KBJD26|high|=2|", "E213 A2 91371581MAH9KBJD26"),
        ("9I371581MAH9KBJD25|high|=2|", "E213 A2 9I371581MAH9KBJD25"),
        ("91371581MAH9KBJD2|||", "E213 A2 91371581MAH9KBJD2"),
        ("待补|high|=2|", "E213 A2 待补"),
        ("=913715810000000000|high|=2|", "E214 A2 9.1371581E+17"),
        ("9.13E+17|high|=2|", "E214 A2 9.13E+17"),
        ("=12345|high|=2|", "E213 A2 12345"),
        ("!#N/A|high|=2|", "E202 A2 #N/A"),
        ("?|high|=2|", "E203 A2"),
    ] {
        let played = awards(row);
        assert_eq!(played.findings.first().map(String::as_str), Some(fault), "{row}");
        assert_eq!(played.account, (1, 1, 0), "{row}");
    }
    // Only the firm's name: somebody forgot the rest.
    let played = play("名册", "代码|户名|成立日|规模|收入|盈亏|占比|年度\n|山东某某轴承有限公司|");
    assert_eq!(played.findings[0], "E307 A2");
}

#[test]
fn prepared_but_empty_rows_are_passed_over() {
    let played = play("奖励", "序号|代码|项目|金额|备考\n=1|91371581MAH9KBJD25|high|=2|\n=2|||=0|\n=3|");
    assert_eq!((played.faults(), played.account), (vec![], (3, 0, 2)));
}

#[test]
fn all_faults_of_a_row_are_reported_each_at_its_cell() {
    let played = play(
        "名册",
        "代码|户名|规模|收入|盈亏|占比|年度|成立日\n---\n91371581MAH9KBJD26||中|约12万|=-1.234|=5|二〇二二|2022.13.5\n\
         91371581MAJEGL6QXW|乙厂|大|=1|=-1|%0.6|=2022|@2020-01-02",
    );
    assert_eq!(
        played.findings,
        [
            "E213 A3 91371581MAH9KBJD26",
            "E201 B3",
            "E212 C3 中",
            "E204 D3 约12万",
            "E205 E3 -1.234",
            "E208 F3 5",
            "E211 G3 二〇二二",
            "E210 H3 2022.13.5",
        ]
    );
    assert_eq!(played.records, ["91371581MAJEGL6QXW|乙厂|大|1|-1|0.6|2022|2020-01-02"]);
}

#[test]
fn cells_merged_down_count_for_each_row_the_code_too() {
    let layout = Layout { merges: vec![merge(1, 3, 0, 0), merge(2, 3, 2, 2)], ..Layout::default() };
    let played = play_with(
        "奖励",
        "代码|项目|金额|备考\n91371581MAH9KBJD25|high|=1|\n|plain|=7|\n|high||补\n91371581MAJEGL6QXW|high|=2|\n合计||=10|",
        layout,
    );
    assert_eq!(
        played.records,
        [
            "91371581MAH9KBJD25|high|1|·",
            "91371581MAH9KBJD25|plain|7|·",
            "91371581MAH9KBJD25|high|7|补",
            "91371581MAJEGL6QXW|high|2|·",
        ]
    );
    assert_eq!(played.findings, ["W220 C4 7"], "the amount may have been meant once");
}

#[test]
fn a_subtotal_under_a_code_merged_down_is_still_a_subtotal() {
    let layout = Layout { merges: vec![merge(1, 3, 0, 0)], ..Layout::default() };
    let played = play_with("奖励", "代码|项目|金额|备考\n91371581MAH9KBJD25|high|=1|\n|plain|=7|\n|小计|=8|", layout);
    assert_eq!((played.records.len(), played.account, played.faults()), (2, (3, 0, 1), vec![]));
}

#[test]
fn a_patent_must_be_of_the_kind_its_number_tells() {
    let played = play(
        "专利",
        "代码|专利号|类型|授权日\n91371581MAH9KBJD25|ZL202020000001.7|发明|20220102\n91371581MAH9KBJD25|=2020200000021|新型|20220102\n\
         91371581MAH9KBJD25|CN 2020 1 0000001.2|发明|20220102",
    );
    assert_eq!(played.findings, ["E217 B2 ZL202020000001.7", "W216 B4 CN 2020 1 0000001.2"]);
    assert_eq!(
        played.records,
        ["91371581MAH9KBJD25|ZL202020000002.1|新型|2022-01-02", "91371581MAH9KBJD25|ZL202010000001.2|发明|2022-01-02"]
    );
}

#[test]
fn a_long_sheet_reads_like_a_short_one() {
    let mut sheet = String::from("代码|项目|金额|备考\n");
    for _ in 0..500 {
        sheet.push_str("91371581MAH9KBJD25|high|=2|\n");
    }
    sheet.push_str("91371581MAH9KBJD25|high|两元|\n合计||=1000|");
    let played = play("奖励", &sheet);
    assert_eq!((played.records.len(), played.account), (500, (502, 1, 1)));
    assert_eq!(played.findings, ["E204 C502 两元"]);
}

#[test]
fn one_cell_that_reads_like_a_header_is_none() {
    let record = "91371581MAH9KBJD25|high|=2|";
    let played = awards(&format!("{record}\n|||备考\n{record}"));
    assert_eq!((played.account, played.findings.len()), ((3, 0, 1), 1), "{played:?}");
}

#[test]
fn what_a_row_without_a_code_holds_decides_what_it_is() {
    let header = "代码|户名|规模|收入|盈亏|占比|年度|成立日";
    let record = "91371581MAH9KBJD25|甲厂|||||=2022|20200102";
    for (row, account) in [
        // Only a day: when it was printed.
        ("|||||||20221231", (2, 0, 1)),
        ("||||||=2022|20221231", (2, 1, 0)),
        ("|乙厂||||||20221231", (2, 1, 0)),
        // Formulas dragged down give noughts.
        ("|||=0|=0|||", (2, 0, 1)),
        ("|||=5||||", (2, 1, 0)),
        ("|乙厂||=5||||", (2, 1, 0)),
        ("|||=5|||=2022|", (2, 1, 0)),
    ] {
        let played = play("名册", &format!("{header}\n{record}\n{row}"));
        assert_eq!(played.account, account, "{row}: {:?}", played.findings);
    }
}
