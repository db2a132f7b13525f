//! Which firms an auditor looks at: drawn by what is at stake and by risk, the same for the same seed.
//!
//! Each firm weighs what it is paid, or where it is paid nothing what its lines would have come to, in fen, once more for each mark of
//! risk. A firm that weighs as much as a whole interval (the weights divided by how many are still to be drawn) is taken for certain. The
//! others are laid end to end in the order of the register; the first point is the SHA-256 of the seed, as a number, modulo the interval,
//! and from there every interval a firm is taken.

use std::collections::BTreeSet;

use super::assessment::Assessment;
use super::status::LineStatus;
use crate::checksum::sha256;
use crate::index::FirmIndex;
use crate::money::{Money, Overflow};
use crate::policy::Policy;

/// A mark of risk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Risk {
    /// A warning concerns it.
    Warned,
    /// Something of it is open or not decided yet.
    Open,
    /// The same matter is paid for twice, here or by another scheme.
    Twice,
    /// Money passes to persons or carriers.
    Passing,
}

impl Risk {
    /// The word an auditor reads.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Warned => "有警告",
            Self::Open => "有待定、待核定",
            Self::Twice => "同一事项有两项",
            Self::Passing => "发给个人或载体",
        }
    }
}

/// A firm that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The firm.
    pub firm: FirmIndex,
    /// What it weighs, in fen.
    pub weight: u128,
    /// Its marks of risk.
    pub risks: Vec<Risk>,
    /// The point that took it; `None`: taken for certain.
    pub point: Option<u128>,
}

/// A draw.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// How many firms there were to draw from.
    pub firms: usize,
    /// What all of them weigh, in fen.
    pub total: u128,
    /// The interval between two points, in fen; 0 where all are taken for certain.
    pub interval: u128,
    /// The first point, in fen.
    pub start: u128,
    /// The firms drawn, in the order of the register.
    pub drawn: Vec<Drawn>,
}

/// The least a firm weighs, in fen: also one that gets nothing may be looked at.
const LEAST: u128 = 100;

/// Draws `count` firms by `seed`; all, where there are no more. `warned` are the firms that warnings concern.
///
/// # Errors
/// [`Overflow`] beyond the range of a decimal.
pub fn sample(
    policy: &Policy,
    assessment: &Assessment,
    warned: &BTreeSet<FirmIndex>,
    count: usize,
    seed: &str,
) -> Result<Sample, Overflow> {
    let mut left = Vec::with_capacity(assessment.firms.len());
    for firm in assessment.firms.keys() {
        let risks = risks(policy, assessment, warned, firm);
        let weight = at_stake(assessment, firm)?.saturating_mul(1 + risks.len() as u128);
        left.push(Drawn { firm, weight, risks, point: None });
    }
    let mut sample =
        Sample { firms: left.len(), total: left.iter().map(|firm| firm.weight).sum(), ..Sample::default() };
    // Certain ones make the interval of the others shorter, which may make more of them certain.
    loop {
        let wanted = count.saturating_sub(sample.drawn.len()).min(left.len());
        let total: u128 = left.iter().map(|firm| firm.weight).sum();
        sample.interval = total.checked_div(wanted as u128).unwrap_or_default();
        if wanted == 0 {
            break;
        }
        let (certain, others): (Vec<_>, Vec<_>) = left.into_iter().partition(|firm| firm.weight >= sample.interval);
        left = others;
        if certain.is_empty() {
            sample.start = number(seed) % sample.interval;
            sample.drawn.extend(points(left, sample.start, sample.interval, wanted));
            break;
        }
        sample.drawn.extend(certain);
    }
    sample.drawn.sort_by_key(|drawn| drawn.firm);
    sample.drawn.truncate(count);
    Ok(sample)
}

/// The firms on which the points fall; each weighs less than the interval, so none is met twice.
fn points(firms: Vec<Drawn>, start: u128, interval: u128, wanted: usize) -> Vec<Drawn> {
    let (mut before, mut next) = (0, start);
    let mut drawn = Vec::with_capacity(wanted);
    for firm in firms {
        before += firm.weight;
        if next < before && drawn.len() < wanted {
            drawn.push(Drawn { point: Some(next), ..firm });
            next += interval;
        }
    }
    drawn
}

/// What a firm is paid, or would have been, in fen.
fn at_stake(assessment: &Assessment, firm: FirmIndex) -> Result<u128, Overflow> {
    let paid = assessment.firms[firm].paid();
    let lines = &assessment.lines[assessment.firms[firm].lines.clone()];
    let amount = if paid.is_positive() { paid } else { Money::total(lines.iter().filter_map(|line| line.amount))? };
    Ok(u128::try_from(amount.fen()?).unwrap_or(0).max(LEAST))
}

fn risks(policy: &Policy, assessment: &Assessment, warned: &BTreeSet<FirmIndex>, firm: FirmIndex) -> Vec<Risk> {
    let of = &assessment.firms[firm];
    let lines = &assessment.lines[of.lines.clone()];
    let open = |status| matches!(status, LineStatus::Undetermined | LineStatus::Pending);
    let marks = [
        (Risk::Warned, warned.contains(&firm)),
        (Risk::Open, of.payable.is_none() || lines.iter().any(|line| open(line.status))),
        (Risk::Twice, !of.duplicates.is_empty()),
        (Risk::Passing, lines.iter().any(|line| line.is_payable() && !policy.items[line.item].is_the_firms())),
    ];
    marks.into_iter().filter(|(_, marked)| *marked).map(|(risk, _)| risk).collect()
}

/// The seed as a number.
fn number(seed: &str) -> u128 {
    u128::from_str_radix(&sha256(seed.as_bytes())[..30], 16).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn firms(weights: &[u128]) -> Vec<Drawn> {
        let one = |(firm, weight): (usize, &u128)| Drawn {
            firm: firm.into(),
            weight: *weight,
            risks: Vec::new(),
            point: None,
        };
        weights.iter().enumerate().map(one).collect()
    }

    #[test]
    fn every_interval_a_firm_is_taken() {
        let drawn = |start| {
            let drawn = points(firms(&[30, 10, 20, 40, 50]), start, 50, 3);
            drawn.iter().map(|drawn| (usize::from(drawn.firm), drawn.point)).collect::<Vec<_>>()
        };
        // 0–29, 30–39, 40–59, 60–99, 100–149.
        assert_eq!(drawn(0), [(0, Some(0)), (2, Some(50)), (4, Some(100))]);
        assert_eq!(drawn(29), [(0, Some(29)), (3, Some(79)), (4, Some(129))]);
        assert_eq!(drawn(30), [(1, Some(30)), (3, Some(80)), (4, Some(130))]);
        assert_eq!(drawn(49), [(2, Some(49)), (3, Some(99)), (4, Some(149))]);
        // What division leaves over takes no further firm.
        assert_eq!(points(firms(&[50, 50, 50, 2]), 1, 50, 3).len(), 3);
    }
}
