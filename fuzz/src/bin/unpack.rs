//! Writes a package plainly, as a seed for the fuzzer: `unpack FILE > SEED`.

#[path = "../packages.rs"]
mod packages;

use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let file = std::env::args_os().nth(1).ok_or("unpack FILE > SEED")?;
    let plain = packages::unpack(std::fs::read(file)?)?;
    std::io::stdout().write_all(&plain)?;
    debug_assert!(!packages::pack(&plain).is_empty());
    Ok(())
}
