//! A difference in the terminal.

use std::io::{self, Write};

use super::grid::Grid;
use super::terminal_style::heading;
use super::text;
use super::words;
use crate::checksum::brief;
use crate::compare::{Difference, FirmChange, LineState};
use crate::money::Money;

/// Writes what differs, each firm with its lines, within `width` cells.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_difference(out: &mut dyn Write, difference: &Difference, width: usize) -> io::Result<()> {
    if difference.is_empty() {
        return writeln!(out, "没有差异。");
    }
    if !difference.causes.is_empty() {
        writeln!(out, "{}", heading("依据的变化"))?;
        let mut grid = Grid::new(["类别", "名称", "原来", "现在"]);
        for cause in &difference.causes {
            grid.row([cause.kind, &cause.name, &brief(&cause.old), &brief(&cause.new)]);
        }
        grid.write(out, width)?;
    }
    let firms: Vec<&FirmChange> = difference.firms.iter().filter(|firm| firm.is_felt()).collect();
    let unfelt = difference.firms.len() - firms.len();
    if !firms.is_empty() {
        writeln!(out, "\n{}", heading(&format!("企业（{} 家有变化）", firms.len())))?;
        let mut grid = Grid::new(["企业和奖励", "原来", "现在", "增减"]);
        for firm in firms {
            let side = |side: &Option<(String, Option<Money>)>| match side {
                Some((status, payable)) => (status.clone(), words::amount(*payable)),
                None => ("—".to_owned(), "—".to_owned()),
            };
            let ((old_status, old), (new_status, new)) = (side(&firm.old), side(&firm.new));
            let paid =
                |side: &Option<(String, Option<Money>)>| side.as_ref().and_then(|(_, paid)| *paid).unwrap_or_default();
            let change = signed(paid(&firm.new), paid(&firm.old));
            grid.note(&format!("{}  {}", firm.name, firm.code));
            grid.row(["  应发", &old, &new, &change]);
            grid.note(&why(&old_status, &new_status, &firm.reason));
            for line in firm.lines.iter().filter(|line| line.is_felt()) {
                let net = |side: &Option<LineState>| side.as_ref().map_or(Money::ZERO, |line| line.net);
                let status =
                    |side: &Option<LineState>| side.as_ref().map_or("—".to_owned(), |line| line.status.clone());
                let name = format!("  {} {}", line.item, line.record);
                let (old, new) = (net(&line.old), net(&line.new));
                let change = signed(new, old);
                grid.row([&name, &old.grouped(), &new.grouped(), &change]);
                grid.note(&why(&status(&line.old), &status(&line.new), &line.reason));
            }
        }
        grid.write(out, width)?;
    }
    if unfelt > 0 {
        writeln!(out, "\n另有 {unfelt} 家只是不发放的核算额变了，没有列出。")?;
    }
    if !difference.items.is_empty() {
        writeln!(out, "\n{}", heading("奖励项目（限额前净额）"))?;
        let mut grid = Grid::new(["项目", "原来", "现在", "增减"]);
        for item in &difference.items {
            grid.row([&item.item, &item.old.grouped(), &item.new.grouped(), &signed(item.new, item.old)]);
        }
        grid.write(out, width)?;
    }
    writeln!(out, "\n{}", heading("应发合计"))?;
    let mut grid = Grid::new(["", "元"]);
    grid.row(["原来", &difference.old_total.grouped()]);
    for step in &difference.bridge {
        grid.row([&step.name, &signed(step.amount, Money::ZERO)]);
    }
    grid.row(["现在", &difference.new_total.grouped()]);
    grid.write(out, width)
}

/// How the status changed, if it did, and why, below what it explains; empty if there is nothing to say.
fn why(old: &str, new: &str, reason: &str) -> String {
    let states = if old == new { String::new() } else { format!("{old}→{new}") };
    let said: Vec<&str> = [&*states, reason].into_iter().filter(|said| !said.is_empty()).collect();
    if said.is_empty() { String::new() } else { format!("    {}", said.join("，")) }
}

/// `new − old` with its sign.
fn signed(new: Money, old: Money) -> String {
    text::signed(new.minus(old).unwrap_or_default())
}
