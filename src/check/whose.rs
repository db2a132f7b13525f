//! Whom and what a finding concerns: the table, the record, the firm, the bureau that hands it in.

use std::sync::OnceLock;

use hashbrown::HashMap;

use super::checked::registered_names;
use crate::finding::Finding;
use crate::index::{RowIndex, SheetIndex, TableIndex};
use crate::policy::Policy;
use crate::tables::{Blocked, Dataset, Values};
use crate::texts::Symbol;

/// Looks findings up in the data they were made of.
pub struct Whose<'d> {
    policy: &'d Policy,
    data: &'d Dataset,
    /// By file and sheet, the indices of the data's sheets.
    sheets: HashMap<(&'d str, &'d str), Vec<SheetIndex>>,
    /// Rows that an error kept out, by sheet and row.
    blocked: HashMap<(SheetIndex, u32), &'d Blocked>,
    names: OnceLock<HashMap<Symbol, Symbol>>,
}

/// A record, in its table or kept out of it.
enum Row<'d> {
    Kept { table: TableIndex, row: RowIndex },
    Blocked(&'d Blocked),
}

impl<'d> Whose<'d> {
    /// What those are called whom findings concern.
    #[must_use]
    pub fn called(&self) -> &'d str {
        &self.policy.register.called
    }

    /// For findings about `data`.
    #[must_use]
    pub fn of(policy: &'d Policy, data: &'d Dataset) -> Self {
        let mut sheets: HashMap<_, Vec<SheetIndex>> = HashMap::new();
        for (index, sheet) in data.sheets.iter_enumerated() {
            sheets.entry((&*sheet.file, &*sheet.name)).or_default().push(index);
        }
        let blocked = data.blocked.iter().map(|blocked| ((blocked.sheet, blocked.row), blocked)).collect();
        Self { policy, data, sheets, blocked, names: OnceLock::new() }
    }

    /// The tables it concerns: by its sheet, by what it says, or by a file that is called like a workbook of the policy.
    #[must_use]
    pub fn tables(&self, finding: &Finding) -> Vec<TableIndex> {
        let own = self.sheets_of(finding).iter().map(|sheet| self.data.sheets[*sheet].table);
        let own: Vec<TableIndex> = own.collect();
        if !own.is_empty() {
            return own;
        }
        if let Some(table) = &finding.table {
            return self.policy.tables.position(|known| known.name == *table).into_iter().collect();
        }
        let named = finding.place.sheet.as_deref().and_then(|sheet| {
            self.policy.tables.position(|table| {
                std::iter::once(&table.name).chain(&table.aliases).any(|name| **name == *sheet.trim())
            })
        });
        if let Some(table) = named {
            return vec![table];
        }
        let file = finding.place.file.as_deref().unwrap_or_default();
        let stem = file.rsplit('/').next().unwrap_or(file).split('.').next().unwrap_or_default();
        let called = self.policy.workbooks.iter().filter(|workbook| !stem.is_empty() && *workbook.name == *stem);
        called.flat_map(|workbook| workbook.tables.iter().copied()).collect()
    }

    /// The firm, as the register or the row itself calls it; empty where none is meant.
    #[must_use]
    pub fn firm(&self, finding: &Finding) -> &'d str {
        let Some(row) = self.row(finding) else { return "" };
        let (code, name) = match row {
            Row::Kept { table, row } => (self.data.tables[table].text(self.policy.tables[table].key, row), None),
            Row::Blocked(blocked) => (blocked.firm, blocked.name),
        };
        let registered = code.and_then(|code| self.names().get(&code).copied());
        registered.or(name).or(code).map_or("", |symbol| self.data.texts.get(symbol))
    }

    /// The firm's code, as far as it could be read.
    #[must_use]
    pub fn code(&self, finding: &Finding) -> Option<Symbol> {
        match self.row(finding)? {
            Row::Kept { table, row } => self.data.tables[table].text(self.policy.tables[table].key, row),
            Row::Blocked(blocked) => blocked.firm,
        }
    }

    /// Who hands in what it concerns; empty where that is not known or nobody's.
    #[must_use]
    pub fn bureau(&self, finding: &Finding) -> &'d str {
        let of = |table: &TableIndex| {
            let workbook = self.policy.workbooks.iter().find(|workbook| workbook.tables.contains(table));
            workbook.map_or("", |workbook| &*workbook.bureau)
        };
        let tables = self.tables(finding);
        let first = tables.first().map_or("", of);
        if tables.iter().all(|table| of(table) == first) { first } else { "" }
    }

    /// The table it concerns whose records reduce or bar an award.
    #[must_use]
    pub fn reducing(&self, finding: &Finding) -> Option<&'d str> {
        let table = self.tables(finding).into_iter().find(|table| self.policy.reduces(*table))?;
        Some(&self.policy.tables[table].name)
    }

    /// What names the record it stands at, and whose it is; empty where it stands at none.
    #[must_use]
    pub fn record(&self, finding: &Finding) -> String {
        let text = |symbol: Option<Symbol>| symbol.map_or("", |symbol| self.data.texts.get(symbol));
        match self.row(finding) {
            None => String::new(),
            Some(Row::Kept { table, row }) => {
                let code = self.data.tables[table].text(self.policy.tables[table].key, row);
                format!("{} {}", text(code), record_name(self.policy, self.data, table, row))
            }
            Some(Row::Blocked(blocked)) => format!("{} {}", text(blocked.firm), blocked.record),
        }
    }

    /// Puts findings into the order in which they are listed: errors, warnings, notes; of each the root first, that is what concerns all
    /// data, then whole files, then the register, whose faults break other tables, then the rest by place.
    pub fn sort(&self, findings: &mut Vec<Finding>) {
        let depth = |finding: &Finding| {
            let place = &finding.place;
            match (&place.file, &place.sheet) {
                (None, _) => 0,
                (Some(_), None) => 1,
                _ if self.tables(finding).contains(&self.policy.register.table) => 2,
                _ => 3,
            }
        };
        let ranked = std::mem::take(findings).into_iter().map(|finding| (depth(&finding), finding));
        let mut ranked: Vec<(u8, Finding)> = ranked.collect();
        ranked.sort_by(|(a_depth, a), (b_depth, b)| {
            let rank = (a.severity, a_depth).cmp(&(b.severity, b_depth));
            rank.then_with(|| a.order().cmp(&b.order()))
        });
        findings.extend(ranked.into_iter().map(|(_, finding)| finding));
    }

    fn sheets_of<'s>(&'s self, finding: &'s Finding) -> &'s [SheetIndex] {
        let place = &finding.place;
        let (Some(file), Some(sheet)) = (place.file.as_deref(), place.sheet.as_deref()) else { return &[] };
        self.sheets.get(&(file, sheet)).map_or(&[], Vec::as_slice)
    }

    fn row(&self, finding: &Finding) -> Option<Row<'d>> {
        let line = finding.place.row?;
        self.sheets_of(finding).iter().find_map(|&sheet| {
            if let Some(blocked) = self.blocked.get(&(sheet, line)) {
                return Some(Row::Blocked(blocked));
            }
            let table = self.data.sheets[sheet].table;
            let rows = &self.data.tables[table];
            // Rows stand in the order read: sheet by sheet, downwards.
            let start = rows.sheet.partition_point(|known| *known < sheet);
            let end = rows.sheet.partition_point(|known| *known <= sheet);
            let at = rows.row.raw[start.into()..end.into()].binary_search(&line).ok()?;
            Some(Row::Kept { table, row: (usize::from(start) + at).into() })
        })
    }

    fn names(&self) -> &HashMap<Symbol, Symbol> {
        self.names.get_or_init(|| registered_names(self.policy, self.data))
    }
}

/// What names a record, as the user sees it; all its cells where records may repeat.
pub(super) fn record_name(policy: &Policy, data: &Dataset, t: TableIndex, row: RowIndex) -> String {
    let table = &data.tables[t];
    let text = |column: &Values| match column {
        Values::Money(values) => values[row].map(|money| money.to_string()),
        Values::Number(values) => values[row].map(|number| number.to_string()),
        Values::Year(values) => values[row].map(|year| year.to_string()),
        Values::Date(values) => values[row].map(|day| day.to_string()),
        Values::Text(values) => values[row].map(|symbol| data.texts.get(symbol).to_owned()),
    };
    let unique = &policy.tables[t].unique;
    let named: Vec<&Values> = if unique.is_empty() {
        table.columns.iter().collect()
    } else {
        unique.iter().map(|c| &table.columns[*c]).collect()
    };
    named.into_iter().filter_map(text).collect::<Vec<_>>().join(" ")
}
