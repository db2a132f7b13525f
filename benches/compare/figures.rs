//! The figures of several runs side by side, and how they grow with the number of firms.

use std::fmt;

use super::measure::Used;

/// The runs of one size: program, floor and check were run in turn, so the n-th of each were run under like circumstances.
#[derive(Debug)]
pub struct Runs {
    /// How many firms.
    pub firms: u64,
    /// `calc` with the whole award workbook.
    pub calc: Vec<Used>,
    /// The floor program.
    pub floor: Vec<Used>,
    /// `check`.
    pub check: Vec<Used>,
}

/// A figure of a run.
type Figure = (&'static str, &'static str, fn(&Used) -> f64);

const FIGURES: [Figure; 3] =
    [("wall", "s", |used| used.wall), ("CPU", "s", |used| used.cpu), ("memory", "MiB", |used| used.memory)];

/// The one in the middle, of at least one.
pub fn median(values: &[f64]) -> f64 {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// What the runs used, pair by pair.
fn ratios(left: &[Used], right: &[Used], of: impl Fn(&Used) -> f64, against: impl Fn(&Used) -> f64) -> [f64; 3] {
    let ratios: Vec<f64> = left.iter().zip(right).map(|(left, right)| of(left) / against(right)).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    [least, median(&ratios), ratios.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
}

/// The seconds of the floor's part that begins its line with `part`.
pub fn part(used: &Used, part: &str) -> f64 {
    let line = used.printed.lines().find_map(|line| line.strip_prefix(part)).unwrap_or_default();
    line.split_whitespace().next().and_then(|seconds| seconds.parse().ok()).unwrap_or(f64::NAN)
}

impl fmt::Display for Runs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{} firms, {} rounds: ratios to the floor, least / median / most", self.firms, self.calc.len())?;
        for (name, unit, figure) in FIGURES {
            let [least, middle, most] = ratios(&self.calc, &self.floor, figure, figure);
            let median_of = |runs: &[Used]| median(&runs.iter().map(figure).collect::<Vec<_>>());
            let (ours, floor) = (median_of(&self.calc), median_of(&self.floor));
            writeln!(
                f,
                "  calc {name:<7}{least:.2} / {middle:.2} / {most:.2}   ({ours:.3} {unit} against {floor:.3} {unit})"
            )?;
        }
        let reading = |used: &Used| part(used, "read");
        let [least, middle, most] = ratios(&self.check, &self.floor, |used| used.wall, reading);
        let check = median(&self.check.iter().map(|used| used.wall).collect::<Vec<_>>());
        let floor = median(&self.floor.iter().map(reading).collect::<Vec<_>>());
        writeln!(
            f,
            "  check wall  {least:.2} / {middle:.2} / {most:.2}   ({check:.3} s against the reading part's {floor:.3} s)"
        )
    }
}

/// How time and memory of `calc` grow from one size to the next: the exponents of the medians.
pub fn growth(small: &Runs, large: &Runs) -> String {
    let exponents = FIGURES.map(|(name, _, figure)| {
        let of = |runs: &Runs| median(&runs.calc.iter().map(figure).collect::<Vec<_>>());
        let exponent = (of(large) / of(small)).ln() / (large.firms as f64 / small.firms as f64).ln();
        format!("{name} {exponent:.2}")
    });
    format!("growth {} to {} firms: exponents {}", small.firms, large.firms, exponents.join(", "))
}
