//! The same matter under another scheme (三(四), last paragraph): the two together come to the higher.

use super::assessment::{Line, LineStatus, Matter, Verdict};
use super::bars::record_key;
use super::firm::Judging;
use super::record::Record;
use super::similar;
use crate::check::Checked;
use crate::finding::{Finding, Place, catalogue};
use crate::money::{Money, Overflow};
use crate::policy::OtherScheme;
use crate::texts::Symbol;

/// A row of the other scheme, and the lines it stands against whatever their status.
pub(super) struct Claim {
    pub row: usize,
    pub other: Money,
    /// Does it name a record, or only the item?
    pub names_record: bool,
    /// The lines, by index into those given.
    pub lines: Vec<usize>,
}

/// The rows that apply to the firm, in the order read.
pub(super) fn claims(
    checked: &Checked<'_>,
    scheme: &OtherScheme,
    firm: Record<'_>,
    lines: &[Line],
) -> Result<Vec<Claim>, Overflow> {
    let table = &checked.data.tables[scheme.table];
    let mut claims = Vec::new();
    for &row in checked.rows(scheme.table, firm) {
        let row = row as usize;
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
        claims.push(Claim { row, other, names_record, lines });
    }
    Ok(claims)
}

/// Does a row speak of a scheme that the clause names?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Naming {
    Named,
    Nearly,
    Other,
}

fn naming(checked: &Checked<'_>, scheme: &OtherScheme, row: usize) -> Naming {
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
fn unnamed(judging: &mut Judging<'_, '_>, scheme: &OtherScheme) -> Result<(), Overflow> {
    let checked = judging.checked;
    for &row in checked.rows_of(scheme.table, judging.firm) {
        let row = row as usize;
        if scheme.applies.truth(&judging.record().at(scheme.table, row))? == Some(false) {
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
        judging.findings.push(finding);
    }
    Ok(())
}

/// Deducts for each row of the other scheme in the order read, each against what the earlier left.
pub(super) fn settle(judging: &mut Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = judging.checked;
    let Some(scheme) = &checked.policy.other_scheme else {
        return Ok(());
    };
    unnamed(judging, scheme)?;
    for claim in claims(checked, scheme, judging.record(), lines)? {
        let Claim { row, other, names_record, lines: candidates } = claim;
        let record = judging.record().at(scheme.table, row);
        let payable = |i: &usize| lines[*i].status == LineStatus::Payable;
        let matched: Vec<usize> = candidates.into_iter().filter(payable).collect();
        let ours = Money::total(matched.iter().map(|i| lines[*i].left()))?;
        let (verdict, deduct) = match scheme.paid.truth(&record)? {
            _ if matched.is_empty() => (Verdict::Unmatched, Money::ZERO),
            Some(true) => (Verdict::Paid, other.min(ours)),
            _ if other > ours => (Verdict::OtherPays, ours),
            _ => (Verdict::OtherMustNot, Money::ZERO),
        };
        let mut left = deduct;
        for &i in &matched {
            let part = lines[i].left().min(left);
            lines[i].other_cut = lines[i].other_cut.plus(part)?;
            left = left.minus(part)?;
        }
        let place = |column| checked.data.place(scheme.table, column, row);
        match verdict {
            Verdict::Unmatched => {
                let column = if names_record { scheme.record } else { scheme.item };
                let named = checked.data.tables[scheme.table].text(column, row);
                let seen = named.map(|text| shown(checked, text)).unwrap_or_default();
                judging.findings.push(warning(&catalogue::OTHER_UNMATCHED, place(column), seen, scheme));
            }
            Verdict::OtherMustNot => {
                judging.findings.push(warning(
                    &catalogue::OTHER_NOT_TO_PAY,
                    place(scheme.amount),
                    other.grouped(),
                    scheme,
                ));
            }
            _ => {}
        }
        judging.matters.push(Matter::Outside {
            firm: judging.firm,
            row,
            lines: matched,
            ours,
            other,
            verdict,
            deducted: deduct,
        });
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
