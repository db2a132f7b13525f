//! Copies that nobody altered: put together anew by hand, and opened and saved by another spreadsheet program.

use std::process::Command;

use super::{Fixture, data, program};

#[test]
fn a_file_that_is_the_program_s_own_is_known_by_its_bytes() {
    let fixture = Fixture::new();
    let output = program().arg("verify").arg(fixture.award()).arg(data()).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("复核：逐字节相同"), "{said}");
}

#[test]
fn a_copy_put_together_anew_says_the_same() {
    let (status, said) = Fixture::new().verify(|_| {});
    assert!(status == 0 && said.contains("复核：内容相同，另存过"), "{said}");
    assert!(said.contains("不比较的：字体的名称"), "{said}");
}

#[test]
fn a_copy_saved_by_another_program_says_the_same() {
    let fixture = Fixture::new();
    let folder = fixture.award().with_file_name("saved");
    let profile = fixture.award().with_file_name("profile");
    if Command::new("soffice").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "soffice is missing; install libreoffice-calc-nogui");
        return;
    }
    let run = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", "xlsx:Calc MS Excel 2007 XML"])
        .arg("--outdir")
        .arg(&folder)
        .arg(fixture.award())
        .output()
        .expect("soffice runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let output = program().arg("verify").arg(folder.join("award.xlsx")).arg(data()).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("复核：内容相同，另存过"), "{said}");
}

#[test]
fn a_copy_without_results_says_so() {
    let (status, said) = Fixture::new().verify(|package| {
        for (name, part) in &mut package.parts {
            if name.starts_with("xl/worksheets/sheet") {
                let pieces: Vec<&str> = part.split("</f><v>").collect();
                let kept = pieces.iter().skip(1).map(|piece| piece.split_once("</v>").expect("a result").1);
                *part = std::iter::once(pieces[0]).chain(kept).collect::<Vec<_>>().join("</f>");
            }
        }
    });
    assert!(status == 0 && said.contains("公式都没有存计算结果"), "{said}");
}

#[test]
fn a_draft_is_compared_with_a_draft() {
    let fixture = Fixture::new();
    let draft = fixture.award().with_file_name("draft.xlsx");
    let run = program().arg("calc").arg(data()).arg("--draft").arg("-o").arg(&draft).output().expect("a run");
    assert!(run.status.success());
    let output = program().arg("verify").arg(&draft).arg(data()).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("复核：逐字节相同"), "{said}");
}

#[test]
fn a_copy_in_another_format_is_sent_back() {
    let fixture = Fixture::new();
    let path = fixture.award().with_file_name("award.csv");
    std::fs::write(&path, "项目,内容\n核算汇总,1\n").expect("a file");
    let output = program().arg("verify").arg(&path).arg(data()).output().expect("a run");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && said.contains("另存为 .xlsx"), "{said}");
}
