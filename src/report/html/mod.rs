//! The brief as one HTML file that needs nothing else: the leader's page, the items, the firms with a search, and how each firm's award
//! came about. No accounts, ever; no figures the awards were computed from, unless asked for.

mod firms;
mod page;

use std::io::Write;

use maud::{DOCTYPE, PreEscaped, html};

use super::derivation::Derivation;
use super::{ReportError, Run};
use crate::award::{Assessment, FirmStatus};
use crate::check::Checked;
use crate::money::Money;

/// What the brief shows.
pub struct Brief<'a> {
    /// The data and the policy.
    pub checked: &'a Checked<'a>,
    /// The result.
    pub assessment: &'a Assessment,
    /// The run.
    pub run: &'a Run<'a>,
    /// Each firm's derivation, in the order of the register, if figures and sources are to be shown.
    pub derivations: Option<&'a [Derivation]>,
}

/// Writes the brief.
///
/// # Errors
/// If it cannot be written, or an amount is beyond all range.
pub fn brief<W: Write>(brief: &Brief<'_>, mut out: W) -> Result<(), ReportError> {
    let policy = brief.checked.policy;
    let title = format!("{} {}年度奖励核算", policy.title, brief.assessment.year);
    let draft = if brief.run.draft { "草稿，不得作为发放依据" } else { "" };
    let page = html! {
        (DOCTYPE)
        html lang="zh-CN" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                // Nothing may be fetched from anywhere.
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(include_str!("brief.css"))) }
            }
            body {
                header {
                    h1 { (&*policy.title) }
                    p { (brief.assessment.year) "年度奖励核算　" (&*policy.number) "　" strong { (draft) } }
                }
                (page::figures(brief)?)
                (page::items(brief)?)
                (firms::list(brief)?)
                footer { p { "jiangbu " (brief.run.version) "　政策文件 SHA-256 " (policy.sha256) } }
                script { (PreEscaped(include_str!("brief.js"))) }
            }
        }
    };
    out.write_all(page.into_string().as_bytes())?;
    Ok(())
}

/// An amount in 万元 with two decimals, for large figures.
fn wan(money: Money) -> String {
    let wan = crate::money::round(money.as_wan(), 2, crate::money::Rounding::HalfUp);
    crate::money::group(&format!("{wan:.2}"))
}

/// How many firms have the status.
fn count(assessment: &Assessment, status: FirmStatus) -> usize {
    assessment.firms.iter().filter(|firm| firm.status == status).count()
}
