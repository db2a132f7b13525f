//! 口径: what another reading would pay is what a run with the changed policy file pays, to the fen; a policy without other readings has
//! nothing to compare; what is wrong with an alternative is told at the alternative.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Reader as _, Xlsx, open_workbook};
use jiangbu::policy::{BUILT_IN, Policy};
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// What the program says in `folder`, and its status.
fn run(folder: &Path, arguments: &[&str]) -> (String, i32) {
    let mut command = Command::cargo_bin("jiangbu").expect("the program");
    let output = command.current_dir(folder).args(arguments).output().expect("a run");
    let said = [output.stdout, output.stderr].concat();
    (String::from_utf8_lossy(&said).into_owned(), output.status.code().expect("a status"))
}

fn data() -> PathBuf {
    root().join("tests/cases/year-2022/inputs")
}

/// The rows of a sheet below its header, as texts; amounts with two decimals.
fn rows(workbook: &Path, sheet: &str) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = open_workbook(workbook).expect("the workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number:.2}"),
        other => other.to_string(),
    };
    range.rows().skip(3).map(|row| row.iter().map(text).collect()).collect()
}

/// What a run with the policy in `text` pays: in all, each firm, each item.
#[derive(Debug, Default, PartialEq)]
struct Paid {
    total: String,
    firms: BTreeMap<String, (String, String)>,
    items: BTreeMap<String, i128>,
}

fn fen(amount: &str) -> i128 {
    amount.replace(['.', ','], "").parse().expect("an amount")
}

fn paid(text: &str, data: &Path) -> Paid {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.toml"), text).expect("a policy");
    let data = data.display().to_string();
    let (said, status) =
        run(folder.path(), &["calc", &data, "-p", "p.toml", "-y", "2022", "-o", "a.xlsx", "--json", "a.json"]);
    assert_eq!(status, 0, "{said}");
    let json: Value = serde_json::from_slice(&fs::read(folder.path().join("a.json")).expect("JSON")).expect("JSON");
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let mut paid = Paid { total: word(&json["fund"]["total"]), ..Paid::default() };
    for firm in json["firms"].as_array().expect("firms") {
        paid.firms.insert(word(&firm["code"]), (word(&firm["status"]), word(&firm["payable"])));
        for line in firm["lines"].as_array().expect("lines").iter().filter(|line| line["paid"].is_string()) {
            *paid.items.entry(word(&line["item"])).or_default() += fen(&word(&line["paid"]));
        }
    }
    paid
}

/// The alternatives that the test of prices changes by hand in the policy's text: each with what stands there and what instead.
fn by_hand() -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    const FEW: &str = "requires = [\"scope-industry\", \"clean-record\"]";
    const FEWEST: &str = "requires = [\"clean-record\"]";
    const ALL: &str =
        "requires = [\"scope-industry\", \"scope-size\", \"rd-intensity\", \"land-rating\", \"clean-record\"]";
    vec![
        ("限额覆盖全部十一项", vec![("counts_toward_cap = false", "counts_toward_cap = true")]),
        ("人才和孵化载体也看全部五个条件", vec![(FEW, ALL), (FEWEST, ALL)]),
        (
            "按少缴的税款：扣除额 × 税率",
            vec![(
                "rate = \"25%\", base = \"加计扣除总额\"",
                "rate = \"25%\", base = '加计扣除总额*IF(有效高新技术企业,15%,25%)'",
            )],
        ),
        (
            "按上一年度的扣除额（当年申报的）",
            vec![("id = \"rd-deduction\"", "id = \"rd-deduction\"\ncounts = '所属年度=年度-1'")],
        ),
        (
            "核定比例空白的待核定",
            vec![("record = \"合同登记编号\"", "record = \"合同登记编号\"\nneeds = [\"核定比例\"]")],
        ),
        ("按企业合计比：两个文件各自的合计，给较高的", vec![("[other_scheme]\n", "[other_scheme]\nby = \"firm\"\n")]),
        ("限额以后再比", vec![("[other_scheme]\n", "[other_scheme]\nafter_cap = true\n")]),
        ("任何别的政策的补助都就高", vec![("named = [\"临清市关于支持轴承产业创新发展实施方案（试行）\"]", "")]),
    ]
}

/// The part of the policy's text after the readings, where the rules stand.
fn edited(changes: &[(&str, &str)]) -> String {
    let (readings, rules) = BUILT_IN.split_once("# ———— 各部门交的表").expect("the readings");
    let (rules, examples) = rules.split_once("# ———— 例子").expect("the examples");
    let mut rules = rules.to_owned();
    for (from, to) in changes {
        assert!(rules.contains(from), "the policy no longer says: {from}");
        rules = rules.replace(from, to);
    }
    format!("{readings}# ———— 各部门交的表{rules}# ———— 例子{examples}")
}

#[test]
fn a_price_is_what_a_run_with_the_changed_file_pays() {
    let folder = tempfile::tempdir().expect("a folder");
    let (said, status) = run(folder.path(), &["口径", &data().display().to_string(), "-o", "口径.xlsx"]);
    assert_eq!(status, 0, "{said}");
    let book = folder.path().join("口径.xlsx");
    let (readings, firms, items) = (rows(&book, "口径"), rows(&book, "口径企业"), rows(&book, "口径项目"));
    let now = paid(BUILT_IN, &data());
    assert_eq!(readings[0][3], now.total);
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy");
    for (name, changes) in by_hand() {
        let other = paid(&edited(&changes), &data());
        let row = readings.iter().find(|row| row[2] == name).unwrap_or_else(|| panic!("{name}: {said}"));
        assert_eq!(row[3], other.total, "{name}");
        assert_eq!(fen(&row[4]), fen(&other.total) - fen(&now.total), "{name}");
        let shifted: BTreeMap<_, _> = other.firms.iter().filter(|(code, state)| now.firms[*code] != **state).collect();
        let listed: Vec<&Vec<String>> = firms.iter().filter(|row| row[1] == name).collect();
        assert_eq!(listed.len(), shifted.len(), "{name}");
        assert_eq!(row[5], format!("{}.00", shifted.len()), "{name}");
        for firm in listed {
            assert_eq!(firm[7], shifted[&firm[2]].1, "{name} {}", firm[3]);
        }
        let changed = policy.items.iter().filter(|item| now.items.get(&*item.id) != other.items.get(&*item.id));
        let changed: Vec<(String, i128)> =
            changed.map(|item| (item.name.to_string(), other.items.get(&*item.id).copied().unwrap_or(0))).collect();
        let listed = items.iter().filter(|row| row[1] == name).map(|row| (row[2].clone(), fen(&row[4])));
        assert_eq!(listed.collect::<Vec<_>>(), changed, "{name}");
        assert!(said.contains(name), "{said}");
    }
}

/// A change of what the data is checked by reads the data again; a firm that only then is in error has no price.
#[test]
fn a_reading_that_reads_otherwise_is_priced_by_reading_again() {
    let text = fs::read_to_string(root().join("examples/policies/readings.toml")).expect("the policy");
    let column = "{ name = \"设备款\", type = \"money\" }";
    let more = "name = \"按投资额\"\n";
    let other = |name: &str, value: &str| {
        format!(
            "name = \"{name}\"\nchanges = {{ \"table.申报.columns.设备款.blank\" = {value} }}\n\n[[reading.alternative]]\n{more}"
        )
    };
    let text = text.replacen(more, &other("空白算 10 万", "100000"), 1).replacen(more, &other("必填", "0"), 1);
    let text = text.replacen(
        "changes = { \"table.申报.columns.设备款.blank\" = 0 }",
        "changes = { \"table.申报.columns.设备款.required\" = true }",
        1,
    );
    assert!(text.contains(column));
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("p.toml"), text).expect("a policy");
    let data = folder.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    fs::write(data.join("名录.csv"), "代码,名称\n91371581MAH9KBJD25,甲\n").expect("a table");
    let rows_of =
        "代码,年度,投资额,设备款,租金\n91371581MAH9KBJD25,2030,200000,,\n91371581MAH9KBJD25,2030,90000,40000,10000\n";
    fs::write(data.join("申报.csv"), rows_of).expect("a table");
    let (said, status) = run(folder.path(), &["readings", "数据", "-p", "p.toml", "-o", "k.xlsx"]);
    assert_eq!(status, 0, "{said}");
    let readings = rows(&folder.path().join("k.xlsx"), "口径");
    let row = |name: &str| readings.iter().find(|row| row[2] == name).unwrap_or_else(|| panic!("{name}: {said}"));
    // 40 000 × 10 % + 10 000 × 50 %; a blank as 100 000 adds 10 000.
    assert_eq!(readings[0][3], "9000.00");
    assert_eq!((&*row("空白算 10 万")[3], &*row("空白算 10 万")[4]), ("19000.00", "10000.00"));
    assert!(row("必填")[7].contains("数据有错误"), "{:?}", row("必填"));
    assert!(said.contains("数据有错误"), "{said}");
    // 200 000 × 10 % + 90 000 × 10 %, at most 30 000; the rent as before.
    assert_eq!(row("按投资额")[3], "34000.00");
    assert_eq!(row("按投资额")[9..11], ["县农业局".to_owned(), String::new()]);
    assert_eq!(row("没有上限")[9..11], ["县财政局".to_owned(), "水财函〔2030〕7号".to_owned()]);
    assert_eq!(row("没有上限")[11], "删去 item.invest.limits");
}

#[test]
fn a_policy_without_other_readings_has_nothing_to_compare() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = root().join("examples/policies/rate.toml").display().to_string();
    let (said, status) = run(folder.path(), &["口径", ".", "-p", &policy]);
    assert!(status == 0 && said.contains("没有写别的读法"), "{said}");
}

#[test]
fn data_with_errors_is_not_priced() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(
        folder.path().join("企业基本情况.csv"),
        "统一社会信用代码,企业名称,轴承工业企业\n91371581MAH9KBJD25,,是\n",
    )
    .expect("a table");
    let (said, status) = run(folder.path(), &["口径", ".", "-y", "2022", "-o", "k.xlsx"]);
    assert!(status == 1 && said.contains("改正后才能比较各种读法"), "{said}");
    assert!(!folder.path().join("k.xlsx").exists());
}

/// Changes of an alternative, and what is said of them: line ｜ what is marked ｜ what is said.
const SLIPS: &str = r#"
"item.invest.methd.rate.base" = '投资额'
! "item.invest.methd.rate.base"｜读法“按投资额”：路径里的“methd”找不到，可以写的有：id、name、clause、

"item.invst.limits" = []
! "item.invst.limits"｜读法“按投资额”：路径里的“invst”找不到，可以写的有：invest、rent→invest

"item.invest.method.rate.base.x" = 1
! "item.invest.method.rate.base.x"｜读法“按投资额”：“item.invest.method.rate.base”下面没有更细的项，整项写上

"item.invest.once.years" = 2
! "item.invest.once.years"｜读法“按投资额”：政策里没有写“item.invest.once”，请把它整节写上

"item.invest.method.rate.base" = '设备款'
! "item.invest.method.rate.base"｜读法“按投资额”：改成的与原来写的一样

"item.invest.counts_toward_cap" = true
! "按投资额"｜ok

"item.invest.method.rate.base" = '投资款'
! 投资款｜读法“按投资额”：没有叫“投资款”的列、事实或参数→投资额

"item.invest.method.rate.rate" = 25
! 25｜读法“按投资额”：比例写成百分数，如 "25%"

"item.invest.limits" = [{ amount = 1, ovr = "line", name = "甲" }]
! ovr｜读法“按投资额”：没有“ovr”这一项，可以写的有：amount、over、name→over

"table.申报.columns" = []
! []｜读法“按投资额”：至少要写一项

"item.rent" = { id = "rent", name = "租金补助" }
! { id = "rent", name = "租金补助" }｜读法“按投资额”：缺少“clause”

"register.code" = "代马"
! "代马"｜读法“按投资额”：没有“名录”表的列“代马”

"condition.size" = { id = "sze", name = "规模", clause = "一", requirement = "大", test = '投资额>1' }
! "condition.size"｜读法“按投资额”：路径里的“size”找不到

item = { invest = 1 }
! item｜读法“按投资额”：整个路径写在一对引号里
"#;

#[test]
fn what_is_wrong_with_an_alternative_is_told_at_the_alternative() {
    let base = fs::read_to_string(root().join("examples/policies/readings.toml")).expect("the policy");
    let from = "changes = { \"item.invest.method.rate.base\" = '投资额' }";
    assert!(base.contains(from));
    for case in SLIPS.trim().split("\n\n") {
        let (change, expected) = case.split_once("\n! ").expect("a case");
        let text = base.replacen(from, &format!("changes = {{ {change} }}"), 1);
        let found = match Policy::load_advised(&text, "p.toml") {
            Ok(_) => vec!["\"按投资额\"｜ok".to_owned()],
            Err(error) => error
                .faults
                .iter()
                .map(|fault| {
                    let marked = text.get(fault.span.clone()).expect("whole characters");
                    let meant = fault.suggestion.as_ref().map(|meant| format!("→{meant}")).unwrap_or_default();
                    format!("{marked}｜{}{meant}", fault.message)
                })
                .collect(),
        };
        assert!(found[0].starts_with(expected) || found[0].contains(expected), "{change}\n{}", found.join("\n"));
    }
}

fn refusal(text: &str) -> String {
    match Policy::load_advised(text, "p.toml") {
        Ok(_) => panic!("nothing is refused"),
        Err(error) => error.to_string(),
    }
}

/// What shows elsewhere in the changed file is told at the alternative's name, with the line.
#[test]
fn what_an_alternative_breaks_elsewhere_is_told_at_its_name() {
    let base = fs::read_to_string(root().join("examples/policies/readings.toml")).expect("the policy");
    let from = "removes = [\"item.invest.limits\"]";
    for (removed, said) in [
        ("item.invest.method", "照读法“没有上限”改了以后：缺少“method”（第 "),
        ("item.invest", "读法“没有上限”改了以后：没有奖励项目“invest”"),
        ("item.invest.once", "政策里没有写“item.invest.once”，不用删"),
        ("item.invest.limit", "路径里的“limit”找不到"),
    ] {
        let text = base.replacen(from, &format!("removes = [\"{removed}\"]"), 1);
        let error = refusal(&text);
        assert!(error.contains(said) || removed == "item.invest", "{removed}: {error}");
        assert!(error.contains("没有上限"), "{removed}: {error}");
        // Whoever only computes an award is not held up by a reading that nobody asked for.
        assert!(Policy::load(&text, "p.toml").is_ok(), "{removed}");
    }
    let none = base.replacen(from, "", 1);
    let error = refusal(&none);
    assert!(error.contains("要写 changes 或 removes"), "{error}");
    let same = base.replacen(from, "changes = { \"item.invest.counts_toward_cap\" = false }", 1);
    let error = refusal(&same);
    assert!(error.contains("改成的与原来写的一样"), "{error}");
    let default = base.replacen(from, "changes = { \"table.申报.required\" = false }", 1);
    let error = refusal(&default);
    assert!(error.contains("这种读法什么也没有改"), "{error}");
    let unknown = base.replacen("keys = [\"item.invest.method.rate.base\"]", "keys = [\"item.invest.metod\"]", 1);
    let error = refusal(&unknown);
    assert!(error.contains("路径里的“metod”找不到") && error.contains("是不是“method”"), "{error}");
}

#[test]
fn a_reading_without_keys_is_remarked_on() {
    let base = fs::read_to_string(root().join("examples/policies/readings.toml")).expect("the policy");
    for (from, to, said) in [
        ("keys = [\"item.invest.method.rate.base\"]\n", "", "没有写明决定了哪几项，请写 keys"),
        (
            "\"item.invest.limits\", \"item.*.limits\"",
            "\"item.rent.limits\"",
            "keys 里没有“item.invest.limits”，请补上",
        ),
    ] {
        let (_, advice) = Policy::load_advised(&base.replacen(from, to, 1), "p.toml").expect("a policy that loads");
        assert!(advice.to_string().contains(said), "{advice}");
    }
    let checks = fs::read_to_string(root().join("examples/policies/checks.toml")).expect("the policy");
    let bare = checks.replacen("keys = [\"item.invest.method.rate.base\"]\n", "", 1);
    let (_, advice) = Policy::load_advised(&bare, "p.toml").expect("a policy that loads");
    assert!(advice.to_string().contains("也没有写别的读法"), "{advice}");
}

/// The texts and figures on an award's cover.
fn cover(award: &Path) -> Vec<Vec<String>> {
    let of_row = |row: Vec<String>| row.into_iter().filter(|cell| !cell.is_empty()).collect();
    rows(award, "目录").into_iter().map(of_row).collect()
}

#[test]
fn the_cover_lists_what_nobody_has_answered_and_prices_it_where_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = data().display().to_string();
    let calc = |more: &[&str]| run(folder.path(), &[&["calc", &data, "-o"], more].concat());
    let (said, status) = calc(&["plain.xlsx"]);
    assert_eq!(status, 0, "{said}");
    let (said, status) = calc(&["a.xlsx", "--readings"]);
    assert_eq!(status, 0, "{said}");
    let (plain, priced) = (cover(&folder.path().join("plain.xlsx")), cover(&folder.path().join("a.xlsx")));
    let policy = Policy::load(BUILT_IN, "policy.toml").expect("the policy");
    let open: Vec<_> = policy.readings.iter().filter(|reading| reading.is_open()).collect();
    assert!(open.len() > 5);
    let (other, status) = run(folder.path(), &["口径", &data, "-o", "口径.xlsx"]);
    assert_eq!(status, 0, "{other}");
    let prices = rows(&folder.path().join("口径.xlsx"), "口径");
    for reading in &open {
        let chosen = vec![reading.clause.to_string(), reading.choice.to_string(), reading.asked.to_string()];
        assert!(plain.contains(&chosen) && priced.contains(&chosen), "{}", reading.choice);
        for alternative in &reading.alternatives {
            let of = prices.iter().find(|row| row[2] == *alternative.name).expect("a price");
            let row = [&["另一种读法".to_owned(), alternative.name.to_string()], &of[3..6]].concat();
            assert!(priced.contains(&row), "{row:?}\n{priced:?}");
            assert!(
                !plain.iter().flatten().any(|cell| *cell == *alternative.name) && said.contains(&*alternative.name)
            );
        }
    }
    assert!(plain.contains(&vec![
        "没有书面答复的口径".to_owned(),
        format!("{}.00", open.len()),
        "条".to_owned(),
        "请有权解释的部门书面答复，文号写进政策文件".to_owned(),
    ]));
    // How it was made is in it: whoever verifies need not know.
    for award in ["plain.xlsx", "a.xlsx"] {
        let (said, status) = run(folder.path(), &["复核", award, &data]);
        assert!(status == 0 && said.contains("逐字节相同"), "{said}");
    }
}

/// An answered reading is settled: it is neither listed nor priced.
#[test]
fn what_has_been_answered_in_writing_is_not_priced() {
    let folder = tempfile::tempdir().expect("a folder");
    let policy = root().join("examples/policies/readings.toml").display().to_string();
    fs::create_dir(folder.path().join("数据")).expect("a folder");
    fs::write(folder.path().join("数据/名录.csv"), "代码,名称\n91371581MAH9KBJD25,甲\n").expect("a table");
    let claims = "代码,年度,投资额,设备款,租金\n91371581MAH9KBJD25,2030,200000,150000,0\n";
    fs::write(folder.path().join("数据/申报.csv"), claims).expect("a table");
    let (said, status) = run(folder.path(), &["calc", "数据", "-p", &policy, "-o", "a.xlsx", "--readings"]);
    assert_eq!(status, 0, "{said}");
    let told: Vec<String> = cover(&folder.path().join("a.xlsx")).into_iter().flatten().collect();
    assert!(told.iter().any(|cell| cell == "按投资额") && !told.iter().any(|cell| cell == "没有上限"), "{told:?}");
    assert!(said.contains("按投资额") && !said.contains("没有上限"), "{said}");
}
