//! 三(三)8, 三(三)11: what carriers and persons are paid, and who receives it.

use jiangbu::policy::Payee;

use crate::town::{POLICY, award, same};

fn lines(table: &str, header: &str, rows: &[&str]) -> String {
    award(&format!("{table}\n统一社会信用代码|{header}\n{}", rows.join("\n"))).lines()
}

const CARRIER: &str = "载体名称|载体类型|级别|年度评价|评价公布日期|备案日期";

#[test]
fn a_carrier_rated_a_is_paid_by_its_level() {
    for kind in ["科技企业孵化器", "众创空间", "专业化众创空间"] {
        for (level, paid) in [("省级", "200000.00"), ("国家级", "500000.00")] {
            let row = format!("A|孵化器|{kind}|{level}|A|2022-12-31|2019-01-01");
            let line = format!("A incubator-rating 孵化器 payable {paid} = {paid}");
            same(&lines("孵化载体", CARRIER, &[&row]), &line);
        }
    }
    for row in [
        "A|孵化器|众创空间|市级|A|2022-06-01|",
        "A|孵化器|众创空间|省级|B|2022-06-01|",
        "A|孵化器|众创空间|省级|未评价|2022-06-01|",
        "A|孵化器|众创空间|市级||2022-06-01|",
        "A|孵化器|众创空间|省级|||",
        "A|孵化器|众创空间|省级||2021-06-01|",
        "A|孵化器|众创空间|省级|B||",
        "A|孵化器|众创空间|省级|A|2021-12-31|",
        "A|孵化器|众创空间|省级|A|2023-01-01|",
    ] {
        same(&lines("孵化载体", CARRIER, &[row]), "");
    }
}

#[test]
fn a_new_national_makerspace_is_paid_a_million() {
    same(
        &lines("孵化载体", CARRIER, &["A|众创|专业化众创空间|国家级|||2022-01-01"]),
        "A makerspace 众创 payable 1000000.00 = 1000000.00",
    );
    for row in [
        "A|众创|众创空间|国家级|||2022-01-01",
        "A|众创|专业化众创空间|省级|||2022-01-01",
        "A|众创|专业化众创空间|国家级|||2021-12-31",
        "A|众创|专业化众创空间|市级|||",
    ] {
        same(&lines("孵化载体", CARRIER, &[row]), "");
    }
}

/// A blank on which it hangs whether a carrier counts leaves its line open, and the firm with it.
#[test]
fn a_carrier_of_which_a_blank_leaves_it_open_is_undetermined() {
    for (row, line, cell) in [
        ("A|孵化器|众创空间|省级||2022-06-01|", "A incubator-rating 孵化器 undetermined 200000.00 = 0.00", "E2"),
        ("A|孵化器|众创空间|国家级|A||", "A incubator-rating 孵化器 undetermined 500000.00 = 0.00", "F2"),
        ("A|众创|专业化众创空间|国家级|B|2022-06-01|", "A makerspace 众创 undetermined 1000000.00 = 0.00", "G2"),
    ] {
        let found = award(&format!("孵化载体\n统一社会信用代码|{CARRIER}\n{row}"));
        same(&found.lines(), line);
        assert_eq!(found.findings("W415"), format!("孵化载体!{cell}\n"));
        assert!(found.firms().starts_with("A undetermined"), "{}", found.firms());
    }
}

/// Rating and registration of one carrier are different matters: both are paid.
#[test]
fn a_carrier_may_be_paid_for_both() {
    same(
        &lines("孵化载体", CARRIER, &["A|众创|专业化众创空间|国家级|A|2022-06-01|2022-01-01"]),
        "A incubator-rating 众创 payable 500000.00 = 500000.00\nA makerspace 众创 payable 1000000.00 = 1000000.00",
    );
}

#[test]
fn a_person_listed_pays_by_the_level() {
    let header = "姓名|工程名称|级别|培养方式|入选日期";
    for (row, line) in [
        ("A|张|万人|国家级|自主培养|2022-01-01", "A talent-listed 张 payable 500000.00 = 500000.00"),
        ("A|张|泰山|省部级|自主培养|2022-12-31", "A talent-listed 张 payable 200000.00 = 200000.00"),
        ("A|张|泰山|省部级|引进|2022-06-01", ""),
        ("A|张|泰山|省部级|自主培养|2021-12-31", ""),
        ("A|张|泰山|省部级|自主培养|2023-01-01", ""),
    ] {
        same(&lines("人才入选", header, &[row]), line);
    }
}

#[test]
fn a_top_person_is_paid_what_was_decided_with_a_paper() {
    let header = "姓名|议定日期|议定文号|核定金额";
    for (row, line) in [
        ("A|王|2022-06-01|纪要1|800000", "A talent-top 王 payable 800000.00 = 800000.00"),
        ("A|王|2022-06-01|纪要1|9999999999.99", "A talent-top 王 payable 9999999999.99 = 9999999999.99"),
        ("A|王|2022-06-01||800000", "A talent-top 王 pending ？ = 0.00"),
        ("A|王|2022-06-01|纪要1|", "A talent-top 王 pending ？ = 0.00"),
        ("A|王|2021-12-31|纪要1|800000", ""),
    ] {
        same(&lines("顶尖人才", header, &[row]), line);
    }
}

/// `amount` is null whenever the deciding cell is blank, whatever the status.
#[test]
fn a_missing_decision_has_no_amount_in_any_status() {
    let found = award(
        "企业基本情况\n统一社会信用代码|轴承工业企业\nA|否\n
         顶尖人才\n统一社会信用代码|姓名|议定日期|议定文号|核定金额\nA|王|2022-06-01||800000\nA|李|2022-06-01|纪要|5",
    );
    same(&found.lines(), "A talent-top 王 failed ？ = 0.00\nA talent-top 李 failed 5.00 = 0.00");
}

#[test]
fn a_flexible_person_is_paid_thirty_percent_without_a_ceiling() {
    let header = "姓名|年度|在临劳动报酬";
    same(
        &lines("柔性引进人才", header, &["A|赵|2022|200000.05", "A|钱|2022|9000000000", "A|孙|2021|100"]),
        "A talent-flexible 赵 payable 60000.02 = 60000.02\nA talent-flexible 钱 payable 2700000000.00 = 2700000000.00",
    );
}

#[test]
fn persons_and_carriers_are_paid_themselves() {
    for item in &POLICY.items {
        let persons = item.id.starts_with("talent-");
        let carriers = ["incubator-rating", "makerspace"].contains(&&*item.id);
        assert_eq!(matches!(item.payee, Payee::Person(_)), persons, "{}", item.id);
        assert_eq!(matches!(item.payee, Payee::Carrier(_)), carriers, "{}", item.id);
        assert_eq!(item.counts_toward_cap, !persons && !carriers, "{}", item.id);
    }
}
