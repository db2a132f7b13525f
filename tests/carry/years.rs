//! Three years, each resting on the program's own table of the years before: a contract's life limit, once, a window of three years,
//! and what is reclaimed.

use super::{data, done, json};

const FIRMS: &str = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|产值
91371581MAH9KBJD25|甲轴承公司|是|规上|=300000000|=20000000|A|=200000000
91371581MAKB7Y725J|乙轴承公司|是|规上|=300000000|=20000000|A|=200000000";

fn sheets(year: i32, contract: &str) -> Vec<(&'static str, String)> {
    let firms = ["91371581MAH9KBJD25", "91371581MAKB7Y725J"];
    let each = |row: &dyn Fn(&str) -> String| firms.map(row).join("\n");
    let (day, paid_by) = (format!("@{year}-06-01"), format!("={year}"));
    let bad =
        if year == 2024 { format!("\n{}|弄虚作假||@2024-03-01|未解除|某号", firms[1]) } else { String::new() };
    vec![
        ("企业基本情况", FIRMS.to_owned()),
        (
            "税收地方财力",
            format!("统一社会信用代码|年度|新增地方财力\n{}", each(&|code| format!("{code}|{paid_by}|=9000000"))),
        ),
        (
            "技术引进合作",
            format!(
                "统一社会信用代码|合同编号|项目名称|合作方式|支付年度|实际支付金额|落地见效\n{}",
                each(&|code| format!("{code}|JS-{}|某技术|合作开发|{paid_by}|={contract}|是", &code[16..]))
            ),
        ),
        (
            "科技项目",
            format!(
                "统一社会信用代码|项目编号|项目名称|计划类别|级别|立项日期|上级资助额度|首批资金到位日期\n{}",
                each(&|code| format!("{code}|XM-{}|某项目|重点研发计划|省级|@2021-05-01|=1000000|{day}", &code[16..]))
            ),
        ),
        (
            "孵化载体",
            format!(
                "统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期\n{}",
                each(&|code| format!("{code}|孵化器{}|科技企业孵化器|省级|A|{day}", &code[16..]))
            ),
        ),
        ("不良记录", format!("统一社会信用代码|类别|等级|发生日期|状态|文号{bad}")),
        ("绩效评价", format!("统一社会信用代码|年度|结论\n{}", each(&|code| format!("{code}|{paid_by}|通过")))),
    ]
}

#[test]
fn three_years_walk_by_the_programs_own_outputs() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let at = folder.path();
    let mut history: Option<String> = None;
    let mut paid = Vec::new();
    for (year, contract) in [(2022, "1500000"), (2023, "1000000"), (2024, "800000")] {
        let name = format!("数据{year}");
        let sheets = sheets(year, contract);
        data(at, &name, &sheets.iter().map(|(name, table)| (*name, table.as_str())).collect::<Vec<_>>());
        if let Some(history) = &history {
            std::fs::copy(at.join(history), at.join(&name).join("历年奖励.xlsx")).expect("a copy");
        }
        let said = done(at, &["检查", &name]);
        assert!(!said.contains("历年奖励.xlsx ›"), "{said}");
        let (award, result) = (format!("{year}.xlsx"), format!("{year}.json"));
        done(at, &["核算", &name, "--final", "-o", &award, "--json", &result]);
        let json = json(&at.join(&result));
        for firm in json["firms"].as_array().expect("firms") {
            for line in firm["lines"].as_array().expect("lines") {
                let text = |key: &str| line[key].as_str().unwrap_or("-").to_owned();
                let code = firm["code"].as_str().expect("a code");
                paid.push(format!("{year} {} {} {} {}", &code[16..], text("item"), text("status"), text("paid")));
            }
        }
        let next = format!("历年奖励{year}.xlsx");
        let mut arguments = vec!["结转", &award, "--data", &name, "-o", &next];
        if let Some(history) = &history {
            arguments.extend(["--with", history]);
        }
        let said = done(at, &arguments);
        assert!(!said.contains("注意") && !said.contains("替换"), "{said}");
        history = Some(next);
        if year == 2024 {
            let clawback: Vec<String> = json["clawback"]
                .as_array()
                .expect("a list")
                .iter()
                .map(|past| {
                    format!(
                        "{} {} {}",
                        past["year"],
                        past["item"].as_str().unwrap_or_default(),
                        past["amount"].as_str().unwrap_or_default()
                    )
                })
                .collect();
            let expected = [
                "2022 project 200000.00",
                "2022 tech-import 750000.00",
                "2022 incubator-rating 200000.00",
                "2023 tech-import 250000.00",
            ];
            assert_eq!(clawback, expected);
        }
    }
    let expected = "\
2022 25 project payable 200000.00
2022 25 tech-import payable 750000.00
2022 25 incubator-rating payable 200000.00
2022 5J project payable 200000.00
2022 5J tech-import payable 750000.00
2022 5J incubator-rating payable 200000.00
2023 25 project barred 0.00
2023 25 tech-import payable 250000.00
2023 25 incubator-rating barred 0.00
2023 5J project barred 0.00
2023 5J tech-import payable 250000.00
2023 5J incubator-rating barred 0.00
2024 25 project barred 0.00
2024 25 tech-import payable 0.00
2024 25 incubator-rating barred 0.00
2024 5J project barred 0.00
2024 5J tech-import barred 0.00
2024 5J incubator-rating barred 0.00";
    assert_eq!(paid.join("\n"), expected);
}
