//! LibreOffice driven by its own Basic: what a person does in a spreadsheet, done by a script.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Is the program there? On the build machine it must be.
pub fn is_there() -> bool {
    let found = Command::new("soffice").arg("--version").output().is_ok();
    assert!(found || std::env::var_os("CI").is_none(), "soffice is missing; install libreoffice-calc-nogui");
    found
}

/// Runs `Sub Main` of `basic` with a profile in `folder`. A fault in it would wait for somebody to press a button: it handles its own.
pub fn run(folder: &Path, basic: &str) {
    let basic = basic.replace('&', "&amp;").replace('<', "&lt;");
    let profile = folder.join("basic");
    let soffice = || {
        let mut command = Command::new("soffice");
        command.arg(format!("-env:UserInstallation=file://{}", profile.display()));
        command.args(["--headless", "--norestore", "--nolockcheck"]);
        command
    };
    // A profile is filled when it is first used; what was put there before would be lost.
    let run = soffice().arg("--terminate_after_init").output().expect("soffice runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let library = profile.join("user/basic/Standard");
    fs::create_dir_all(&library).expect("a profile");
    let script =
        "xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"Edits\" script:language=\"StarBasic\"";
    let space = "xmlns:library=\"http://openoffice.org/2000/library\"";
    let parts = [
        (library.join("Edits.xba"), format!("<script:module {script}>{basic}</script:module>")),
        (
            library.join("script.xlb"),
            format!(
                "<library:library {space} library:name=\"Standard\"><library:element library:name=\"Edits\"/></library:library>"
            ),
        ),
        (
            profile.join("user/basic/script.xlc"),
            format!(
                "<library:libraries {space} xmlns:xlink=\"http://www.w3.org/1999/xlink\"><library:library library:name=\"Standard\" \
                 xlink:href=\"$(USER)/basic/Standard/script.xlb/\" xlink:type=\"simple\" library:link=\"false\"/></library:libraries>"
            ),
        ),
    ];
    for (path, text) in parts {
        fs::write(path, format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{text}")).expect("a profile");
    }
    let run = soffice().arg("macro:///Standard.Edits.Main").output().expect("soffice runs");
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
}
