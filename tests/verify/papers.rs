//! The working paper: what a verification rests on, as a workbook and as JSON; the data read by a second program.

use std::fs;

use jiangbu::checksum::sha256;
use serde_json::Value;

use super::{Fixture, data, program};

#[test]
fn the_paper_names_program_policy_award_inputs_and_every_difference() {
    let fixture = Fixture::new();
    let (paper, json) = (fixture.award().with_file_name("paper.xlsx"), fixture.award().with_file_name("paper.json"));
    let altered = fixture.award().with_file_name("altered.xlsx");
    let mut package = super::Package::open(&fixture.award());
    let core = package.parts.get_mut("docProps/core.xml").expect("the properties");
    *core = core.replacen("</dc:title>", "定稿</dc:title>", 1);
    package.save(&altered);
    let mut run = program();
    run.arg("verify").arg(&altered).arg(data()).arg("-o").arg(&paper).arg("--json").arg(&json);
    let output = run.output().expect("a run");
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));

    let said: Value = serde_json::from_slice(&fs::read(&json).expect("the JSON")).expect("JSON");
    assert_eq!(said["verdict"], "不一致");
    assert_eq!(said["award"]["sha256"], sha256(&fs::read(&altered).expect("the award")));
    assert_eq!(said["tool"]["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(said["policy"]["built_in"], true);
    let inputs = said["inputs"].as_array().expect("inputs");
    for input in inputs {
        let bytes = fs::read(data().join(input["file"].as_str().expect("a name"))).expect("an input");
        assert_eq!(input["sha256"], sha256(&bytes));
    }
    assert!(!inputs.is_empty());
    let differences = said["differences"].as_array().expect("differences");
    assert_eq!(differences.len(), 1);
    assert_eq!(differences[0]["kind"], "文档标题不同");
    let second = &said["second_reading"];
    assert!(second["cells"].as_u64() > Some(50) && second["disagreements"] == serde_json::json!([]), "{second}");

    // The paper is no data: a run over its folder passes it over.
    let book = jiangbu::intake::book::open(&paper, &jiangbu::intake::book::Bounds::default()).expect("the paper");
    assert_eq!(book.own_output(), Some("jiangbu-verification"));
    let names: Vec<&str> = book.sheets().iter().map(|sheet| &*sheet.name).collect();
    assert_eq!(names, ["复核记录", "不同之处"]);

    // Nothing is overwritten unasked.
    assert_eq!(run.output().expect("a run").status.code(), Some(2));
}

#[test]
fn an_award_s_checksum_is_told_when_it_is_made() {
    let fixture = Fixture::new();
    let path = fixture.award().with_file_name("again.xlsx");
    let output = program().arg("calc").arg(data()).arg("-o").arg(&path).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout);
    let sum = sha256(&fs::read(&path).expect("the award"));
    assert!(said.contains(&format!("SHA-256：{sum}")), "{said}");
}

/// A workbook that was only saved anew is told from one whose records changed.
#[test]
fn data_saved_anew_is_told_from_data_that_changed() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let inputs = folder.path().join("inputs");
    fs::create_dir(&inputs).expect("a folder");
    for entry in fs::read_dir(data()).expect("the data") {
        let path = entry.expect("an entry").path();
        fs::copy(&path, inputs.join(path.file_name().expect("a name"))).expect("a copy");
    }
    let award = folder.path().join("award.xlsx");
    assert!(program().arg("calc").arg(&inputs).arg("-o").arg(&award).output().expect("a run").status.success());
    let (file, said) = (inputs.join("税务数据.xlsx"), || {
        let output = program().arg("verify").arg(&award).arg(&inputs).output().expect("a run");
        assert_eq!(output.status.code(), Some(1));
        String::from_utf8_lossy(&output.stdout).into_owned()
    });
    let mut package = super::Package::as_written(&file);
    package.save(&file);
    assert!(said().contains("税务数据.xlsx（读出的记录相同，文件另存过或者改了版式）"), "{}", said());
    let figure = ">10000000<";
    let part = package.parts.values_mut().find(|part| part.contains(figure)).expect("the figure");
    *part = part.replacen(figure, ">10000001<", 1);
    package.save(&file);
    assert!(said().contains("税务数据.xlsx（读出的记录变了）"), "{}", said());
}
