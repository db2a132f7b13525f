//! The checksum of the program's sources: the same on every machine and for every build, so that an award workbook can state it and
//! still have the same bytes everywhere. For Windows also the icon, the version, and that texts are UTF-8 and paths may be long.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

use sha2::{Digest, Sha256};
use winresource::WindowsResource;

#[allow(clippy::print_stdout, reason = "cargo reads it")]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=windows");
    println!("cargo:rustc-env=JIANGBU_SOURCES={}", sources());
    if env::var_os("CARGO_CFG_TARGET_OS").is_none_or(|system| system != "windows") {
        return Ok(());
    }
    const CHINESE: u16 = 0x0804;
    WindowsResource::new()
        .set_icon("windows/jiangbu.ico")
        .set_manifest_file("windows/jiangbu.manifest")
        .set_language(CHINESE)
        .set("ProductName", "奖补 jiangbu")
        .set("FileDescription", "按政策文件核算年度奖励资金")
        .set("LegalCopyright", "MIT")
        .compile()
}

/// The SHA-256 over all that the program is made of, as lower-case hexadecimal digits.
#[allow(clippy::print_stdout, reason = "cargo reads it")]
fn sources() -> String {
    let mut files: Vec<PathBuf> = ["Cargo.lock", "Cargo.toml", "policy.toml"].map(PathBuf::from).into();
    add(Path::new("src"), &mut files);
    files.sort();
    let mut digest = Sha256::new();
    println!("cargo:rerun-if-changed=src");
    for file in &files {
        println!("cargo:rerun-if-changed={}", file.display());
        let Ok(bytes) = fs::read(file) else { continue };
        // A checkout on Windows may end its lines otherwise.
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
        let name = file.to_string_lossy().replace('\\', "/");
        digest.update(format!("{name}\n{}\n", text.len()));
        digest.update(text);
    }
    digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Adds the files below `folder`.
fn add(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            add(&path, files);
        } else {
            files.push(path);
        }
    }
}
