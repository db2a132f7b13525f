//! The same matter under another scheme (三(四), last paragraph): the two together come to the higher.

use super::assessment::Line;
use super::duplicate_payment::{DuplicatePayment, Verdict};
use super::exclusions::record_key;
use super::firm_case::FirmCase;
use super::ledger::{Course, Ledger, Outside, Share};
use super::similar;
use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::index::RowIndex;
use crate::money::{Money, Overflow};
use crate::policy::OtherScheme;
use crate::record::Record;
use crate::texts::Symbol;

/// A row of the other scheme, or all that are paid or not, and the lines they stand against whatever their status.
struct Claim {
    rows: Vec<RowIndex>,
    paid: bool,
    other: Money,
    names_record: bool,
    /// The lines, by index into those given.
    lines: Vec<usize>,
}

/// The rows that apply to the firm, in the order read.
fn claims(
    checked: &Checked<'_>,
    scheme: &OtherScheme,
    firm: Record<'_>,
    lines: &[Line],
) -> Result<Vec<Claim>, Overflow> {
    let table = &checked.data.tables[scheme.table];
    let mut claims = Vec::new();
    for &row in checked.rows(scheme.table, firm) {
        if scheme.applies.truth(&firm.at(scheme.table, row))? != Some(true)
            || naming(checked, scheme, row) != Naming::Named
        {
            continue;
        }
        let (Some(other), Some(index)) =
            (table.money(scheme.amount, row), table.text(scheme.item, row).and_then(|item| checked.policy.item(item)))
        else {
            continue;
        };
        let item = &checked.policy.items[index];
        let key = record_key(checked, item, scheme.table, Some(scheme.record), row);
        let names_record = table.text(scheme.record, row).is_some();
        // A record that cannot be named, as where the item has none, matches nothing.
        let same = |line: &Line| key.is_some() && record_key(checked, item, item.table, item.record, line.row) == key;
        let lines =
            (0..lines.len()).filter(|i| lines[*i].item == index && (!names_record || same(&lines[*i]))).collect();
        let paid = scheme.paid.truth(&firm.at(scheme.table, row))? == Some(true);
        claims.push(Claim { rows: vec![row], paid, other, names_record, lines });
    }
    Ok(claims)
}

/// The same for the firm as a whole: what others have paid, then what they have not, each against all its lines. Of what is left by
/// the first, the second takes all or nothing: as if the two were one total.
fn totals(claims: Vec<Claim>, lines: usize) -> Result<Vec<Claim>, Overflow> {
    let (paid, open): (Vec<Claim>, Vec<Claim>) = claims.into_iter().partition(|claim| claim.paid);
    let whole = |claims: Vec<Claim>| {
        let other = Money::total(claims.iter().map(|claim| claim.other))?;
        let paid = claims.first().map(|claim| claim.paid);
        let rows = claims.into_iter().flat_map(|claim| claim.rows).collect();
        Ok(paid.map(|paid| Claim { rows, paid, other, names_record: false, lines: (0..lines).collect() }))
    };
    Ok([whole(paid)?, whole(open)?].into_iter().flatten().collect())
}

/// Deducts for each row of the other scheme in the order read, each against what the earlier left, from its lines in their order.
pub(super) fn deduct(
    checked: &Checked<'_>,
    firm: Record<'_>,
    lines: &[Line],
    courses: &mut [Course],
) -> Result<Vec<Outside>, Overflow> {
    let Some(scheme) = &checked.policy.other_scheme else {
        return Ok(Vec::new());
    };
    let mut all: Vec<Outside> = Vec::new();
    let mut claims = claims(checked, scheme, firm, lines)?;
    if scheme.by_firm {
        claims = totals(claims, lines.len())?;
    }
    for Claim { rows, paid, other, names_record, lines } in claims {
        let ours = Money::total(lines.iter().map(|i| courses[*i].left))?;
        let deducted = match paid {
            true => other.min(ours),
            false if other > ours => ours,
            false => Money::ZERO,
        };
        let mut rest = deducted;
        let mut shares = Vec::with_capacity(lines.len());
        for line in lines {
            let course = &mut courses[line];
            let available = course.left;
            let taken = available.min(rest);
            (course.left, rest) = (available.minus(taken)?, rest.minus(taken)?);
            let earlier = course.steps.other.replace((all.len(), shares.len()));
            course.steps.outside = course.steps.outside.plus(taken)?;
            shares.push(Share { line, earlier, available, taken, rest, total: course.steps.outside });
        }
        all.push(Outside { rows, names_record, other, paid, ours, deducted, shares });
    }
    Ok(all)
}

/// What follows from each row of the other scheme: a matter, and where a person should look, a finding.
pub(super) fn tell(case: &mut FirmCase<'_, '_>, ledger: &Ledger, lines: &[Line]) -> Result<(), Overflow> {
    let checked = case.checked;
    let Some(scheme) = &checked.policy.other_scheme else {
        return Ok(());
    };
    unnamed(case, scheme)?;
    for outside in &ledger.outside {
        let matched = outside.shares.iter().map(|share| share.line).filter(|line| lines[*line].is_payable());
        let matched: Vec<usize> = matched.collect();
        let verdict = match () {
            () if matched.is_empty() => Verdict::Unmatched,
            () if outside.paid => Verdict::Paid,
            () if outside.other > outside.ours => Verdict::OtherPays,
            () => Verdict::OtherMustNot,
        };
        let row = outside.rows.first().copied().unwrap_or_default();
        let place = |column| checked.data.place(scheme.table, column, row);
        match verdict {
            // Without a number it speaks of the item: a line that does not pay is still what it speaks of.
            Verdict::Unmatched if !outside.names_record && !outside.shares.is_empty() => {}
            Verdict::Unmatched => {
                let column = if outside.names_record { scheme.record } else { scheme.item };
                let named = checked.data.tables[scheme.table].text(column, row);
                let seen = named.map(|text| shown(checked, text)).unwrap_or_default();
                case.findings.push(warning(&catalogue::OTHER_UNMATCHED, place(column), seen, scheme));
            }
            Verdict::OtherMustNot => {
                let seen = outside.other.grouped();
                case.findings.push(warning(&catalogue::OTHER_NOT_TO_PAY, place(scheme.amount), seen, scheme));
            }
            Verdict::Paid | Verdict::OtherPays => {}
        }
        case.duplicates.push(DuplicatePayment::Outside {
            firm: case.firm,
            rows: outside.rows.clone(),
            lines: matched,
            ours: outside.ours,
            other: outside.other,
            verdict,
            deducted: outside.deducted,
        });
    }
    Ok(())
}

/// Does a row speak of a scheme that the clause names?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Named,
    Nearly,
    Other,
}

fn naming(checked: &Checked<'_>, scheme: &OtherScheme, row: RowIndex) -> Naming {
    if scheme.named.is_empty() {
        return Naming::Named;
    }
    let name = checked.data.tables[scheme.table].text(scheme.scheme, row);
    let name = OtherScheme::name_form(name.map_or("", |name| checked.data.texts.get(name)));
    let named = || scheme.named.iter().map(|named| OtherScheme::name_form(named));
    if named().any(|named| named == name) {
        Naming::Named
    } else if named().any(|named| similar::titles(&named, &name)) {
        Naming::Nearly
    } else {
        Naming::Other
    }
}

/// Rows of other schemes deduct nothing: a note, or where the name is nearly the one named, a warning.
fn unnamed(case: &mut FirmCase<'_, '_>, scheme: &OtherScheme) -> Result<(), Overflow> {
    let checked = case.checked;
    for &row in checked.rows_of(scheme.table, case.firm) {
        if scheme.applies.truth(&case.record().at(scheme.table, row))? == Some(false) {
            continue;
        }
        let entry = match naming(checked, scheme, row) {
            Naming::Named => continue,
            Naming::Nearly => &catalogue::SCHEME_SIMILAR,
            Naming::Other => &catalogue::SCHEME_OTHER,
        };
        let name = checked.data.tables[scheme.table].text(scheme.scheme, row);
        let seen = name.map(|name| checked.data.texts.get(name).to_owned()).unwrap_or_default();
        let place = checked.data.place(scheme.table, scheme.scheme, row);
        let mut finding = warning(entry, place, seen, scheme);
        if entry == &catalogue::SCHEME_SIMILAR {
            finding = finding.because(format!("条文写的是“{}”", scheme.named.join("”“")));
        }
        case.findings.push(finding);
    }
    Ok(())
}

/// A text as people read it: an item by its name.
fn shown(checked: &Checked<'_>, text: Symbol) -> String {
    match checked.policy.item(text) {
        Some(item) => checked.policy.items[item].name.to_string(),
        None => checked.data.texts.get(text).to_owned(),
    }
}

fn warning(entry: &'static catalogue::Entry, place: Place, seen: String, scheme: &OtherScheme) -> Finding {
    Finding::new(entry, place, seen, "").with_clause(Some(scheme.clause.clone()))
}
