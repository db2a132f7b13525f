//! Who is paid: the firm, somebody named in a column, or several of them by shares.

use rust_decimal::Decimal;
use toml::Spanned;

use super::column_requirements::{PERCENT, TEXT};
use super::file::{self, Text};
use super::loader::Loader;
use super::owner::Owner;
use super::{Members, Payee, PayeePart};
use crate::formula::{Type, percent_words};
use crate::index::{ParameterIndex, TableIndex};

impl Loader<'_> {
    /// Who is paid, the first where there are several, and the parts of several.
    pub(super) fn payees(&mut self, raw: &file::Item, owner: &Owner<'_>) -> Option<(Payee, Vec<PayeePart>)> {
        if raw.payees.is_empty() {
            return Some((self.payee(raw.payee.as_ref(), owner.table)?, Vec::new()));
        }
        if let Some(one) = &raw.payee {
            self.fault("payee、payees 只写一样".into(), one.span());
        }
        let parts = self.all(&raw.payees, |loader, part| loader.part(part, raw, owner))?;
        let place = raw.payees.last().map_or_else(|| raw.id.span(), Spanned::span);
        let kinds = |payee: Payee| parts.iter().filter(|part| part.payee == payee && part.members.is_none()).count();
        if parts.iter().any(|part| part.members.is_none() && kinds(part.payee) > 1) {
            self.fault("payees 里同一个收款人写了两次".into(), place.clone());
        }
        if parts.len() > 1 || parts.iter().any(|part| part.share.is_some()) {
            let shares = parts.iter().map(|part| part.share.map(|share| self.parameters[share].value));
            let Some(shares) = shares.collect::<Option<Vec<Decimal>>>() else {
                self.fault("有几个收款人的，payees 每一项都要写 share".into(), place);
                return None;
            };
            let whole: Decimal = shares.iter().sum();
            if whole != Decimal::ONE {
                let message = format!("几个收款人的 share 加起来是 {}，应当是 100%", percent_words(whole));
                self.fault(message, place);
            } else if shares.iter().any(|share| *share <= Decimal::ZERO) {
                self.fault("share 要大于 0；不付的不写".into(), place);
            }
        }
        Some((parts.first()?.payee, parts))
    }

    fn part(&mut self, written: &Spanned<file::PayeePart>, item: &file::Item, owner: &Owner<'_>) -> Option<PayeePart> {
        let raw = written.get_ref();
        let table = match &raw.table {
            Some(table) => self.table(table)?,
            None => owner.table,
        };
        let (payee, who) = match (raw.firm, &raw.person, &raw.carrier) {
            (true, None, None) => (Payee::Firm, "名录"),
            (false, Some(column), None) => (Payee::Person(self.column_for(table, column, TEXT)?), &**column.get_ref()),
            (false, None, Some(column)) => (Payee::Carrier(self.column_for(table, column, TEXT)?), &**column.get_ref()),
            _ => {
                self.fault("payees 的一项写 firm、person、carrier 中的一种".into(), written.span());
                return None;
            }
        };
        let share: Option<ParameterIndex> = match &raw.share {
            Some(figure) => {
                let name = format!("{}_{who}_分配", owner.name);
                Some(self.register_parameter(&name, figure, Type::Share, owner.clause, "分给这个收款人的比例")?)
            }
            None => None,
        };
        let members = match (&raw.table, &raw.same) {
            (Some(named), Some(same)) => Some(self.members(raw, (item, payee), (table, named), same)?),
            (None, None) if raw.part.is_none() => None,
            _ => {
                self.fault("由几个人分的，table、same 一起写；part 只和它们一起写".into(), written.span());
                return None;
            }
        };
        Some(PayeePart { payee, share, members })
    }

    fn members(
        &mut self,
        raw: &file::PayeePart,
        (item, payee): (&file::Item, Payee),
        (table, named): (TableIndex, &Text),
        same: &Text,
    ) -> Option<Members> {
        if payee == Payee::Firm {
            self.fault("由几个人分的，写 person 或者 carrier".into(), named.span());
        }
        if item.record.is_none() {
            self.fault("由几个人分的，项目要先写 record：认得出一条记录的列".into(), named.span());
        }
        if named.get_ref() == item.table.get_ref() {
            self.fault("由几个人分的，名单要另有一张表".into(), named.span());
        }
        let same = self.column_for(table, same, TEXT)?;
        let part = match &raw.part {
            Some(part) => Some(self.column_for(table, part, PERCENT)?),
            None => None,
        };
        Some(Members { table, same, part })
    }

    fn payee(&mut self, raw: Option<&Spanned<file::Payee>>, table: TableIndex) -> Option<Payee> {
        let Some(raw) = raw else { return Some(Payee::Firm) };
        match raw.get_ref() {
            file::Payee { person: Some(column), carrier: None } => {
                self.column_for(table, column, TEXT).map(Payee::Person)
            }
            file::Payee { person: None, carrier: Some(column) } => {
                self.column_for(table, column, TEXT).map(Payee::Carrier)
            }
            file::Payee { .. } => {
                self.fault("payee 写 person、carrier 中的一种".into(), raw.span());
                None
            }
        }
    }
}
