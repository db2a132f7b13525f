//! Reading and checking: what `calc`, `check`, `explain` and `verify` have in common.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::apart::apart;
use super::progress::Progress;
use super::{Console, Subject};
use crate::check::{self, Checked, YearTrouble};
use crate::finding::{Finding, Severity, catalogue};
use crate::intake::{self, Reading, book::Bounds};
use crate::policy::Policy;
use crate::tables::Dataset;

/// The data after all checks.
pub(super) struct Examined {
    pub data: Dataset,
    pub year: Result<i32, YearTrouble>,
    /// In the order in which they are listed.
    pub findings: Vec<Finding>,
    /// The files that were read, or could not be.
    files: Vec<PathBuf>,
}

/// Reads the data and checks it: by itself, against each other, and by the policy's own tests.
pub(super) fn examine(policy: &Policy, subject: &Subject, console: &mut Console<'_>) -> anyhow::Result<Examined> {
    if let Some(year) = subject.year.filter(|year| !policy.years.contains(year)) {
        let (first, last) = (*policy.years.start(), *policy.years.end());
        anyhow::bail!("{}", YearTrouble::NotCovered { year, first, last });
    }
    let bounds = subject.max_size.map_or_else(Bounds::default, Bounds::with_file_size);
    let progress = Progress::start(console.live);
    let mut reading =
        intake::read(&subject.data, policy, &bounds, &|event| progress.see(event)).context("读不了数据")?;
    drop(progress);
    check::records(&mut reading, policy);
    let Reading { mut data, mut findings, files, .. } = reading;
    let year = match check::award_year(policy, &data, subject.year) {
        Ok((year, said)) => {
            findings.extend(said);
            Ok(year)
        }
        Err(trouble) => Err(trouble),
    };
    findings.extend(check::policy_tests(policy, &mut data, year.as_ref().ok().copied()));
    if let Ok(year) = year {
        findings.extend(check::days_ahead(policy, &data, year));
    }
    sort(&mut findings);
    Ok(Examined { data, year, findings, files })
}

/// By place, errors first.
pub(super) fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| a.order().cmp(&b.order()));
}

impl Examined {
    /// Is any finding an error?
    pub fn has_errors(&self) -> bool {
        self.findings.iter().any(|finding| finding.severity == Severity::Error)
    }

    /// Refuses outputs that are files of the data; they are known only now, for a folder stands for what is in it.
    pub fn spare(&self, outputs: &[Option<&Path>]) -> anyhow::Result<()> {
        let outputs: Vec<&Path> = outputs.iter().copied().flatten().collect();
        apart(&outputs, &self.files.iter().map(PathBuf::as_path).collect::<Vec<_>>())
    }

    /// The data ready to be judged.
    ///
    /// # Errors
    /// If there is no award year.
    pub fn checked(self, policy: &Policy) -> anyhow::Result<(Checked<'_>, Vec<Finding>)> {
        let year = self.year?;
        let mut findings = self.findings;
        findings.extend(policy.notes.iter().map(|note| {
            let finding = Finding::new(&catalogue::POLICY_NOTE, crate::finding::Place::default(), "", "");
            Finding { title: note.text.trim_end_matches('。').into(), remedy: "".into(), ..finding }
                .with_clause(Some(note.clause.clone()))
        }));
        Ok((Checked::new(policy, self.data, year), findings))
    }
}
