//! The manual: one page for the program, its commands and their options.

use std::io::{self, Write};

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

/// Writes the page of `command`, whose help is localized.
pub(super) fn write(mut command: Command, out: &mut dyn Write) -> io::Result<()> {
    command.build();
    Man::new(command.clone()).render_title(out)?;
    let said = |text: Option<&clap::builder::StyledStr>| text.map(ToString::to_string).unwrap_or_default();
    let mut head = Roff::default();
    head.control("SH", ["名称"]).text([roman(format!("{} - {}", command.get_name(), said(command.get_about())))]);
    head.control("SH", ["用法"]).text([roman(usage(&command))]);
    head.control("SH", ["命令"]);
    write!(out, "{}", head.to_roff())?;
    for sub in leaves(&command) {
        let mut head = Roff::default();
        head.control("SS", [&*usage(sub)]);
        head.text([bold(sub.get_name()), roman("  "), roman(said(sub.get_about()))]);
        write!(out, "{}", head.to_roff())?;
        let mut options = Vec::new();
        Man::new(sub.clone()).render_options_section(&mut options)?;
        // Below a command's heading there are no further sections, and the page has its preamble.
        let heads = [".SH", ".ie", ".el"];
        for line in String::from_utf8_lossy(&options).lines().filter(|line| !heads.iter().any(|h| line.starts_with(h)))
        {
            writeln!(out, "{line}")?;
        }
    }
    let mut tail = Roff::default();
    tail.control("SH", ["举例和退出状态"])
        .control("nf", [])
        .text([roman(said(command.get_after_help()))])
        .control("fi", []);
    write!(out, "{}", tail.to_roff())
}

/// The commands that do something, in their order.
fn leaves(command: &Command) -> Vec<&Command> {
    let subs = command.get_subcommands();
    subs.flat_map(|sub| if sub.has_subcommands() { leaves(sub) } else { vec![sub] }).collect()
}

fn usage(command: &Command) -> String {
    let usage = command.clone().render_usage().to_string();
    usage.rsplit_once(": ").map_or(usage.clone(), |(_, usage)| usage.to_owned())
}
