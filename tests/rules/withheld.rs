//! Firms that an error touches, and firms whose own row it kept out: only in a draft.

use jiangbu::award::FirmStatus;
use jiangbu::check::Checked;
use jiangbu::policy::Policy;
use jiangbu::tables::{Blocked, Dataset};

use crate::dataset::dataset;
use crate::outcome::{Outcome, same};
use crate::town::POLICY;

const FIRMS: &str = "企业基本情况
统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
A|甲|是|规上|50000000||B
B|乙|是|规上|50000000||B

税收地方财力
统一社会信用代码|年度|新增地方财力
A|2022|9000000
B|2022|9000000

创新平台
统一社会信用代码|平台名称|认定日期|级别
A|甲院士站|2022-05-01|省级
B|乙院士站|2022-05-01|省级";

/// A row of `table` that an error kept out.
fn blocked(policy: &Policy, data: &mut Dataset, table: &str, firm: &str, row: u32) -> Blocked {
    let table = policy.tables.position(|known| *known.name == *table).expect("the table");
    let sheet = usize::from(table).into();
    Blocked { table, firm: Some(data.texts.add(firm)), name: None, sheet, row, record: "".into() }
}

#[test]
fn what_else_a_withheld_firm_lacks_is_not_told() {
    let mut data = dataset(&POLICY, FIRMS);
    let open = Outcome::of(&POLICY, data.clone(), 2022);
    let of = |outcome: &Outcome<'_>| -> Vec<String> {
        outcome.award.findings.iter().map(|finding| format!("{} {:?}", finding.code, finding.place.row)).collect()
    };
    let all = of(&open);
    // The blank investment leaves both firms open, and so do the blanks of their caps.
    assert!(
        all.iter().any(|found| found == "W408 Some(1)") && all.iter().any(|found| found == "W405 Some(1)"),
        "{all:?}"
    );
    data.blocked.push(blocked(&POLICY, &mut data.clone(), "不良记录", "A", 7));
    let draft = Outcome::of(&POLICY, data, 2022);
    let statuses: Vec<_> = draft.award.firms.iter().map(|firm| (firm.status, firm.payable)).collect();
    assert_eq!(statuses, [(FirmStatus::Withheld, None), (FirmStatus::Undetermined, None)]);
    let expected: Vec<String> = all.into_iter().filter(|found| !found.ends_with("Some(1)")).collect();
    assert_eq!(of(&draft), expected);
}

#[test]
fn a_stand_in_is_a_firm_but_no_row_of_the_register() {
    let mut data = dataset(&POLICY, FIRMS);
    for (firm, row) in [("C", 0), ("D", 9), ("C", 10), ("A", 11)] {
        let row = blocked(&POLICY, &mut data, "企业基本情况", firm, row);
        data.blocked.push(row);
    }
    let checked = Checked::new(&POLICY, data, 2022);
    // C once, above; A has a row of its own.
    assert_eq!(checked.absent.raw, [true, false, false, true]);
    assert_eq!(checked.withheld.raw, [true, true, false, true]);
    let award = jiangbu::award::assess(&checked).expect("amounts within range");
    let found = Outcome { checked, award };
    same(
        &found
            .firms()
            .lines()
            .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
            .join("\n"),
        "C withheld\nA withheld\nB undetermined\nD withheld",
    );
    assert_eq!(found.award.uses[POLICY.register.table].used, 2);
}
