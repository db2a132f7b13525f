//! LibreOffice as a calculator that knows nothing of us: every sheet freshly computed, as text.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A sheet as rows of texts.
pub type Grid = Vec<Vec<String>>;

/// Recomputes the workbooks. Nothing if the engine is not there, which is said; on the build machine it must be.
pub fn recomputed(workbooks: &[&Path]) -> Option<Vec<BTreeMap<String, Grid>>> {
    let Some(program) = program() else {
        assert!(std::env::var_os("CI").is_none(), "soffice is missing; install libreoffice-calc-nogui");
        #[allow(clippy::print_stderr, reason = "whoever runs the tests must see what was left out")]
        {
            eprintln!("跳过：没有 soffice（libreoffice-calc-nogui），活公式没有用另一个程序重算");
        }
        return None;
    };
    let scratch = tempfile::tempdir().expect("a scratch folder");
    let profile = scratch.path().join("profile");
    always_recalculate(&profile);
    let out = scratch.path().join("out");
    let form = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
    let ran = Command::new(program)
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--nolockcheck", "--convert-to", form, "--outdir"])
        .arg(&out)
        .args(workbooks)
        .output()
        .expect("soffice runs");
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    Some(workbooks.iter().map(|workbook| sheets(&out, workbook)).collect())
}

fn program() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join("soffice")).find(|program| program.is_file())
}

/// A private profile that computes every formula anew instead of trusting what the file says.
fn always_recalculate(profile: &Path) {
    let user = profile.join("user");
    fs::create_dir_all(&user).expect("a profile");
    let settings = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
    fs::write(user.join("registrymodifications.xcu"), settings).expect("a profile");
}

fn sheets(out: &Path, workbook: &Path) -> BTreeMap<String, Grid> {
    let stem = workbook.file_stem().expect("a name").to_string_lossy().into_owned();
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(out).expect("the results") {
        let path = entry.expect("a result").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if let Some(sheet) = name.strip_prefix(&format!("{stem}-")) {
            all.insert(sheet.to_owned(), grid(&fs::read_to_string(&path).expect("text")));
        }
    }
    all
}

/// Comma-separated values, quoted where needed.
fn grid(text: &str) -> Grid {
    let (mut rows, mut row, mut field, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => {
                field.push('"');
                rest.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut field)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut field));
                rows.push(std::mem::take(&mut row));
            }
            '\r' if !quoted => {}
            c => field.push(c),
        }
    }
    rows
}
