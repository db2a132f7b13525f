//! The clawback ledger: claimed, returned, open.

use crate::town::award;

const LIED: &str = "
不良记录
统一社会信用代码|类别|发生日期|状态|奖励项目
A|弄虚作假|2022-06-01|未解除|
";
const PAST: &str = "
历年奖励
统一社会信用代码|年度|奖励项目|记录编号|金额
A|2021|hnte|G1|100
A|2020|tech-import|H1|200
A|2020|patent|202010000001.1|300
";

/// What is open of each claim, in the order of the claims, and what is told.
fn ledger(lied: &str, returns: &str) -> (Vec<String>, Vec<String>) {
    let header = "\n追缴记录\n统一社会信用代码|年度|奖励项目|记录编号|缴回日期|缴回金额\n";
    let found = award(&format!("{lied}{PAST}{header}{returns}"));
    let open = found.award.clawback.iter().map(|claim| claim.open.to_string()).collect();
    let told = found.award.findings.iter().filter(|finding| *finding.code == *"W435");
    (open, told.map(|f| format!("{} {}", f.place.address().unwrap_or_default(), f.why)).collect())
}

#[test]
fn what_is_returned_goes_to_the_claim_it_names_else_to_the_earliest() {
    for (returns, open, told) in [
        ("", ["100.00", "200.00", "300.00"], None),
        ("A||||2023-07-31|150", ["100.00", "50.00", "300.00"], None),
        // Past the first of 2020 into the second, then 2021.
        ("A||||2023-07-31|550", ["50.00", "0.00", "0.00"], None),
        ("A|2021|||2023-07-31|99.99", ["0.01", "200.00", "300.00"], None),
        ("A||patent|ZL2020100000011|2023-07-31|300", ["100.00", "200.00", "0.00"], None),
        ("A||tech-import|h１|2023-07-31|1\nA|||H1|2023-08-31|2", ["100.00", "197.00", "300.00"], None),
        // A number alone names the record of any item; one that no claim has, none.
        ("A|||G1|2023-07-31|30", ["70.00", "200.00", "300.00"], None),
        (
            "A||patent|ZL202010000002.X|2023-07-31|5",
            ["100.00", "200.00", "300.00"],
            Some("F2 其中 5.00 元没有对应的追缴"),
        ),
        ("A||hnte||2023-07-31|100.01", ["0.00", "200.00", "300.00"], Some("F2 其中 0.01 元没有对应的追缴")),
        ("A|2019|hnte||2023-07-31|5", ["100.00", "200.00", "300.00"], Some("F2 其中 5.00 元没有对应的追缴")),
        ("A||||2023-07-31|601", ["0.00", "0.00", "0.00"], Some("F2 其中 1.00 元没有对应的追缴")),
    ] {
        let (found, said) = ledger(LIED, returns);
        assert_eq!(found, open, "{returns}");
        assert_eq!(said, told.into_iter().map(str::to_owned).collect::<Vec<_>>(), "{returns}");
    }
}

#[test]
fn only_what_the_fraud_concerns_is_claimed_and_the_rest_of_a_return_is_told() {
    let (open, told) = ledger(&LIED.replace("未解除|", "未解除|hnte"), "A||||2023-07-31|150");
    assert_eq!((open, told), (vec!["0.00".to_owned()], vec!["F2 其中 50.00 元没有对应的追缴".to_owned()]));
    let (open, told) = ledger("", "A||||2023-07-31|150");
    assert_eq!((open, told), (Vec::new(), vec!["F2 其中 150.00 元没有对应的追缴".to_owned()]));
}

/// What one firm returns is no other's.
#[test]
fn each_firm_returns_what_it_owes_itself() {
    let firms = "企业基本情况\n统一社会信用代码\nA\nB\nC\n";
    let lied = format!("{LIED}B|弄虚作假|2022-06-01|未解除|\nC|弄虚作假|2022-06-01|未解除|\n");
    let past = "\n历年奖励\n统一社会信用代码|年度|奖励项目|记录编号|金额\nA|2021|hnte|G1|100\nB|2021|hnte|G2|200\nC|2021|hnte|G3|300\n";
    let back = "\n追缴记录\n统一社会信用代码|年度|奖励项目|记录编号|缴回日期|缴回金额\nB||||2023-07-31|50\nC||||2023-07-31|310\n";
    let found = award(&format!("{firms}{lied}{past}{back}"));
    let open: Vec<String> = found.award.clawback.iter().map(|claim| claim.open.to_string()).collect();
    assert_eq!(open, ["100.00", "150.00", "0.00"]);
    let told: Vec<&str> = found.award.findings.iter().filter(|f| *f.code == *"W435").map(|f| &*f.why).collect();
    assert_eq!(told, ["其中 10.00 元没有对应的追缴"]);
}
