//! For Windows: the icon, the version, and that texts are UTF-8 and paths may be long. Elsewhere there is nothing to build.

use std::{env, io};

use winresource::WindowsResource;

#[allow(clippy::print_stdout, reason = "cargo reads it")]
fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=windows");
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
