//! Where the columns of 拨付表 stand.

use crate::index::ColumnIndex;
use crate::policy::{Accounts, Policy};
use crate::report::model::{Column, Columns, Look};

/// Where the columns stand. A policy that keeps no record of payments has no columns for them.
#[derive(Clone, Debug)]
pub(in crate::report) struct PaymentColumns {
    pub columns: Vec<Column>,
    /// What the payee gets.
    pub amount: u16,
    /// What it was paid so far, and what is to be paid now.
    pub parts: Option<(u16, u16)>,
    /// Tax to be withheld from persons, to be filled in.
    pub tax: Option<u16>,
    /// What each funder bears of what the payee gets, from this column on.
    pub funders: u16,
    pub capitals: u16,
    /// What was paid too much.
    pub excess: Option<u16>,
}

impl PaymentColumns {
    pub fn new(policy: &Policy) -> Self {
        let accounts = policy.accounts.as_ref();
        let named = |column: fn(&Accounts) -> ColumnIndex| {
            let of = |accounts: &Accounts| policy.tables[accounts.table].columns[column(accounts)].name.to_string();
            accounts.map(of).unwrap_or_default()
        };
        let mut columns = Columns::default();
        columns.add(Column::new("序号", 5, Look::Whole));
        columns.add(Column::new("收款人", 16, Look::Wrapped));
        let holder = Column::new(named(|accounts| accounts.holder), 12, Look::Wrapped);
        columns.add(holder.noted("与收款人不同的才写"));
        columns.add(Column::new(named(|accounts| accounts.bank), 12, Look::Wrapped));
        columns.add(Column::new(named(|accounts| accounts.number), 23, Look::Text).noted("按文本保存，位数不变"));
        let amounts = |title: &'static str| Column::new(title, 13, Look::Money);
        let amount = columns.add(amounts("应发（元）").noted("与“公示表”一致"));
        let parts = policy.payments.as_ref().map(|payments| {
            let table = &policy.tables[payments.table].name;
            let note = format!("取自“{table}”；没有交这张表的空着，按没有付过计算");
            let paid = columns.add(amounts("已付（元）").noted(note));
            (paid, columns.add(amounts("本次（元）").noted("应发减已付，不小于零")))
        });
        let funders = columns.count();
        for funder in &policy.funders {
            columns.add(Column::new(format!("其中{funder}\n（元）"), 13, Look::Money).noted("应发里这一级承担的"));
        }
        let capitals = columns.add(Column::new("金额大写", 21, Look::Wrapped).noted("金额改动以后，这里提示重新核算"));
        columns.add(Column::new("摘要", 17, Look::Wrapped));
        columns.add(Column::new("类别", 7, Look::Centred).on_screen());
        let tax = accounts.is_some_and(|accounts| accounts.persons.is_some()).then(|| {
            let note = "付给个人本人的，由付款单位计算填写；实付为本次减代扣";
            columns.add(Column::new("代扣个税\n（元）", 13, Look::Money).noted(note).on_screen())
        });
        let excess = parts.map(|_| columns.add(Column::money("多付（元）").noted("已付减应发，要追回的").on_screen()));
        Self { columns: columns.done(), amount, parts, funders, tax, capitals, excess }
    }

    /// The column of what is to be paid with this list.
    pub fn due(&self) -> u16 {
        self.parts.map_or(self.amount, |(_, due)| due)
    }
}
