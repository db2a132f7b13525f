//! 代码沿革: what stands under the old code of a firm that was merged or renamed belongs to the firm that goes on.

use hashbrown::{HashMap, HashSet};
use typed_index_collections::TiVec;

use super::left_out::take_out;
use crate::finding::{Finding, Place, catalogue};
use crate::index::RowIndex;
use crate::intake::Intake;
use crate::policy::{Policy, Succession};
use crate::texts::Symbol;

/// Puts every record under an old code to the firm that goes on, before records are held against each other. What the table of codes
/// has wrong is an error, and nobody follows it.
pub(super) fn follow(reading: &mut Intake, policy: &Policy) {
    let Some(rule) = &policy.succession else { return };
    let heirs = heirs(reading, policy, rule);
    if heirs.is_empty() {
        return;
    }
    let heir = |code: Symbol| heirs.get(&code).copied().unwrap_or(code);
    for (t, declared) in policy.tables.iter_enumerated().filter(|(t, _)| *t != policy.register.table) {
        let table = &mut reading.data.tables[t];
        let mut followed = 0;
        for row in table.rows() {
            let Some(code) = table.text(declared.key, row).filter(|code| heirs.contains_key(code)) else { continue };
            table.set_text(declared.key, row, Some(heir(code)));
            // The name beside it is the old firm's, and no slip.
            if let Some(name) = reading.names[t].get_mut(row) {
                *name = None;
            }
            followed += 1;
        }
        if followed > 0 && t != rule.table {
            let why = format!("“{}”有 {followed} 行", declared.name);
            reading.findings.push(Finding::new(&catalogue::FIRM_FOLLOWED, Place::default(), "", "").because(why));
        }
    }
    let data = &mut reading.data;
    data.blocked.iter_mut().for_each(|blocked| blocked.firm = blocked.firm.map(heir));
    data.unread.iter_mut().for_each(|code| *code = heir(*code));
    data.unread.sort_unstable();
    data.unread.dedup();
}

/// For each old code the firm that goes on in the end. Rows that are wrong are taken out of the table, with an error.
fn heirs(reading: &mut Intake, policy: &Policy, rule: &Succession) -> HashMap<Symbol, Symbol> {
    let (register, key) = (&policy.register, policy.tables[rule.table].key);
    let codes = &reading.data.tables[register.table];
    let registered: HashSet<Symbol> = codes.rows().filter_map(|row| codes.text(register.code, row)).collect();
    let table = &reading.data.tables[rule.table];
    let pairs: Vec<(RowIndex, Symbol, Symbol)> =
        table.rows().filter_map(|row| Some((row, table.text(rule.old, row)?, table.text(key, row)?))).collect();
    let mut next: HashMap<Symbol, (RowIndex, Symbol)> = HashMap::new();
    let mut wrong: Vec<(RowIndex, String)> = Vec::new();
    for &(row, old, new) in &pairs {
        let first = *next.entry(old).or_insert((row, new));
        if registered.contains(&old) {
            wrong.push((row, "原代码还在名录里，企业没有并入别家".to_owned()));
        } else if first.1 != new {
            let place = reading.data.place(rule.table, rule.old, first.0);
            wrong.push((row, format!("同一个原代码有两个新代码，另一个在 {place}")));
            wrong.push((first.0, "同一个原代码有两个新代码".to_owned()));
        }
    }
    let circles = pairs.iter().filter(|(_, old, _)| end(&next, *old).is_none());
    wrong.extend(circles.map(|(row, ..)| (*row, "代码绕成了圈，看不出现在是哪一家".to_owned())));
    // The sort is stable: of one row the first reason stays.
    wrong.sort_by_key(|(row, _)| *row);
    wrong.dedup_by_key(|(row, _)| *row);
    let mut keep: TiVec<RowIndex, bool> = vec![true; table.len()].into();
    for (row, why) in wrong {
        keep[row] = false;
        let place = reading.data.place(rule.table, rule.old, row);
        let seen = reading.data.tables[rule.table].text(rule.old, row).map_or("", |old| reading.data.texts.get(old));
        let finding = Finding::new(&catalogue::SUCCESSION_WRONG, place, seen, "").because(why);
        reading.findings.push(finding.with_clause(Some(rule.clause.clone()).filter(|clause| !clause.is_empty())));
    }
    next.retain(|_, (row, _)| keep[*row]);
    take_out(reading, policy, rule.table, &keep);
    pairs.iter().filter_map(|(_, old, _)| Some((*old, next.get(old).and_then(|_| end(&next, *old))?))).collect()
}

/// Where the steps from `code` lead in the end; nowhere if they go round.
fn end(next: &HashMap<Symbol, (RowIndex, Symbol)>, code: Symbol) -> Option<Symbol> {
    let mut code = code;
    for _ in 0..=next.len() {
        match next.get(&code) {
            Some((_, new)) => code = *new,
            None => return Some(code),
        }
    }
    None
}
