//! The policy as a person reads it: in a terminal, and as Markdown.

use std::io::{self, Write};

use super::paragraph::wrapped;
use super::policy_page::page;
use super::terminal_style;
use crate::checksum::brief;
use crate::policy::Policy;

/// The whole policy, a row a block, for a terminal `width` cells wide.
///
/// # Errors
/// If `out` cannot be written.
pub fn show(out: &mut dyn Write, policy: &Policy, origin: &str, width: usize) -> io::Result<()> {
    writeln!(out, "{}", terminal_style::heading(&policy.title))?;
    for section in page(policy, origin) {
        writeln!(out, "\n{}", terminal_style::heading(section.title))?;
        for row in &section.rows {
            let filled: Vec<(&str, &String)> =
                section.header.iter().copied().zip(row).filter(|(_, cell)| !cell.is_empty()).collect();
            // The first two say what the row is about; the others follow, each with its name.
            let lead = filled.iter().take_while(|(name, _)| section.header.iter().take(2).any(|first| first == name));
            let lead: Vec<&str> = lead.map(|(_, cell)| cell.as_str()).collect();
            let count = lead.len();
            wrapped(out, &brief(&lead.join("  ")), 2, width)?;
            for (name, cell) in &filled[count..] {
                wrapped(out, &format!("{name}：{cell}"), 6, width)?;
            }
        }
    }
    Ok(())
}

/// The whole policy as Markdown.
#[must_use]
pub fn markdown(policy: &Policy, origin: &str) -> String {
    let cell = |text: &str| text.replace('\n', " ").replace('|', "\\|");
    let mut out = format!("# {}\n", policy.title);
    for section in page(policy, origin) {
        out.push_str(&format!(
            "\n## {}\n\n| {} |\n|{}\n",
            section.title,
            section.header.join(" | "),
            "---|".repeat(section.header.len())
        ));
        for row in &section.rows {
            let cells: Vec<String> = row.iter().map(|text| cell(text)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    out
}
