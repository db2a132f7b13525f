//! Everything the program writes as JSON keeps to the schema it publishes.
#![allow(clippy::expect_used, reason = "a test says what it lacks by failing")]

mod common;

use std::fs;
use std::path::Path;

use common::terminal::{case, folder, run};
use serde_json::{Value, json};

fn schema(of: &str) -> jsonschema::Validator {
    let printed = run(folder().path(), &["格式", of]);
    assert_eq!(printed.status, 0, "{}", printed.err);
    let schema: Value = serde_json::from_str(&printed.out).expect("a schema");
    jsonschema::validator_for(&schema).expect("a schema that can be used")
}

fn faults(schema: &jsonschema::Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

fn read(path: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(path).expect("the JSON")).expect("JSON")
}

/// Every data set of the tests whose result is known.
fn cases() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let entries = fs::read_dir(root).expect("the cases").map(|entry| entry.expect("an entry"));
    let mut names: Vec<String> = entries
        .filter(|entry| entry.path().join("inputs").is_dir())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn every_award_and_every_check_keeps_to_it() {
    let (at, award) = (folder(), schema("award"));
    let names = cases();
    assert!(names.len() >= 6, "{names:?}");
    for name in names {
        for command in [&["calc", "--draft"][..], &["calc"], &["check"]] {
            let data = case(&name);
            let mut arguments = vec![command[0], &data, "-o", "a.xlsx", "--json", "a.json", "--force"];
            arguments.extend(&command[1..]);
            let ran = run(at.path(), &arguments);
            assert!(ran.status < 2, "{name}: {}", ran.err);
            let document = read(&at.path().join("a.json"));
            assert!(document["findings"].is_array(), "{name}");
            assert_eq!(faults(&award, &document), Vec::<String>::new(), "{name} {command:?}");
        }
    }
}

#[test]
fn a_firm_and_a_verification_keep_to_theirs() {
    let (at, data) = (folder(), case("minimal"));
    let firm = schema("firm");
    let several = run(at.path(), &["explain", &data, "-e", "轴承"]).out;
    let codes: Vec<&str> = several.lines().filter_map(|line| line.split_whitespace().next()).collect();
    for names in [&["-e", codes[0]][..], &["-e", codes[0], "-e", codes[1]]] {
        let ran = run(at.path(), &[&["explain", &data, "--json", "f.json", "--force"][..], names].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(faults(&firm, &read(&at.path().join("f.json"))), Vec::<String>::new());
    }
    assert_eq!(run(at.path(), &["calc", &data, "-o", "a.xlsx"]).status, 0);
    assert_eq!(run(at.path(), &["policy", "init", "-o", "旧.toml"]).status, 0);
    let policy = fs::read_to_string(at.path().join("旧.toml")).expect("the policy");
    let changed = policy.replace("\"发明\" = 5000", "\"发明\" = 4000");
    assert_ne!(policy, changed);
    fs::write(at.path().join("新.toml"), changed).expect("a policy");
    // The same, and with causes and differences.
    for (policy, status) in [("旧.toml", 0), ("新.toml", 1)] {
        let ran = run(at.path(), &["verify", "a.xlsx", &data, "-p", policy, "--json", "v.json", "--force"]);
        assert_eq!(ran.status, status, "{}", ran.err);
        let paper = read(&at.path().join("v.json"));
        assert_eq!(paper["differences"].as_array().is_none_or(Vec::is_empty), status == 0, "{paper}");
        assert_eq!(faults(&schema("verification"), &paper), Vec::<String>::new());
    }
}

#[test]
fn what_it_does_not_name_is_refused() {
    let (at, award) = (folder(), schema("award"));
    assert_eq!(run(at.path(), &["calc", &case("minimal"), "--json", "a.json"]).status, 0);
    let whole = read(&at.path().join("a.json"));
    assert!(award.is_valid(&whole));
    for (pointer, value) in [
        ("/firms/0/status", json!("rich")),
        ("/firms/0/payable", json!(12.5)),
        ("/firms/0/lines_net", json!("12.5")),
        ("/fund/total", json!(null)),
        ("/tool/name", json!("another")),
        ("/policy/sha256", json!("abc")),
        ("/findings/0/severity", json!("fatal")),
    ] {
        let mut changed = whole.clone();
        *changed.pointer_mut(pointer).expect(pointer) = value;
        assert!(!award.is_valid(&changed), "{pointer}");
    }
    let mut more = whole.clone();
    more["firms"][0]["bonus"] = json!("1.00");
    assert!(!award.is_valid(&more), "a field more");
    let mut less = whole;
    less["firms"][0].as_object_mut().expect("a firm").remove("status");
    assert!(!award.is_valid(&less), "a field less");
}

/// A policy with a cap of all items and two of some: each is told in the JSON, verified, and a changed ratio is told with its name.
#[test]
fn caps_of_some_items_stand_beside_the_cap() {
    let at = folder();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let policy = fs::read_to_string(root.join("examples/policies/item-cap.toml")).expect("the policy");
    fs::write(at.path().join("甲.toml"), &policy).expect("a policy");
    fs::write(at.path().join("乙.toml"), policy.replace("ratio = \"2%\"", "ratio = \"1%\"")).expect("a policy");
    let data = at.path().join("数据");
    fs::create_dir(&data).expect("a folder");
    const CODE: &str = "91110000600037341L";
    for (table, text) in [
        ("名录", "代码,名称,高新\nA,甲公司,否\n"),
        ("年报", "代码,年度,上年纳税额（元）,工资总额（元）,地方财力增量（元）\nA,2030,2000,10000,600\n"),
        ("租房", "代码,年度,地址,租金（元）\nA,2030,一号楼,2000\nA,2030,二号楼,4000\n"),
        ("培训", "代码,年度,班次,费用（元）\nA,2030,春季,500\nA,2030,秋季,1000\n"),
        ("研发", "代码,年度,研发投入（元）\nA,2030,5000\n"),
    ] {
        fs::write(data.join(format!("{table}.csv")), text.replace("A,", &format!("{CODE},"))).expect("a table");
    }
    for (name, award) in [("甲.toml", "a.xlsx"), ("乙.toml", "b.xlsx")] {
        let ran = run(at.path(), &["calc", "数据", "-p", name, "-o", award, "--json", "a.json", "--force"]);
        assert_eq!(ran.status, 0, "{}", ran.err);
        let document = read(&at.path().join("a.json"));
        assert_eq!(faults(&schema("award"), &document), Vec::<String>::new());
        let firm = &document["firms"][0];
        let (ratio, training, payable) =
            if name == "甲.toml" { ("0.02", "200.00", "1500.00") } else { ("0.01", "100.00", "1400.00") };
        assert_eq!(
            firm["cap"],
            json!({"class": "all", "ratio": "0.5", "increment": "600.00", "amount": "300.00", "cut": "200.00"})
        );
        assert_eq!(firm["item_caps"][0]["counted"], "5000.00");
        assert_eq!(
            (&firm["item_caps"][1]["name"], &firm["item_caps"][1]["ratio"]),
            (&json!("培训限额"), &json!(ratio))
        );
        assert_eq!(firm["item_caps"][1]["amount"], training);
        assert_eq!(firm["payable"], payable);
        let caps: Vec<&Value> = firm["lines"].as_array().expect("lines").iter().map(|line| &line["item_cap"]).collect();
        let named = [Value::Null, json!("租金限额"), json!("租金限额"), json!("租金限额"), json!("租金限额")];
        assert_eq!(caps[..5], named.iter().collect::<Vec<_>>());
        let ran = run(at.path(), &["verify", award, "数据", "-p", name]);
        assert!(ran.status == 0 && ran.out.contains("逐字节相同"), "{}{}", ran.out, ran.err);
    }
    let told = run(at.path(), &["explain", "数据", "-p", "甲.toml", "-e", CODE]).out;
    for said in ["限额（租金限额）", "纳税 2,000.00 × 50% = 1,000.00", "受“培训限额”约束，削减 250.00"]
    {
        assert!(told.contains(said), "{said}: {told}");
    }
    let told = run(at.path(), &["diff", "a.xlsx", "b.xlsx"]).out;
    assert!(told.contains("培训限额限额 200 → 100") && told.contains("限额削减变化   -100.00"), "{told}");
}
