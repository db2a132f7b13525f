//! Writes a made-up year of any size: every table of the built-in policy, split into the workbooks the bureaux hand in.
//! The same arguments give the same bytes.
//!
//! ```text
//! cargo run --release --example generate -- --firms 100000 --seed 1 -o DIR
//! ```

mod cell;
mod chance;
mod firm;
mod many_items;
mod numbers;
mod occasional;
mod records;
mod words;
mod write;

use std::path::PathBuf;

use anyhow::Context;
use clap::Parser;
use jiangbu::policy::{self, Policy};

/// What is asked for.
#[derive(Debug, Parser)]
#[command(about = "Writes a made-up year of data for the built-in policy")]
struct Request {
    /// How many firms.
    #[arg(long)]
    firms: u64,
    /// Another seed, other firms.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The award year.
    #[arg(long, default_value_t = 2022)]
    year: i32,
    /// How many patents each firm has.
    #[arg(long, default_value_t = 3)]
    patents: u64,
    /// Instead: a policy of so many items, beside the folder, and a record of each for every firm.
    #[arg(long)]
    items: Option<u64>,
    /// The folder the workbooks go to; made if it is not there.
    #[arg(short, long)]
    output: PathBuf,
}

fn main() -> anyhow::Result<()> {
    let request = Request::parse();
    let text =
        request.items.map_or_else(|| policy::BUILT_IN.to_owned(), |items| many_items::policy(items, request.year));
    let policy = Policy::load(&text, "policy.toml").context("the policy")?;
    std::fs::create_dir_all(&request.output).with_context(|| request.output.display().to_string())?;
    if request.items.is_some() {
        std::fs::write(request.output.with_extension("toml"), text)?;
    }
    let Request { firms, seed, year, patents, items, .. } = request;
    let town = records::Town { firms, seed, year, patents, items: items.unwrap_or(0) };
    for workbook in &policy.workbooks {
        let path = request.output.join(format!("{}.xlsx", workbook.name));
        write::workbook(&path, workbook, &policy, &town).with_context(|| path.display().to_string())?;
    }
    Ok(())
}
