//! Answers meet findings: what is answered is settled; what became of every other answer is told.

use std::path::PathBuf;

use hashbrown::HashMap;

use super::bond::{key, possible};
use super::given::{self, Given};
use crate::check::Whose;
use crate::finding::{Answer, Entry, Finding, Severity, catalogue};
use crate::intake::{Skipped, plain};
use crate::tables::Input;

/// The answers of a run.
#[derive(Debug, Default)]
pub struct Answers {
    /// The findings workbooks they were read from.
    pub files: Vec<Input>,
    /// The findings they settled, in the order settled.
    pub settled: Vec<Settled>,
    given: Vec<Given>,
    /// What became of each.
    fates: Vec<Fate>,
    by_key: HashMap<String, usize>,
}

/// An answered finding.
#[derive(Clone, Debug)]
pub struct Settled {
    /// The finding.
    pub finding: Finding,
    /// How it was answered.
    pub answer: Answer,
    /// The answer.
    pub given: Given,
    /// The firm it concerns.
    pub firm: String,
    /// The bureau it concerns.
    pub bureau: String,
}

/// What became of an answer.
#[derive(Clone, Debug, Default)]
enum Fate {
    /// Nothing yet.
    #[default]
    Open,
    /// It settled a finding, or says once more what another says.
    Used,
    /// It does not count.
    Refused(&'static Entry, String),
}

impl Answers {
    /// The answers in the findings workbooks at `paths`.
    ///
    /// # Errors
    /// If one cannot be read, or is no findings workbook.
    pub fn read(paths: &[PathBuf]) -> anyhow::Result<Self> {
        let mut answers = Self::default();
        // As with the data, the order on the command line makes no difference.
        let mut paths: Vec<&PathBuf> = paths.iter().collect();
        paths.sort_by_key(|path| (path.file_name(), *path));
        for path in paths {
            let (file, given) = given::read(path)?;
            answers.files.push(file);
            given.into_iter().for_each(|given| answers.add(given));
        }
        Ok(answers)
    }

    fn add(&mut self, given: Given) {
        let index = self.given.len();
        let mut fate = Fate::Open;
        if let Some(&first) = self.by_key.get(&given.key).filter(|_| !given.key.is_empty()) {
            let known = &self.given[first];
            if (&known.word, &known.reason) == (&given.word, &given.reason) {
                fate = Fate::Used;
            } else {
                let twice =
                    |other: &Given| Fate::Refused(&catalogue::ANSWER_TWICE, format!("另一条在 {}", other.place));
                fate = twice(known);
                self.fates[first] = twice(&given);
            }
        } else {
            self.by_key.insert(given.key.clone(), index);
        }
        self.given.push(given);
        self.fates.push(fate);
    }

    /// No answers at all?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.given.is_empty()
    }

    /// Adds to `passed` what the answers to these findings pass over; says whether there is anything new, so that the data must be
    /// read again.
    pub fn pass_over(&mut self, findings: &[Finding], whose: &Whose<'_>, skipped: &mut Skipped) -> bool {
        let mut new = false;
        if self.is_empty() {
            return new;
        }
        for finding in findings.iter().filter(|finding| finding.severity == Severity::Error) {
            let Some((index, answer)) = self.accepted(finding, whose) else { continue };
            let first = match answer {
                Answer::NotData => skipped.pass_over(&finding.place),
                Answer::NotCounted => skipped.leave_out(&finding.place),
                Answer::Reason | Answer::None => continue,
            };
            new |= first;
            if first || !matches!(self.fates[index], Fate::Used) {
                self.settle_one(index, answer, finding, whose);
            }
        }
        new
    }

    /// Takes the warnings that are answered out of `findings`.
    pub fn settle(&mut self, findings: &mut Vec<Finding>, whose: &Whose<'_>) {
        if self.is_empty() {
            return;
        }
        findings.retain(|finding| match self.accepted(finding, whose) {
            Some((index, Answer::Reason)) => {
                self.settle_one(index, Answer::Reason, finding, whose);
                false
            }
            _ => true,
        });
    }

    /// What the clerk has to know of the answers: what was passed over by them, and those that do not count. Where the award was not
    /// computed, its findings are not `complete`, and answers to them may still be needed.
    #[must_use]
    pub fn told(&self, findings: &[Finding], complete: bool) -> Vec<Finding> {
        if self.is_empty() {
            return Vec::new();
        }
        let passed = self.settled.iter().filter_map(|settled| {
            let entry = match settled.answer {
                Answer::NotData => &catalogue::PASSED_OVER,
                Answer::NotCounted => &catalogue::LEFT_OUT,
                Answer::Reason | Answer::None => return None,
            };
            let why = format!("{}（{}）", settled.given.reason, settled.who());
            Some(Finding::new(entry, settled.finding.place.clone(), "", "").because(why))
        });
        let standing: HashMap<(&str, String), ()> =
            findings.iter().map(|finding| ((&*finding.code, finding.place.to_string()), ())).collect();
        let others = self.given.iter().zip(&self.fates).filter_map(|(given, fate)| {
            let said = |entry, why: &str| {
                let finding = Finding::new(entry, given.place.clone(), "", "");
                let what = format!("{} {}", given.code, given.spot()).trim().to_owned();
                Some(finding.because(if why.is_empty() { what } else { format!("{what}，{why}") }))
            };
            match fate {
                Fate::Used => None,
                Fate::Refused(entry, why) => said(entry, why),
                Fate::Open if standing.contains_key(&(&*given.code, given.spot())) => {
                    said(&catalogue::ANSWER_LAPSED, "")
                }
                Fate::Open if complete || given.code.starts_with('E') => said(&catalogue::ANSWER_UNNEEDED, ""),
                Fate::Open => None,
            }
        });
        passed.chain(others).collect()
    }

    /// How many findings were answered so.
    #[must_use]
    pub fn count(&self, answer: Answer) -> usize {
        self.settled.iter().filter(|settled| settled.answer == answer).count()
    }

    /// The answer to the finding, if it counts; what is wrong with it is kept to be told.
    fn accepted(&mut self, finding: &Finding, whose: &Whose<'_>) -> Option<(usize, Answer)> {
        let index = *self.by_key.get(&key(finding, whose))?;
        let given = &self.given[index];
        if !given.answers(finding) {
            return None;
        }
        if let Fate::Refused(..) = self.fates[index] {
            return None;
        }
        match judged(given, finding, whose) {
            Ok(answer) => Some((index, answer)),
            Err((entry, why)) => {
                self.fates[index] = Fate::Refused(entry, why);
                None
            }
        }
    }

    fn settle_one(&mut self, index: usize, answer: Answer, finding: &Finding, whose: &Whose<'_>) {
        self.fates[index] = Fate::Used;
        self.settled.push(Settled {
            finding: finding.clone(),
            answer,
            given: self.given[index].clone(),
            firm: whose.firm(finding).to_owned(),
            bureau: whose.bureau(finding).to_owned(),
        });
    }
}

/// How the finding is answered, or why the answer does not count.
fn judged(given: &Given, finding: &Finding, whose: &Whose<'_>) -> Result<Answer, (&'static Entry, String)> {
    let answer = possible(finding, whose);
    if answer == Answer::None {
        let why = match (whose.reducing(finding), finding.answer, finding.severity) {
            (Some(table), Answer::NotData | Answer::NotCounted, _) => format!("“{table}”的记录会减少或者取消奖励"),
            (.., Severity::Note) => "提示不用答复".to_owned(),
            _ => "只能改正".to_owned(),
        };
        return Err((&catalogue::ANSWER_IMPOSSIBLE, why));
    }
    if *plain(&given.word) != *answer.word() {
        let said =
            if given.word.is_empty() { "没有选答复".to_owned() } else { format!("写的是“{}”", given.word) };
        return Err((&catalogue::ANSWER_UNCLEAR, format!("{said}，这里只能答复“{}”", answer.word())));
    }
    if given.reason.is_empty() {
        return Err((&catalogue::ANSWER_WITHOUT_REASON, String::new()));
    }
    Ok(answer)
}

impl Given {
    /// Where what it answers stands, as the user sees it.
    fn spot(&self) -> String {
        self.at.iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" › ")
    }

    /// Does what stands beside the answer still say what the finding says?
    fn answers(&self, finding: &Finding) -> bool {
        let place = &finding.place;
        let at = [place.file.as_deref(), place.sheet.as_deref(), place.address().as_deref()]
            .map(|part| part.map(plain).unwrap_or_default().into_owned());
        let same = |written: &str, told: &str| plain(&visible(written)) == plain(&visible(told));
        same(&self.code, &finding.code)
            && self.at.iter().zip(&at).all(|(written, told)| same(written, told))
            && same(&self.seen, finding.observed())
    }
}

impl Settled {
    /// Who answered, and when.
    #[must_use]
    pub fn who(&self) -> String {
        let by = if self.given.by.is_empty() { "没有写答复人" } else { &self.given.by };
        [by, &self.given.day].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }
}

/// Without what a workbook cannot hold.
fn visible(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
