//! The same matter once, inside the policy (就高不重复): the higher stays, the others become nothing; a tie keeps the earlier.

use std::sync::Arc;

use super::assessment::{Line, LineStatus, Matter};
use super::bars::record_key;
use super::firm::Judging;
use super::record::cell;
use crate::money::{Money, Overflow};
use crate::texts::Symbol;

/// One contender for a matter: its lines, within the firm.
struct Contender {
    lines: Vec<usize>,
    total: Money,
}

/// Compares lines of one matter inside each item, then items that are rivals, record by record.
pub(super) fn settle(judging: &mut Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    inside_items(judging, lines)?;
    across_items(judging, lines)
}

fn inside_items(judging: &mut Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = judging.checked;
    for (index, item) in checked.policy.items.iter().enumerate() {
        let Some((column, name)) = &item.higher_by else {
            continue;
        };
        let mut groups: Vec<(Symbol, Vec<Contender>)> = Vec::new();
        for i in (0..lines.len()).filter(|i| lines[*i].item == index && lines[*i].status == LineStatus::Payable) {
            let Some(subject) = cell(&checked.data, item.table, *column, lines[i].row).text() else {
                continue;
            };
            let contender = Contender { lines: vec![i], total: lines[i].left() };
            let same = |known: Symbol| checked.data.form(known) == checked.data.form(subject);
            match groups.iter_mut().find(|(known, _)| same(*known)) {
                Some((_, contenders)) => contenders.push(contender),
                None => groups.push((subject, vec![contender])),
            }
        }
        for (subject, contenders) in groups {
            keep_highest(judging, lines, name, Some(subject), &contenders)?;
        }
    }
    Ok(())
}

fn across_items(judging: &mut Judging<'_, '_>, lines: &mut [Line]) -> Result<(), Overflow> {
    let checked = judging.checked;
    for rival in &checked.policy.rivals {
        let mut matters: Vec<(Symbol, Symbol, Vec<Contender>)> = Vec::new();
        for (i, line) in lines.iter().enumerate() {
            if !rival.items.contains(&line.item) || line.status != LineStatus::Payable {
                continue;
            }
            let item = &checked.policy.items[line.item];
            let Some(key) = record_key(checked, item, item.table, item.record, line.row) else { continue };
            let subject = item.record.and_then(|column| cell(&checked.data, item.table, column, line.row).text());
            let Some(subject) = subject else { continue };
            let known = matters.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
                matters.push((key, subject, Vec::new()));
                matters.len() - 1
            });
            // Several payments of one contract inside an item add up: they are not rivals.
            let contenders = &mut matters[known].2;
            match contenders.iter_mut().find(|contender| lines[contender.lines[0]].item == line.item) {
                Some(contender) => {
                    contender.lines.push(i);
                    contender.total = contender.total.plus(line.left())?;
                }
                None => contenders.push(Contender { lines: vec![i], total: line.left() }),
            }
        }
        for (_, subject, contenders) in &matters {
            keep_highest(judging, lines, &rival.name, Some(*subject), contenders)?;
        }
    }
    Ok(())
}

/// The first of the highest stays; each other is a matter of its own against it.
fn keep_highest(
    judging: &mut Judging<'_, '_>,
    lines: &mut [Line],
    name: &Arc<str>,
    subject: Option<Symbol>,
    contenders: &[Contender],
) -> Result<(), Overflow> {
    let Some(highest) = contenders.iter().map(|contender| contender.total).max() else {
        return Ok(());
    };
    let Some(stays) = contenders.iter().position(|contender| contender.total == highest) else {
        return Ok(());
    };
    for (i, loser) in contenders.iter().enumerate() {
        if i == stays {
            continue;
        }
        for &line in &loser.lines {
            let left = lines[line].left();
            lines[line].matter_cut = lines[line].matter_cut.plus(left)?;
        }
        judging.matters.push(Matter::Inside {
            firm: judging.firm,
            name: Arc::clone(name),
            subject,
            winner: contenders[stays].lines.clone(),
            won: highest,
            loser: loser.lines.clone(),
            lost: loser.total,
        });
    }
    Ok(())
}
