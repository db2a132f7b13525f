//! Items that may pay for one record: no rule between them, or a rule that can never apply.

use super::remark;
use super::satisfy::Space;
use crate::policy::fault::Fault;
use crate::policy::file;
use crate::policy::{Item, Kind, Policy};

pub(super) fn remarks(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    twice(raw, policy, found);
    never(raw, policy, found);
}

/// Two items that can pay one record, and nothing says that both do or that only one does.
fn twice(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    let beside = |one: &file::Item, other: &file::Item| one.beside.iter().any(|id| id.get_ref() == other.id.get_ref());
    let all = || policy.items.iter_enumerated().zip(raw.item.iter());
    for ((second, item), written) in all() {
        for ((first, earlier), before) in all().take_while(|((first, _), _)| *first < second) {
            let ruled = policy.rivals.iter().any(|rival| rival.items.contains(&first) && rival.items.contains(&second));
            // What names no record, such as a firm's annual report, is no one matter.
            let apart = item.table != earlier.table || item.record.is_none() || item.record != earlier.record;
            if apart || ruled || beside(before, written) || beside(written, before) {
                continue;
            }
            let space = Space { policy, table: Some(item.table) };
            if space.together(&[&item.counts.root, &earlier.counts.root]) {
                let message = format!(
                    "“{}”与“{}”可以对同一条记录各奖一次；只给较高的写 [[rival]]，两项都给的写 beside = [\"{}\"]",
                    earlier.name, item.name, earlier.id
                );
                found.push(Fault::new(message, written.place()));
            }
        }
    }
}

/// A rule between items whose records are named so differently that they never agree.
fn never(raw: &file::File, policy: &Policy, found: &mut Vec<Fault>) {
    for (written, rival) in raw.rival.iter().zip(&policy.rivals) {
        let kinds: Vec<(&Item, &Kind)> = rival
            .items
            .iter()
            .filter_map(|item| {
                let item = &policy.items[*item];
                Some((item, &policy.tables[item.table].columns[item.record?].kind))
            })
            .collect();
        let apart = kinds.iter().enumerate().find_map(|(i, (one, kind))| {
            kinds[..i].iter().find(|(_, other)| never_agree(kind, other)).map(|(other, _)| (other, one))
        });
        if let (Some((one, other)), Some(place)) = (apart, written.items.first()) {
            let message = format!(
                "“{}”与“{}”的 record 列填的不是同一类东西，记录永远对不上，这条就高不重复不起作用；请改 record",
                one.name, other.name
            );
            remark(found, place, message);
        }
    }
}

/// Can no value of the one kind be one of the other?
fn never_agree(one: &Kind, other: &Kind) -> bool {
    match (one, other) {
        (Kind::List(one), Kind::List(other)) => {
            one.iter().all(|value| other.iter().all(|known| known.symbol != value.symbol))
        }
        (Kind::Text, Kind::List(_)) | (Kind::List(_), Kind::Text) => false,
        _ => std::mem::discriminant(one) != std::mem::discriminant(other),
    }
}
