//! A parameter changed inside the workbook moves what is paid as the same change in the policy does.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use jiangbu::award::Assessment;
use jiangbu::formula::Type;
use jiangbu::policy::{BUILT_IN, Policy};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;

use crate::chance::Chance;
use crate::dataset::dataset;
use crate::engine::{Grid, recomputed};
use crate::recalculated::TEA;
use crate::{award, built_in, case, load};

/// A parameter's name and new value, and the change in the policy's text.
struct Change {
    parameter: &'static str,
    value: &'static str,
    written: &'static str,
    instead: &'static str,
}

const fn change(parameter: &'static str, value: &'static str, written: &'static str, instead: &'static str) -> Change {
    Change { parameter, value, written, instead }
}

/// Three changes at a time: amounts, rates, thresholds, ceilings, limits, ratios, years.
const CHANGES: [[Change; 3]; 4] = [
    [
        change("高新技术企业_首次奖励额", "80000", "\"首次\" = 100000", "\"首次\" = 80000"),
        change("研发加计扣除_比例", "0.1", "rate = \"25%\", base", "rate = \"10%\", base"),
        change("研发占比下限", "0.03", "value = \"5%\"", "value = \"3%\""),
    ],
    [
        change("技术引进合作_每份合同累计上限", "60000", "amount = 1000000, over", "amount = 60000, over"),
        change("产值门槛", "50000000", "value = 100000000\ntype", "value = 50000000\ntype"),
        change("技术合同_每家企业每年上限", "70000", "amount = 500000, over", "amount = 70000, over"),
    ],
    [
        change("创新平台_省级上限", "150000", "\"省级\" = 1000000, \"市级\"", "\"省级\" = 150000, \"市级\""),
        change("技术合同_比例", "0.01", "rate = \"2%\", column", "rate = \"1%\", column"),
        change("孵化载体年度评价_间隔年数", "1", "once = { years = 2,", "once = { years = 1,"),
    ],
    [
        change("限额比例_规上", "0.1", "ratio = \"80%\"", "ratio = \"10%\""),
        change("高新技术企业_有效年数", "1", "valid_years = 3", "valid_years = 1"),
        change("增幅门槛", "0.01", "value = \"26%\"", "value = \"1%\""),
    ],
];

#[test]
fn three_changed_parameters_flow_to_the_payable() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    for name in ["overlaps", "year-2022"] {
        let before = award(&policy, case(&policy, name), 2022, folder.path(), name);
        let mut paths = Vec::new();
        for (number, changes) in CHANGES.iter().enumerate() {
            let path = folder.path().join(format!("{name}{number}.xlsx"));
            let figures = changes.iter().map(|change| (change.parameter.to_owned(), change.value.to_owned()));
            with_parameters(&before.path, &path, &figures.collect::<Vec<_>>());
            paths.push(path);
        }
        let Some(all) = recomputed(&paths.iter().map(PathBuf::as_path).collect::<Vec<_>>()) else { return };
        let mut moved = 0;
        for (changes, sheets) in CHANGES.iter().zip(&all) {
            let text = changes.iter().fold(BUILT_IN.to_owned(), |text, change| {
                assert!(text.contains(change.written), "{}", change.parameter);
                text.replacen(change.written, change.instead, 1)
            });
            let changed = load(&text);
            let after = award(&changed, case(&changed, name), 2022, folder.path(), "after");
            assert_eq!(paid(sheets), expected(&after.assessment), "{name}: {}", changes[0].parameter);
            moved += usize::from(expected(&after.assessment) != expected(&before.assessment));
        }
        assert!(moved >= 3, "{name}: the changes move nothing");
    }
}

/// Any of the figures at once, by any factor: winners become losers, the eligible ineligible, limits bite or do not.
#[test]
fn any_changed_parameters_flow_to_the_payable() {
    let (tea, folder) = (load(include_str!("../policies/tea.toml")), tempfile::tempdir().expect("a scratch folder"));
    let town = built_in();
    let mut chance = Chance::new(37);
    let awards = [
        award(&town, case(&town, "overlaps"), 2022, folder.path(), "overlaps"),
        award(&town, case(&town, "clauses"), 2022, folder.path(), "clauses"),
        award(&tea, dataset(&tea, TEA), 2030, folder.path(), "tea"),
    ];
    let mut runs = Vec::new();
    for before in &awards {
        for number in 0..5 {
            let (policy, figures) = shaken(before.checked.policy, &mut chance);
            let stem = before.path.file_stem().expect("a name").to_string_lossy();
            let path = folder.path().join(format!("{stem}{number}.xlsx"));
            with_parameters(&before.path, &path, &figures);
            runs.push((path, policy, before, figures));
        }
    }
    let paths: Vec<&Path> = runs.iter().map(|(path, ..)| path.as_path()).collect();
    let Some(all) = recomputed(&paths) else { return };
    for ((path, policy, before, figures), sheets) in runs.iter().zip(&all) {
        let after = award(policy, (*before.checked.data).clone(), before.checked.year, folder.path(), "after");
        let (spreadsheet, program) = (paid(sheets), expected(&after.assessment));
        let differing: Vec<_> = spreadsheet.iter().zip(&program).enumerate().filter(|(_, (a, b))| a != b).collect();
        assert!(differing.is_empty(), "{}: {differing:?} with {figures:?}", path.display());
        assert_eq!(spreadsheet.len(), program.len());
    }
}

/// What several firms are paid together: the limit itself, and what comes before it, move every share.
#[test]
fn a_limit_over_several_firms_flows_to_the_payable() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let changes = [
        ("owner-limit", "同一控制人合计上限_金额", "77777.77", "amount = 100000", "amount = 77777.77"),
        ("owner-limit", "同一控制人合计上限_金额", "1000000", "amount = 100000", "amount = 1000000"),
        ("owner-limit", "新品研发_比例", "0.07", "rate = \"10%\"", "rate = \"7%\""),
        ("fund-short", "预算", "12345.67", "value = 10000\n", "value = 12345.67\n"),
        ("fund-short", "种植补贴_奖励额", "33.33", "amount = 100,", "amount = 33.33,"),
        ("fund-in-order", "专项资金_金额", "60000", "amount = 100000", "amount = 60000"),
        ("fund-in-order", "项目补助_比例", "0.05", "rate = \"10%\"", "rate = \"5%\""),
        ("item-cap", "培训限额比例_全部企业", "0.01", "ratio = \"2%\"", "ratio = \"1%\""),
        ("item-cap", "租金限额比例_高新企业", "0.777", "ratio = \"100%\"", "ratio = \"77.7%\""),
        ("item-cap", "限额比例_一般", "0.33", "ratio = \"50%\"", "ratio = \"33%\""),
        ("rank", "新品推广_第1档比例", "0.4", "value = \"50%\"", "value = \"40%\""),
    ];
    let mut runs = Vec::new();
    for (number, (name, parameter, value, written, instead)) in changes.into_iter().enumerate() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/policies/{name}.toml"));
        let text = fs::read_to_string(file).expect("a policy");
        let (policy, changed) = (load(&text), load(&text.replacen(written, instead, 1)));
        assert!(text.contains(written), "{parameter}");
        // Every example at once: its firms are a town's.
        for year in policy.years.clone() {
            let examples: Vec<_> = policy.examples.iter().filter(|example| example.year == year).collect();
            if examples.is_empty() {
                continue;
            }
            let town = |policy| dataset(policy, &crate::examples::data(policy, &examples));
            let before = award(&policy, town(&policy), year, folder.path(), "before");
            let path = folder.path().join(format!("{number}-{year}.xlsx"));
            with_parameters(&before.path, &path, &[(parameter.to_owned(), value.to_owned())]);
            let after = award(&changed, town(&changed), year, folder.path(), "after");
            let moved = expected(&before.assessment) != expected(&after.assessment);
            runs.push((path, expected(&after.assessment), moved));
        }
    }
    assert!(runs.iter().filter(|(.., moved)| *moved).count() >= changes.len(), "the changes move too little");
    let Some(all) = recomputed(&runs.iter().map(|(path, ..)| path.as_path()).collect::<Vec<_>>()) else { return };
    for ((path, expected, _), sheets) in runs.iter().zip(&all) {
        assert_eq!(&paid(sheets), expected, "{}", path.display());
    }
}

/// A limit over several firms that is worked out is whole fen, as every other limit.
#[test]
fn a_limit_over_several_firms_is_whole_fen() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let worked_out = [
        ("owner-limit", "amount = 100000", "amount = '300000.02/3'"),
        ("fund-short", "amount = '预算'", "amount = '(预算*3+0.01)/3'"),
        ("fund-in-order", "amount = 100000", "amount = '300000.02/3'"),
    ];
    let mut runs = Vec::new();
    for (name, written, instead) in worked_out {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/policies/{name}.toml"));
        let text = fs::read_to_string(file).expect("a policy");
        assert!(text.contains(written), "{name}");
        let (plain, policy) = (load(&text), load(&text.replacen(written, instead, 1)));
        let year = plain.examples[1].year;
        let examples: Vec<_> = plain.examples.iter().filter(|example| example.year == year).collect();
        let data = crate::examples::data(&plain, &examples);
        let [plain, own] = [(&plain, "plain"), (&policy, name)].map(|(policy, name)| {
            let award = award(policy, dataset(policy, &data), year, folder.path(), name);
            (award.path, expected(&award.assessment))
        });
        assert_eq!(plain.1, own.1, "{name}");
        runs.push(own);
    }
    let Some(all) = recomputed(&runs.iter().map(|(path, _)| path.as_path()).collect::<Vec<_>>()) else { return };
    for ((path, expected), sheets) in runs.iter().zip(&all) {
        assert_eq!(&paid(sheets), expected, "{}", path.display());
    }
}

/// The policy with some figures changed, and which.
fn shaken(policy: &Policy, chance: &mut Chance) -> (Policy, Vec<(String, String)>) {
    let (mut policy, mut figures) = (policy.clone(), Vec::new());
    for index in policy.parameters.keys() {
        // Tiers must rise, or it is no policy.
        if !chance.once_in(3) || policy.parameters[index].name.ends_with("档起点") {
            continue;
        }
        let parameter = &mut policy.parameters[index];
        parameter.value = match parameter.kind {
            Type::Number if parameter.value.fract().is_zero() => Decimal::from(chance.below(5)),
            Type::Share => parameter.value * Decimal::new(chance.pick(&[1, 3, 7, 9]), 1),
            _ => parameter.value * Decimal::new(chance.pick(&[1, 5, 8, 15, 30]), 1),
        }
        .normalize();
        figures.push((parameter.name.to_string(), parameter.value.to_string()));
    }
    // Two figures are kept a second time, where they are used.
    for standing in &mut policy.standings {
        standing.valid_years = policy.parameters[standing.parameter].value;
    }
    for once in policy.items.iter_mut().filter_map(|item| item.once.as_mut()) {
        once.years = once.parameter.map(|parameter| policy.parameters[parameter].value.to_i32().expect("few years"));
    }
    (policy, figures)
}

/// Status and payable of each firm, as the program decides.
fn expected(assessment: &Assessment) -> Vec<(String, String)> {
    let firms = assessment.firms.iter();
    firms
        .map(|firm| (firm.status.label().to_owned(), firm.payable.map(|paid| paid.to_string()).unwrap_or_default()))
        .collect()
}

/// The same, as the spreadsheet computed.
fn paid(sheets: &BTreeMap<String, Grid>) -> Vec<(String, String)> {
    let summary = &sheets["核算汇总"];
    let column = |title: &str| summary[2].iter().position(|header| header == title).expect("a column");
    let (status, payable) = (column("状态"), column("应发金额"));
    let fen = |field: &str| field.parse::<f64>().map_or(field.to_owned(), |yuan| format!("{yuan:.2}"));
    let firms = summary[3..].iter().take_while(|row| row[0] != "合计");
    firms.map(|row| (row[status].clone(), fen(&row[payable]))).collect()
}

/// A copy of the workbook with other figures on the sheet of parameters, as a clerk would type them.
fn with_parameters(from: &Path, to: &Path, changes: &[(String, String)]) {
    let mut archive = zip::ZipArchive::new(File::open(from).expect("the workbook")).expect("a package");
    let mut copy = zip::ZipWriter::new(File::create(to).expect("a file"));
    let mut done = 0;
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).expect("a part");
        let (name, mut content) = (part.name().expect("a name").into_owned(), Vec::new());
        part.read_to_end(&mut content).expect("its content");
        if name.starts_with("xl/worksheets/sheet") {
            let mut xml = String::from_utf8(content).expect("text");
            for (parameter, value) in changes {
                done += usize::from(set(&mut xml, parameter, value));
            }
            content = xml.into_bytes();
        }
        copy.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        copy.write_all(&content).expect("its content");
    }
    copy.finish().expect("a package");
    assert_eq!(done, changes.len(), "{done} parameters found");
    assert!(fs::metadata(to).is_ok());
}

/// The number beside the parameter's name.
fn set(xml: &mut String, parameter: &str, value: &str) -> bool {
    let label = format!("<t>{parameter}</t></is></c>");
    let Some(at) = xml.find(&label).map(|at| at + label.len()) else { return false };
    let start = at + xml[at..].find("<v>").expect("a value") + 3;
    let end = start + xml[start..].find("</v>").expect("its end");
    xml.replace_range(start..end, value);
    true
}
