//! The cap: the class a firm is in, and its increment times the class's ratio, rounded down.

use rust_decimal::Decimal;

use super::assessment::{Assessment, FirmCap};
use super::firm_case::FirmCase;
use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::money::{Money, Overflow, Rounding};
use crate::policy::Cap;

/// How many firms are paid exactly their cap: whoever reads what they are paid, and knows the class, reads what the cap rests on.
pub(super) fn shown_by_payments(checked: &Checked<'_>, assessment: &Assessment) -> Result<Vec<Finding>, Overflow> {
    let policy = checked.policy;
    let mut found = Vec::new();
    for (index, cap) in policy.caps.iter_enumerated().filter(|(_, cap)| !cap.shows.is_empty()) {
        let mut firms = 0_u64;
        for firm in assessment.firms.iter().filter(|firm| firm.payable.is_some()) {
            let Some(most) = firm.caps[index].amount.filter(|most| most.is_positive()) else {
                continue;
            };
            let lines = assessment.lines[firm.lines.clone()].iter();
            let own = lines.filter(|line| policy.items[line.item].is_the_firms()).filter_map(|line| line.paid);
            firms += u64::from(Money::total(own)? == most);
        }
        let why = format!("{firms} 家，从公示的金额就能算出{}", cap.shows);
        found
            .extend((firms > 0).then(|| Finding::new(&catalogue::PAID_THE_CAP, Place::default(), "", "").because(why)));
    }
    Ok(found)
}

/// The firm's cap. A way that is undetermined does not lift the class; if the class would be higher with it, a warning names the cell.
pub(super) fn of_firm(case: &mut FirmCase<'_, '_>, cap: &Cap, counted: Money) -> Result<FirmCap, Overflow> {
    let firm = case.record();
    let mut ways = Vec::with_capacity(cap.classes.len());
    for class in &cap.classes {
        ways.push(class.ways.iter().map(|way| way.test.truth(&firm)).collect::<Result<Vec<_>, _>>()?);
    }
    let applies =
        |(class, ways): &(usize, &Vec<Option<bool>>)| cap.classes[*class].ways.is_empty() || ways.contains(&Some(true));
    let class = ways.iter().enumerate().find(applies).map_or(cap.classes.len() - 1, |(class, _)| class);
    for (higher, ways) in cap.classes[..class].iter().zip(&ways) {
        for (way, _) in higher.ways.iter().zip(ways).filter(|(_, holds)| holds.is_none()) {
            let lacking = firm.lacking(&way.test);
            let place = lacking.as_ref().map(|seen| seen.place.clone()).unwrap_or_default();
            let why = crate::record::lack(&way.name, lacking.as_ref());
            let finding = Finding::new(&catalogue::CAP_UNDETERMINED, place, "", "").because(why);
            case.findings.push(finding.with_clause(Some(way.clause.clone())));
        }
    }
    let ratio = case.checked.policy.parameters[cap.classes[class].ratio].value;
    let increment = cap.increment.number(&firm)?;
    let amount = increment.map(|increment| Money::yuan(increment.max(Decimal::ZERO)).times(ratio)).transpose()?;
    let amount = amount.map(|amount| amount.rounded(Rounding::Down));
    let cut = amount.map(|amount| counted.minus(amount).map(|cut| cut.max(Money::ZERO))).transpose()?;
    if increment.is_none() && counted.is_positive() {
        let place = firm.lacking(&cap.increment).map(|seen| seen.place).unwrap_or_default();
        // Without any row to point to, point to the firm.
        let place = if place.file.is_none() {
            case.checked.data.place(
                case.checked.policy.register.table,
                case.checked.policy.register.code,
                case.firm.row(),
            )
        } else {
            place
        };
        let (entry, why) = if cap.name.is_empty() {
            (&catalogue::INCREMENT_MISSING, case.name().to_owned())
        } else {
            (&catalogue::CAP_BASE_MISSING, format!("“{}”：{}", cap.name, case.name()))
        };
        case.findings.push(Finding::new(entry, place, "", "").because(why));
    }
    Ok(FirmCap { counted, class, ways, ratio, increment: increment.map(Money::yuan), amount, cut })
}
