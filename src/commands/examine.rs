//! Reading and checking: what `calc`, `check`, `explain` and `verify` have in common.

use std::path::Path;

use anyhow::Context;

use super::apart::apart;
use super::progress::Progress;
use super::{Console, Subject};
use crate::answers::Answers;
use crate::check::{self, Checked, Whose, YearTrouble};
use crate::finding::{Finding, Severity, catalogue};
use crate::intake::{self, Intake, Skipped, Source, book::Bounds};
use crate::policy::Policy;
use crate::tables::Dataset;

/// The data after all checks.
pub(super) struct Examined {
    pub data: Dataset,
    pub year: Result<i32, YearTrouble>,
    /// In the order in which they are listed.
    pub findings: Vec<Finding>,
    /// The files that were read, or could not be.
    pub files: Vec<Source>,
    /// The answers, as far as they met findings.
    pub answers: Answers,
}

/// Reads the data and checks it: by itself, against each other, and by the policy's own tests.
pub(super) fn examine(policy: &Policy, subject: &Subject, console: &mut Console<'_>) -> anyhow::Result<Examined> {
    if let Some(year) = subject.year.filter(|year| !policy.years.contains(year)) {
        let (first, last) = (*policy.years.start(), *policy.years.end());
        anyhow::bail!("{}", YearTrouble::NotCovered { year, first, last });
    }
    let bounds = subject.max_size.map_or_else(Bounds::default, Bounds::with_file_size);
    let (mut answers, mut skipped) = (Answers::read(&subject.answers)?, Skipped::default());
    loop {
        let progress = Progress::start(console.live);
        let reading = intake::read_past(&subject.data, policy, &bounds, &skipped, &|event| progress.see(event));
        drop(progress);
        let mut examined = checked(policy, subject.year, reading.context("读不了数据")?);
        let whose = Whose::of(policy, &examined.data);
        // What an answer passes over may have hidden other faults, or made some: look again without it.
        if answers.pass_over(&examined.findings, &whose, &mut skipped) {
            continue;
        }
        answers.settle(&mut examined.findings, &whose);
        whose.sort(&mut examined.findings);
        drop(whose);
        return Ok(Examined { answers, ..examined });
    }
}

/// The checks of what was read.
fn checked(policy: &Policy, year: Option<i32>, mut reading: Intake) -> Examined {
    check::records(&mut reading, policy);
    check::repeated(&mut reading, policy);
    let Intake { mut data, mut findings, files, .. } = reading;
    let year = match check::award_year(policy, &data, year) {
        Ok((year, said)) => {
            findings.extend(said);
            Ok(year)
        }
        Err(trouble) => Err(trouble),
    };
    findings.extend(check::void_copies(&data));
    findings.extend(check::unsettled(policy, &data));
    findings.extend(check::policy_tests(policy, &mut data, year.as_ref().ok().copied()));
    if let Ok(year) = year {
        findings.extend(check::days_ahead(policy, &data, year));
        findings.extend(check::earlier_titles(policy, &data, year));
        findings.extend(check::not_past(policy, &data, year));
    }
    Examined { data, year, findings, files, answers: Answers::default() }
}

impl Examined {
    /// Is any finding an error?
    pub fn has_errors(&self) -> bool {
        has_errors(&self.findings)
    }

    /// Refuses outputs that are files of the data; they are known only now, for a folder stands for what is in it.
    pub fn spare(&self, outputs: &[Option<&Path>]) -> anyhow::Result<()> {
        spare(&self.files, outputs)
    }

    /// The data ready to be judged.
    ///
    /// # Errors
    /// If there is no award year.
    pub fn checked(self, policy: &Policy) -> anyhow::Result<(Checked<'_>, Vec<Finding>, Answers, Vec<Source>)> {
        let year = self.year?;
        let mut findings = self.findings;
        findings.extend(policy.notes.iter().map(|note| {
            let finding = Finding::new(&catalogue::POLICY_NOTE, crate::finding::Place::default(), "", "");
            Finding { title: note.text.trim_end_matches('。').into(), remedy: "".into(), ..finding }
                .with_clause(Some(note.clause.clone()))
        }));
        Ok((Checked::new(policy, self.data, year), findings, self.answers, self.files))
    }
}

/// Is any of them an error?
pub(super) fn has_errors(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Refuses outputs that are one of `files`.
pub(super) fn spare(files: &[Source], outputs: &[Option<&Path>]) -> anyhow::Result<()> {
    let outputs: Vec<&Path> = outputs.iter().copied().flatten().collect();
    apart(&outputs, &files.iter().map(|source| &*source.path).collect::<Vec<_>>())
}

/// The last word on the findings: what the award found is answered too, what became of the answers is told, all is put in order. They
/// are not `complete` where there is no award.
pub(super) fn close(
    answers: &mut Answers,
    findings: &mut Vec<Finding>,
    policy: &Policy,
    data: &Dataset,
    complete: bool,
) {
    let whose = Whose::of(policy, data);
    answers.settle(findings, &whose);
    findings.extend(answers.told(findings, complete));
    whose.sort(findings);
}
