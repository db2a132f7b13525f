//! The examples that policies carry run through the engine; the cookbook is complete; what does not come out is shown.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use jiangbu::policy::{BUILT_IN, Policy};

use crate::policy_texts::policies;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/policies")
}

/// The policies of the cookbook, by name.
pub fn cookbook() -> Vec<(String, String)> {
    policies("examples/policies")
}

/// What `jiangbu` says, and its status.
fn run(arguments: &[&str]) -> (String, i32) {
    let output = Command::cargo_bin("jiangbu").expect("the program").args(arguments).output().expect("a run");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.code().expect("a status"))
}

fn check(text: &str) -> (String, i32) {
    let file = tempfile::Builder::new().suffix(".toml").tempfile().expect("a file");
    fs::write(file.path(), text).expect("written");
    run(&["政策", "检查", &file.path().display().to_string()])
}

#[test]
fn every_policy_of_ours_comes_out() {
    let own = [("policy.toml".to_owned(), BUILT_IN.to_owned())].into_iter();
    for (name, text) in own.chain(cookbook()).chain(policies("tests/policies")) {
        let (said, status) = check(&text);
        assert!(status == 0 && said.contains("没有发现问题") && said.contains("个例子都符合"), "{name}: {said}");
    }
    assert!(cookbook().len() >= 18);
}

/// Some example speaks of every item, every condition and every class of the cap.
#[test]
fn the_built_in_examples_cover_every_clause() {
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy");
    let lines = || policy.examples.iter().flat_map(|example| example.lines.iter().flatten());
    for (index, item) in policy.items.iter_enumerated() {
        assert!(lines().any(|line| line.item == index), "{}", item.name);
        assert!(policy.examples.iter().any(|example| example.clause == item.clause), "{}", item.clause);
    }
    for (index, condition) in policy.conditions.iter_enumerated() {
        let results = policy.examples.iter().flat_map(|example| &example.conditions);
        assert!(results.clone().any(|(of, _)| *of == index), "{}", condition.name);
    }
    for class in policy.caps.iter().flat_map(|cap| &cap.classes) {
        assert!(policy.examples.iter().any(|example| example.class.as_ref() == Some(&class.id)), "{}", class.name);
    }
}

/// A figure that is changed makes examples fail, and both sides are shown.
#[test]
fn an_example_that_does_not_come_out_is_shown() {
    let (said, status) = check(&BUILT_IN.replacen(
        "rate = \"25%\", base = \"加计扣除总额\"",
        "rate = \"26%\", base = \"加计扣除总额\"",
        1,
    ));
    assert_eq!(status, 1, "{said}");
    let shown = "\
例子“加计扣除总额的 25%；有年度汇算的不计预缴”（三(三)4）不符：
    奖励明细应当是：
      研发加计扣除  100,000.00  barred  净额 0.00
      研发加计扣除  250,000.01  payable  净额 250,000.01
    实际是：
      研发加计扣除  104,000.00  barred  净额 0.00  已有年度汇算，预缴不再计算
      研发加计扣除  260,000.01  payable  净额 260,000.01
";
    assert!(said.contains(shown), "{said}");
}

#[test]
fn each_expectation_is_compared() {
    let base = &cookbook().into_iter().find(|(name, _)| name == "conditions").expect("the file").1;
    for (from, to, shown) in [
        ("payable = 10000\n", "payable = 10001\n", "应发应是 10,001.00，实是 10,000.00"),
        ("payable = 10000\n", "payable = \"待定\"\n", "应发应是 待定，实是 10,000.00"),
        ("\"rd\" = \"pass\"", "\"rd\" = \"fail\"", "条件“研发占比”应不通过，实通过"),
        ("status = \"ineligible\"", "status = \"payable\"", "企业应是 payable，实是 ineligible"),
        ("payable = 10000\n", "lines = \"\"\n", "（没有）"),
        ("payable = 10000\n", "findings = [\"E999\"]\n", "应报出问题 E999，没有报出"),
        ("2030 | 2000000.01", "2030 | 二百万", "例子的数据有错误"),
    ] {
        assert!(base.contains(from), "{from}");
        let (said, status) = check(&base.replacen(from, to, 1));
        assert!(status == 1 && said.contains(shown), "{to}: {said}");
    }
    let cap = &cookbook().into_iter().find(|(name, _)| name == "cap").expect("the file").1;
    let (said, _) = check(&cap.replacen("class = \"large\"", "class = \"small\"", 1));
    assert!(said.contains("限额应在 small 档，实在 large 档"), "{said}");
}

/// What is wrong within an example's small tables is told at its cell.
#[test]
fn slips_in_an_example_are_told_at_their_cell() {
    let base = &cookbook().into_iter().find(|(name, _)| name == "rate").expect("the file").1;
    for (from, to, place) in [
        ("申报\n年度 | 投资额", "申请\n年度 | 投资额", "没有表“申请”"),
        ("年度 | 投资额 | 核定比例\n", "年度 | 投资款 | 核定比例\n", "没有列“投资款”"),
        ("2030 | 333.37 | 15%", "2030 | 333.37", "这一行有 2 格，列名有 3 格"),
        ("项目 | 金额", "项目 | 钱", "没有列“钱”"),
        ("投资补助 | 50.01", "投资补贴 | 50.01", "没有奖励项目“投资补贴”"),
        ("投资补助 | 50.01", "投资补助 | 五十", "“五十”不是数"),
    ] {
        assert!(base.contains(from), "{from}");
        let (said, status) = check(&base.replacen(from, to, 1));
        assert!(status == 2 && said.contains(place), "{to}: {said}");
    }
}

#[test]
fn one_record_is_tried_in_words() {
    let text = |name: &str| folder().join(name).display().to_string();
    let (said, status) =
        run(&["政策", "试算", "投资补助", "投资额=33.337万元", "核定比例=15%", "-p", &text("rate.toml")]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("2030 年度投资补助：计入，50,005.50 元。投资额 333,370.00 × 15% = 50,005.50。"), "{said}");
    let (said, status) = run(&["政策", "试算", "投资补贴", "-p", &text("rate.toml")]);
    assert!(status == 2 && said.contains("没有奖励项目“投资补贴”，是不是“投资补助”"), "{said}");
    let (said, status) = run(&["政策", "试算", "投资补助", "投资款=1", "-p", &text("rate.toml")]);
    assert!(status == 2 && said.contains("没有列“投资款”，是不是“投资额”"), "{said}");
    let (said, status) = run(&["政策", "试算", "验收奖", "通过验收=否", "-p", &text("fixed.toml")]);
    assert!(status == 0 && said.contains("这条记录不算“验收奖”：AND([@年度]=年度,通过验收=\"是\")"), "{said}");
    let (said, status) = run(&["政策", "试算", "投资补助", "投资额=很多", "-p", &text("rate.toml")]);
    assert!(status == 1 && said.contains("很多"), "{said}");
}

/// A record outside the days in force does not count, with the reason; or counts and is told; or is an error.
#[test]
fn days_out_of_force_are_never_passed_over_in_silence() {
    let home = tempfile::tempdir().expect("a folder");
    let data = home.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    let firm = "91371581MAH9KBJD25";
    fs::write(data.join("名录.csv"), format!("代码,名称\n{firm},甲公司\n")).expect("a file");
    let machine = |number: &str, day: &str| format!("{firm},{number},{day},100000\n");
    let rows = [machine("S1", "2030-04-30"), machine("S2", "2030-05-01"), machine("S3", "2029-12-31")].concat();
    fs::write(data.join("设备.csv"), format!("代码,设备编号,购置日期,设备款（元）\n{rows}")).expect("a file");
    let told = fs::read_to_string(folder().join("effect-told.toml")).expect("the policy");
    let not_counted = told.replace("outside = \"warning\"\ncode = \"P40\"\n", "");
    let refused = told.replace("\"warning\"", "\"error\"");
    let outside = "P40 C2  不在施行期内：“2030-04-30”，应为 2030-05-01 起（第三十条）";
    let unused = "W306 B2  本年度的记录没有奖励项目用到：购置日期 2030-04-30 < 2030-05-01";
    for (policy, status, findings, total) in [
        (&told, 0, format!("警告 {outside}"), "20,000.00"),
        (&not_counted, 0, format!("警告 {unused}"), "10,000.00"),
        (&refused, 1, format!("错误 {outside}"), ""),
    ] {
        let (file, award) = (home.path().join("p.toml"), home.path().join("奖励.xlsx"));
        fs::write(&file, policy).expect("a policy");
        let [data, file, award] = [&data, &file, &award].map(|path| path.display().to_string());
        let (said, ended) = run(&["检查", &data, "-p", &file, "-y", "2030"]);
        assert_eq!(ended, status, "{said}");
        assert!(said.contains(&findings), "{said}");
        assert_eq!(
            ["错误 P40", "警告 P40", "警告 W306"].map(|kind| said.matches(kind).count()).iter().sum::<usize>(),
            1,
            "{said}"
        );
        let (said, ended) = run(&["核算", &data, "-p", &file, "-y", "2030", "-o", &award, "--force"]);
        assert!(ended == status && said.contains(total), "{said}");
    }
}

#[test]
fn every_threshold_is_listed_with_its_three_cases() {
    let (said, status) = run(&["政策", "检查", &folder().join("tiers.toml").display().to_string(), "--boundaries"]);
    assert_eq!(status, 0);
    for block in [
        "第1档：产值\n      9,999,999.99：奖 0.00\n      10,000,000.00：奖 100,000.00\n      10,000,000.01：奖 100,000.00\n",
        "第2档：产值\n      49,999,999.99：奖 100,000.00\n      50,000,000.00：奖 100,000.00\n      50,000,000.01：奖 500,000.00\n",
    ] {
        assert!(said.contains(block), "{said}");
    }
    let (said, _) = run(&["政策", "检查", &folder().join("conditions.toml").display().to_string(), "--boundaries"]);
    for block in [
        "研发费/营业收入 >= 3%\n      2.99%：不成立\n      3%：成立\n      3.01%：成立\n",
        "人均产值 > 200,000.00\n      199,999.99：不成立\n      200,000.00：不成立\n      200,000.01：成立\n",
        "两年处罚次数 < 3\n      2：成立\n      3：不成立\n      4：不成立\n",
    ] {
        assert!(said.contains(block), "{said}");
    }
}

/// How often and how many: the last that is awarded, and the first that is not.
#[test]
fn counts_have_edges_too() {
    let boundaries = |name: &str| run(&["政策", "检查", &folder().join(name).display().to_string(), "--boundaries"]);
    let (said, status) = boundaries("at-most.toml");
    assert_eq!(status, 0, "{said}");
    for block in [
        "参展补助\n    以前奖过的次数\n      0：奖\n      1：奖\n      2：不奖\n",
        "参展补助\n    同一家企业里排在前面的条数\n      0：奖\n      1：奖\n      2：不奖\n",
        "标准奖\n    以前奖过的次数\n      1：奖\n      2：奖\n      3：不奖\n",
    ] {
        assert!(said.contains(block), "{said}");
    }
    // A figure that changed on a day, and one that changed from a year on: each with its edge.
    let (said, _) = boundaries("changed-figures.toml");
    for block in [
        "认定日期 >= 2031-07-01\n      2031-06-30：不成立\n      2031-07-01：成立\n      2031-07-02：成立\n",
        "年度>=2032：研发费 >= 2,000,000.00\n      1,999,999.99：不成立\n      2,000,000.00：成立\n",
        "\n    研发费 >= 1,000,000.00\n      999,999.99：不成立\n      1,000,000.00：成立\n",
    ] {
        assert!(said.contains(block), "{said}");
    }
    let (said, _) = boundaries("quota.toml");
    assert!(said.contains("全部企业里排在前面的条数\n      0：奖\n      1：奖\n      2：不奖\n"), "{said}");
}

/// A bound may lie beyond all that what is held against it can be.
#[test]
fn a_bound_beyond_all_that_a_figure_can_be_is_remarked_on() {
    let home = tempfile::tempdir().expect("a folder");
    let text = fs::read_to_string(folder().join("tiers.toml")).expect("the policy");
    let (rules, _) = text.split_once("[[example]]").expect("the examples");
    let changed = rules.replacen("counts = '[@年度]=年度'", "counts = 'AND([@年度]=年度,年度>2000)'", 1);
    assert_ne!(changed, rules);
    let file = home.path().join("p.toml");
    fs::write(&file, changed).expect("a policy");
    let (said, status) = run(&["政策", "检查", &file.display().to_string(), "--boundaries"]);
    assert!(status == 0 && said.contains("年度 > 2000"), "{said}");
}

/// What is shown fits 80 columns and leaves no section out; as a workbook and as Markdown too.
#[test]
fn the_whole_policy_is_shown() {
    let home = tempfile::tempdir().expect("a folder");
    let policy = Path::new(env!("CARGO_MANIFEST_DIR")).join("policy.toml").display().to_string();
    let (said, status) = run(&["政策", "查看", "-p", &policy]);
    assert_eq!(status, 0);
    let widest = said.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|widest| widest <= 80), "{widest:?}");
    let markdown = home.path().join("政策.md");
    let (said_of, status) = run(&["政策", "查看", "-p", &policy, "-o", &markdown.display().to_string()]);
    assert_eq!(status, 0, "{said_of}");
    let markdown = fs::read_to_string(markdown).expect("the file");
    let loaded = Policy::load(BUILT_IN, "policy.toml").expect("the policy");
    let squeezed: String = said.chars().filter(|c| !c.is_whitespace()).collect();
    let mut wanted: Vec<String> = Vec::new();
    wanted.extend(loaded.items.iter().flat_map(|item| [item.name.to_string(), item.counts.source.to_string()]));
    wanted.extend(loaded.conditions.iter().map(|condition| condition.test.source.to_string()));
    wanted.extend(loaded.facts.iter().map(|fact| fact.name.to_string()));
    wanted.extend(loaded.standings.iter().map(|standing| standing.history.source.to_string()));
    wanted.extend(loaded.tables.iter().flat_map(|table| table.columns.iter().map(|column| column.name.to_string())));
    wanted.extend(loaded.checks.iter().map(|check| check.fault.source.to_string()));
    wanted.extend(loaded.rivals.iter().map(|rival| rival.name.to_string()));
    wanted.extend(loaded.readings.iter().map(|reading| reading.reason.to_string()));
    let alternatives = loaded.readings.iter().flat_map(|reading| &reading.alternatives);
    wanted.extend(alternatives.flat_map(|other| [other.name.to_string(), other.reason.to_string()]));
    wanted.extend(loaded.notes.iter().map(|note| note.text.to_string()));
    wanted.extend(loaded.targets.iter().map(|target| target.name.to_string()));
    wanted.extend(loaded.other_scheme.iter().map(|other| other.applies.source.to_string()));
    wanted.extend(loaded.parameters.iter().map(|parameter| parameter.name.to_string()));
    for text in wanted {
        let plain: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(squeezed.contains(&plain), "{text}");
        let cell = text.replace('\n', " ").replace('|', "\\|");
        assert!(markdown.contains(&cell), "{text}");
    }
    let workbook = home.path().join("政策.xlsx");
    assert_eq!(run(&["政策", "查看", "-p", &policy, "-o", &workbook.display().to_string()]).1, 0);
    assert!(fs::metadata(&workbook).expect("the workbook").len() > 10_000);
    assert_eq!(run(&["政策", "查看", "-o", &home.path().join("政策.doc").display().to_string()]).1, 2);
}

/// A new policy can be used as it is.
#[test]
fn a_new_policy_checks() {
    let home = tempfile::tempdir().expect("a folder");
    let path = home.path().join("新政策.toml").display().to_string();
    assert_eq!(run(&["政策", "新建", "-o", &path]).1, 0);
    let (said, status) = run(&["政策", "检查", &path]);
    assert!(status == 0 && said.contains("没有发现问题"), "{said}");
    assert_eq!(run(&["政策", "新建", "-o", &path]).1, 2, "never over a file that is there");
}
