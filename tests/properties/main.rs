//! What holds of every town: random records of every table, judged by the built-in policy.

#![allow(clippy::expect_used, clippy::panic, reason = "a test that cannot go on should stop")]

#[path = "../common/dataset.rs"]
mod dataset;
#[path = "../common/outcome.rs"]
#[allow(dead_code, reason = "shared; every test file asks for its own part")]
mod outcome;
mod town;

use std::sync::LazyLock;

use jiangbu::award::{FirmStatus, LineStatus, assess};
use jiangbu::check::Checked;
use jiangbu::money::Money;
use jiangbu::policy::{BUILT_IN, Policy};
use outcome::Outcome;
use proptest::prelude::*;
use town::{Town, town};

static POLICY: LazyLock<Policy> = LazyLock::new(|| Policy::load(BUILT_IN, "policy.toml").expect("the built-in policy"));

fn award(town: &Town) -> Outcome<'static> {
    Outcome::of(&POLICY, dataset::dataset(&POLICY, &town.text()), 2022)
}

/// A firm's result by its code: what no order of rows may change.
fn totals(found: &Outcome<'_>) -> Vec<String> {
    let mut rows: Vec<String> = found.firms().lines().map(str::to_owned).collect();
    rows.sort();
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 250, ..ProptestConfig::default() })]

    /// The printed figures add up, line by line and firm by firm.
    #[test]
    fn figures_add_up(town in town()) {
        let found = award(&town);
        for (index, firm) in found.award.firms.iter_enumerated() {
            let lines = &found.award.lines[firm.lines.clone()];
            let nets = Money::total(lines.iter().map(|line| line.net)).expect("a sum");
            prop_assert_eq!(nets, firm.counted.plus(firm.uncounted).expect("a sum"));
            prop_assert_eq!(nets, firm.lines_net());
            for line in lines {
                prop_assert_eq!(line.firm, index);
                let cuts = line.cuts().each();
                let cut = Money::total(cuts).expect("a sum");
                prop_assert!(cuts.iter().all(|cut| !cut.is_negative()) && !line.net.is_negative());
                if line.status == LineStatus::Payable {
                    prop_assert_eq!(line.amount, Some(line.net.plus(cut).expect("a sum")));
                } else {
                    prop_assert_eq!((cut, line.net), (Money::ZERO, Money::ZERO));
                }
                prop_assert_eq!(line.bar.is_some(), line.status == LineStatus::Barred);
            }
            let cap = &firm.caps.raw[0];
            if let Some(payable) = firm.payable {
                prop_assert!(payable <= nets);
                if let Some(amount) = cap.amount {
                    prop_assert!(payable <= amount.plus(firm.uncounted).expect("a sum"));
                    prop_assert_eq!(cap.cut, Some(firm.counted.minus(amount).expect("a difference").max(Money::ZERO)));
                }
            }
            prop_assert_eq!(firm.payable.is_none(), firm.status == FirmStatus::Undetermined);
            prop_assert_eq!(firm.status == FirmStatus::Payable, firm.status != FirmStatus::Suspended && firm.paid().is_positive());
        }
        let total = Money::total(found.award.firms.iter().filter_map(|firm| firm.payable)).expect("a sum");
        prop_assert_eq!(found.award.fund.total, total);
    }

    /// More increment never pays less, and a firm's increment is nobody else's concern.
    #[test]
    fn payable_rises_with_the_increment(town in town(), more in 1u32..5_000_000) {
        let (before, after) = (award(&town), award(&town.with_more_increment(more)));
        for (index, (low, high)) in before.award.firms.iter().zip(&after.award.firms).enumerate() {
            prop_assert_eq!(low.payable.is_some(), high.payable.is_some());
            prop_assert!(low.payable <= high.payable, "{}", before.code(low.index));
            prop_assert_eq!(low.counted, high.counted);
            if index > 0 {
                prop_assert_eq!(low.payable, high.payable);
            }
        }
    }

    /// The order of rows decides which line bears a cut, and which other scheme comes first; else it changes no firm's totals.
    #[test]
    fn the_order_of_rows_changes_no_totals(town in town(), seed in any::<u64>()) {
        let town = town.without("其他政策补助");
        prop_assert_eq!(totals(&award(&town)), totals(&award(&town.shuffled(seed))));
    }

    /// A firm's result does not depend on the others.
    #[test]
    fn firms_are_judged_each_by_itself(town in town()) {
        let all = totals(&award(&town));
        for firm in town.firms() {
            let alone = totals(&award(&town.only(&firm)));
            prop_assert!(alone.iter().all(|row| all.contains(row)), "{:?}", alone);
        }
    }

    /// The same again, on any number of cores.
    #[test]
    fn a_second_run_and_more_cores_change_nothing(town in town()) {
        let checked = Checked::new(&POLICY, dataset::dataset(&POLICY, &town.text()), 2022);
        let first = format!("{:?}", assess(&checked).expect("figures within range"));
        for cores in [1, 2, 3, 16] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(cores).build().expect("threads");
            let again = pool.install(|| assess(&checked)).expect("figures within range");
            prop_assert_eq!(&format!("{again:?}"), &first);
        }
    }
}

/// The towns are worth judging: every status of firms and lines, every bar and every cut comes up among them.
#[test]
fn the_towns_reach_everything() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;

    let mut runner = TestRunner::deterministic();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let found = award(&town().new_tree(&mut runner).expect("a town").current());
        seen.extend(found.award.firms.iter().map(|firm| firm.status.id()));
        for line in &found.award.lines {
            seen.insert(line.status.id());
            let cuts = ["限", "同", "年", "他"].into_iter().zip(line.cuts().each());
            seen.extend(cuts.filter(|(_, cut)| cut.is_positive()).map(|(name, _)| name));
        }
        for firm in &found.award.firms {
            let cap = &firm.caps.raw[0];
            seen.extend((firm.status == FirmStatus::Payable && cap.cut > Some(Money::ZERO)).then_some("扣"));
        }
    }
    let statuses = FirmStatus::ALL.iter().map(|status| status.id()).filter(|id| *id != "withheld");
    let lines = ["barred", "failed", "undetermined", "pending", "payable", "限", "同", "年", "他", "扣"];
    let missing: Vec<_> = statuses.chain(lines).filter(|id| !seen.contains(id)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
