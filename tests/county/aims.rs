//! Targets and lists of a policy the program has never seen.

use jiangbu::award::{Lacking, lists};
use jiangbu::policy::Policy;

use crate::{award_by, load};

const AIMS: &str = r#"
[[target]]
name = "年均有机证"
base_year = 2029
times = 2
table = "绿色证书"
records = 'AND(类别="有机",状态<>"注销")'
date = "发证日期"

[[target]]
name = "每年公司"
each_year = true
target = 2
firms = '类型="公司"'

[[target]]
name = "市场"
target = 100
entered = [{ year = 2029, value = 20, source = "县商务局" }, { year = 2030, value = "35.5", source = "县商务局" }]

[[target]]
name = "农场"
firms = '类型="家庭农场"'

[[list]]
name = "重点茶企"
firms = '类型="公司"'
rank = [{ name = "亩产", of = '本年产值/茶园面积' }, { name = "面积", of = '茶园面积' }]
most = 2

[[list]]
name = "有奖茶企"
firms = '茶园面积>0'
awarded = true

[[list]]
name = "设备"
table = "设备购置"
records = 'YEAR(购置日期)=年度'
columns = [{ name = "编号", of = "设备编号" }]
rank = [{ name = "单价", of = "单价" }]
most = 1
"#;

const REGISTER: &str = "茶企名册
代码|单位|类型|茶园面积|从业人数
A|甲|公司|20|10
B|乙|公司|10|10
C|丙|公司|30|10
D|丁|公司||10
E|戊||10|10
F|己|家庭农场|99|10

茶企年报
代码|报告年度|产值
A|2030|4000000
B|2030|4000000
C|2030|3000000
";

fn policy() -> Policy {
    load(&include_str!("../policies/tea.toml").replacen("[[example]]", &format!("{AIMS}\n[[example]]"), 1))
}

#[test]
fn targets_may_be_yearly_told_a_multiple_or_only_counted() {
    let policy = policy();
    let told = |certificates: &str, year: i32| {
        let data = format!("{REGISTER}\n绿色证书\n代码|证号|类别|发证日期|状态\n{certificates}");
        let found = crate::Outcome::of(&policy, crate::dataset::dataset(&policy, &data), year);
        let shown =
            |number: Option<rust_decimal::Decimal>| number.map_or("?".to_owned(), |n| n.normalize().to_string());
        let targets = found.targets();
        let lines = targets[2..].iter().map(|target| {
            let why = match target.lacking {
                None => "",
                Some(Lacking::Table(_)) => " 没有表",
                Some(Lacking::BaseYear(_)) => " 没有基数",
                Some(Lacking::Told) => " 没有报数",
            };
            format!("{}/{} {}{why}", shown(target.value), shown(target.aim), target.unknown)
        });
        lines.collect::<Vec<_>>().join("; ")
    };
    // The year before: 2 of 3 count. Two years: 5 certificates, so 2.5 a year, against 4.
    let past = "A|1|有机|2029-01-01|\nB|2|有机|2029-12-31|\nC|3|有机|2029-05-05|注销\n";
    let now = "A|4|有机|2030-01-01|\nB|5|有机|2030-12-31|\nA|6|绿色|2030-05-05|\nA|7|有机|2031-01-01|\nB|8|有机|2031-01-01|\nC|9|有机|2031-12-31|";
    assert_eq!(told(&format!("{past}{now}"), 2031), "2.5/4 0; 4/2 1; ?/100 0 没有报数; 1/? 1");
    assert_eq!(told(&format!("{past}{now}"), 2030), "2/4 0; 4/2 1; 35.5/100 0; 1/? 1");
    // Of which year a certificate is cannot be told; one that is cancelled counts in none.
    assert_eq!(told(&format!("{past}{now}\nB|20|有机||\nC|21|有机||注销"), 2030).split("; ").next(), Some("2/4 1"));
    // Three years: thirds are rounded at the fourth place.
    assert_eq!(
        told(&format!("{past}{now}\nA|10|有机|2032-01-01|\nA|11|有机|2032-01-01|"), 2032),
        "2.3333/4 0; 4/2 1; ?/100 0 没有报数; 1/? 1"
    );
    // Nothing of the year that the aim is a multiple of: it is no aim of 0.
    assert_eq!(told(now, 2030).split("; ").next(), Some("2/? 0 没有基数"));
}

/// What an office tells: in a table that is no firm's.
const REPORTED: &str = r#"
[reported]
table = "报数"
target = "目标"
year = "年份"
value = "数"
by = "谁"

[[table]]
name = "报数"
optional = true
unique = ["目标", "年份"]
period = ["年份"]
columns = [
  { name = "目标", type = "text", required = true },
  { name = "年份", type = "year", required = true },
  { name = "数", type = "number", required = true },
  { name = "谁", type = "text" },
]

[[target]]
name = "茶叶 市场（销售）"
target = 100
entered = []
"#;

#[test]
fn what_an_office_tells_may_stand_in_a_table_of_no_firm() {
    let text = include_str!("../policies/tea.toml");
    let policy = load(&text.replacen("[[example]]", &format!("{REPORTED}\n[[example]]"), 1));
    let told = |rows: &str, year: i32| {
        let data = format!("{REGISTER}\n报数\n目标|年份|数|谁\n{rows}");
        let found = crate::Outcome::of(&policy, crate::dataset::dataset(&policy, &data), year);
        let target = found.targets().pop().expect("a target");
        let used = found.award.uses.iter_enumerated().find(|(table, _)| &*policy.tables[*table].name == "报数");
        let used = used.map(|(_, uses)| (uses.used, uses.unused, uses.other_years));
        (target.value.map(|value| value.to_string()), target.lacking.is_some(), target.source, used)
    };
    let rows = "别的|2030|7|\n茶叶市场(销售)|2029|20|县商务局\n茶叶市场(销售)|2030|35.5|县商务局";
    let at = |row: u32| format!("县商务局，数据.xlsx › 报数 › C{row}");
    assert_eq!(told(rows, 2030), (Some("35.5".into()), false, at(4), Some((1, 1, 1))));
    assert_eq!(told(rows, 2029), (Some("20".into()), false, at(3), Some((1, 0, 2))));
    assert_eq!(told(rows, 2031), (None, true, String::new(), Some((0, 0, 3))));
    // Zero is told; a row of nobody's is no award's.
    assert_eq!(told("茶叶市场(销售)|2030|0|", 2030).0, Some("0".into()));
}

/// The names on each list: place, name, taken.
fn drawn_up(data: &str) -> Vec<String> {
    let policy = policy();
    let found = award_by(&policy, data);
    let all = lists(&found.checked, &found.award).expect("small figures");
    let shown = all.iter().map(|listed| {
        let entry = |entry: &jiangbu::award::Entry| {
            let taken = if entry.taken { "" } else { "-" };
            format!("{taken}{}{}", entry.place, found.code(entry.firm))
        };
        let entries: Vec<String> = listed.entries.iter().map(entry).collect();
        format!("{} ?{}", entries.join(" "), listed.unknown)
    });
    shown.collect()
}

#[test]
fn a_list_ranks_by_the_sum_of_places_and_takes_the_first() {
    // Yield per acre: A 200 000, B 400 000, C 100 000, D unknown. Area: A 20, B 10, C 30, D unknown. Places A 2+2, B 1+3, C 3+1: all alike;
    // D 4+4. E may be a company: nobody knows.
    assert_eq!(drawn_up(REGISTER)[0], "1A 1B 1C -4D ?1");
    // A little more land of B, a little more output of A: B falls behind, C is taken.
    let other = REGISTER.replace("B|2030|4000000", "B|2030|1000000");
    assert_eq!(drawn_up(&other)[0], "1A 1C -3B -4D ?1");
    // Two share the last place that is taken: both are.
    let other = REGISTER.replace("C|丙|公司|30", "C|丙|公司|15");
    assert_eq!(drawn_up(&other)[0], "1A 2B 2C -4D ?1");
}

#[test]
fn a_list_of_records_and_one_of_those_with_an_award() {
    let machines = "\n设备购置\n代码|设备编号|购置日期|档次|台数|单价\nA|1|2030-01-01|高端|1|100\nB|2|2030-01-01|高端|1|200\nB|3|2029-01-01|高端|1|900\nC|4|2030-01-01|高端|1|200";
    let all = drawn_up(&format!("{REGISTER}{machines}"));
    assert_eq!(all[2], "1B 1C -3A ?0");
    let fairs = "\n参展\n代码|展会|参展年度|届次|支出|补助比例\nA|春交会|2030|1|10000|50%";
    let paid = drawn_up(&format!("{REGISTER}{fairs}"));
    let none = drawn_up(REGISTER);
    assert_eq!((&*none[1], &*paid[1]), (" ?0", "1A ?0"));
}
