//! A dash for a file is standard output, which then is that file's alone.

use super::Command;
use crate::commands;

impl Command {
    /// Is standard output asked for as a file?
    pub(super) fn to_stdout(&self) -> bool {
        let outputs = match self {
            Self::Calc(args) => [&args.output, &args.json, &args.html, &args.publish],
            Self::Check(args) => [&args.output, &args.json, &None, &None],
            Self::Explain(args) => [&args.output, &args.json, &None, &None],
            Self::Verify(args) => [&args.output, &args.json, &None, &None],
            Self::Diff { output, .. } => [output, &None, &None, &None],
            Self::Readings { output, .. } | Self::Schema { output, .. } => [output, &None, &None, &None],
            Self::Policy(command) => [command.output(), &None, &None, &None],
            _ => [&None, &None, &None, &None],
        };
        outputs.into_iter().flatten().any(|path| commands::is_stdout(path))
    }

    /// Is what it shows read by another program, on whatever stream it stands?
    pub(super) const fn is_for_programs(&self) -> bool {
        match self {
            Self::Schema { .. } | Self::Completions { .. } | Self::Man => true,
            Self::Policy(command) => command.is_for_programs(),
            _ => false,
        }
    }
}
