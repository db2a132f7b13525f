//! Fixed, rate, tiers (whole and marginal), entered: at their edges.

use crate::lines;
use crate::outcome::same;

const REPORT: &str = "茶企年报\n代码|报告年度|产值|上年产值|纳税额\n";

#[test]
fn a_step_pays_its_amount_from_its_threshold_on() {
    for (output, paid) in [
        ("9999999.99", "0.00"),
        ("10000000.00", "100000.00"),
        ("49999999.99", "100000.00"),
        ("50000000.00", "500000.00"),
        ("100000000.00", "500000.00"),
        ("100000000.01", "1000000.00"),
    ] {
        same(&lines("step", &format!("{REPORT}A|2030|{output}||")), &format!("A step - payable {paid} = {paid}"));
    }
}

/// Each part of the growth at its own rate.
#[test]
fn marginal_tiers_pay_each_part_at_its_own_rate() {
    for (growth, paid) in [
        ("0.01", "0.00"),
        ("0.50", "0.01"),
        ("1000000.00", "10000.00"),
        ("1000000.50", "10000.01"),
        ("5000000.00", "90000.00"),
        ("6000000.00", "120000.00"),
    ] {
        let output = format!(
            "{}",
            growth.parse::<rust_decimal::Decimal>().expect("a figure") + rust_decimal::Decimal::from(10_000_000)
        );
        let found = lines("growth", &format!("{REPORT}A|2030|{output}|10000000|"));
        same(&found, &format!("A growth - payable {paid} = {paid}"));
    }
    same(&lines("growth", &format!("{REPORT}A|2030|10000000|10000000|")), "");
}

#[test]
fn whole_tiers_pay_the_whole_base_at_one_rate() {
    for (tax, paid) in [("0", "0.00"), ("99999.99", "5000.00"), ("100000", "8000.00"), ("100000.07", "8000.01")] {
        same(&lines("tax", &format!("{REPORT}A|2030|3000000||{tax}")), &format!("A tax - payable {paid} = {paid}"));
    }
}

#[test]
fn a_blank_base_is_pending_never_zero() {
    same(&lines("tax", &format!("{REPORT}A|2030|3000000||")), "A tax - pending ？ = 0.00");
    let machine = "设备购置\n代码|设备编号|购置日期|档次|台数\n";
    same(&lines("machine", &format!("{machine}A|M1|2030-01-01|高端|")), "A machine M1 pending ？ = 0.00");
    same(&lines("machine", &format!("{machine}A|M1|2030-01-01||2")), "A machine M1 pending ？ = 0.00");
    same(&lines("fair", "参展\n代码|展会|参展年度|支出\nA|春交会|2030|"), "A fair 春交会 pending ？ = 0.00");
}

#[test]
fn a_fixed_amount_is_multiplied_by_its_quantity() {
    let machine = "设备购置\n代码|设备编号|购置日期|档次|台数\n";
    for (row, paid) in [
        ("A|M1|2030-01-01|高端|2", "6000.00"),
        ("A|M1|2030-12-31|普通|2.5", "2000.00"),
        ("A|M1|2030-12-31|普通|0", "0.00"),
        // A value that the policy gives no amount for pays nothing.
        ("A|M1|2030-12-31|二手|5", "0.00"),
        // No award is below nothing.
        ("A|M1|2030-12-31|普通|-3", "0.00"),
    ] {
        same(&lines("machine", &format!("{machine}{row}")), &format!("A machine M1 payable {paid} = {paid}"));
    }
}

#[test]
fn a_rate_of_the_record_goes_before_the_policys() {
    let fair = "参展\n代码|展会|参展年度|支出|补助比例\n";
    for (row, paid) in [("A|春|2030|100.01|", "50.01"), ("A|春|2030|100|33.33%", "33.33"), ("A|春|2030|100|0%", "0.00")]
    {
        same(&lines("fair", &format!("{fair}{row}")), &format!("A fair 春 payable {paid} = {paid}"));
    }
}

/// What decides the ceiling is blank: the amount is open, not unlimited.
#[test]
fn an_entered_amount_stays_within_its_ceiling() {
    let matter = "一事一议\n代码|事项|议定年度|级别|议定金额\n";
    for (row, line) in [
        ("A|桥|2030|县|200000.01", "A matter 桥 payable 200000.00 = 200000.00"),
        ("A|桥|2030|县|200000", "A matter 桥 payable 200000.00 = 200000.00"),
        ("A|桥|2030|乡|49999.99", "A matter 桥 payable 49999.99 = 49999.99"),
        ("A|桥|2030|乡|50000.01", "A matter 桥 payable 50000.00 = 50000.00"),
        ("A|桥|2030|县|", "A matter 桥 pending ？ = 0.00"),
        ("A|桥|2030||9000000", "A matter 桥 pending ？ = 0.00"),
    ] {
        same(&lines("matter", &format!("{matter}{row}")), line);
    }
}
