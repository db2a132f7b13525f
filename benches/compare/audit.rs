//! What whoever checks an award runs, beside the run that made it.

use std::ffi::OsStr;
use std::fmt;
use std::path::Path;

use super::copies::{Copy, make};
use super::measure::{Used, run_to};

/// One command and the least it used in several rounds.
#[derive(Debug)]
pub struct Cost {
    what: &'static str,
    wall: f64,
    cpu: f64,
    memory: f64,
}

/// All commands over one data set; the first is `calc`.
#[derive(Debug)]
pub struct Audit {
    title: String,
    costs: Vec<Cost>,
}

impl Audit {
    /// Runs all of them `rounds` times over `data` with the policy `policy`, or the one built in.
    pub fn run(
        jiangbu: &Path,
        title: String,
        (data, policy): (&Path, Option<&Path>),
        scratch: &Path,
        rounds: usize,
    ) -> anyhow::Result<Self> {
        let file = |name: &str| scratch.join(name);
        let (award, explained) = (file("audited.xlsx"), file("explained.xlsx"));
        let copies = [
            (Copy::Resaved, "verify, saved anew", file("resaved.xlsx"), 0),
            (Copy::OneCell, "verify, one cell altered", file("one-cell.xlsx"), 1),
            (Copy::EveryCode, "verify, every code altered", file("every-code.xlsx"), 1),
        ];
        let by: Vec<&OsStr> = policy.iter().flat_map(|policy| ["-p".as_ref(), policy.as_os_str()]).collect();
        let mut audit = Self { title, costs: Vec::new() };
        let mut cost = |what, arguments: &[&OsStr], status| -> anyhow::Result<()> {
            let uses = (0..rounds).map(|_| run_to(jiangbu, arguments, scratch, status));
            let uses = uses.collect::<anyhow::Result<Vec<_>>>()?;
            let least = |of: fn(&Used) -> f64| uses.iter().map(of).fold(f64::INFINITY, f64::min);
            let (wall, cpu) = (least(|used| used.wall), least(|used| used.cpu));
            audit.costs.push(Cost { what, wall, cpu, memory: least(|used| used.memory) });
            Ok(())
        };
        let with_data = |command: &'static str| [&[command.as_ref(), data.as_os_str()][..], &by].concat();
        let calc = [&with_data("calc")[..], &["-o".as_ref(), award.as_ref(), "--force".as_ref()]].concat();
        cost("calc", &calc, 0)?;
        cost("check", &with_data("check"), 0)?;
        let sample: [&OsStr; 7] = ["--sample", "20", "--seed", "1", "--force", "-o", ""].map(AsRef::as_ref);
        cost("explain", &[&with_data("explain")[..], &sample[..6], &[explained.as_ref()]].concat(), 0)?;
        let verify = |award: &'_ Path| -> Vec<std::ffi::OsString> {
            [&["verify".as_ref(), award.as_os_str(), data.as_os_str()][..], &by]
                .concat()
                .iter()
                .map(Into::into)
                .collect()
        };
        let mut checked = |what, award: &Path, status| {
            let arguments = verify(award);
            cost(what, &arguments.iter().map(AsRef::as_ref).collect::<Vec<_>>(), status)
        };
        checked("verify, identical", &award, 0)?;
        for (copy, what, path, status) in &copies {
            make(*copy, &award, path)?;
            checked(what, path, *status)?;
        }
        cost("diff", &["diff".as_ref(), award.as_ref(), copies[0].2.as_ref()], 0)?;
        Ok(audit)
    }
}

impl fmt::Display for Audit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: least used, and as ratios to calc", self.title)?;
        let Some(calc) = self.costs.first() else { return Ok(()) };
        for Cost { what, wall, cpu, memory } in &self.costs {
            let (of_wall, of_cpu) = (wall / calc.wall, cpu / calc.cpu);
            writeln!(
                f,
                "  {what:<28}wall {wall:8.2} s {of_wall:5.2}   CPU {cpu:8.2} s {of_cpu:5.2}   {memory:6.0} MiB"
            )?;
        }
        Ok(())
    }
}
