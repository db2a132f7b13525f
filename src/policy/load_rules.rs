//! Facts, standings, conditions, rivals, the cap and what else stands around the items.

use std::collections::HashSet;
use std::sync::Arc;

use super::column_requirements;
use super::file::{self, CompareBy, Figure, Grade, RivalOver, Text};
use super::loader::{Loader, Want};
use super::{
    Accounts, Ban, Cap, CapClass, Check, Condition, Continuity, Evaluation, Exclusive, Expr, Fact, History, Note,
    Objections, OtherScheme, Payments, PersonAccounts, Publication, Reclaims, Returns, Rival, Source, Spread, Standing,
    Succession, Target, Way, Workbook,
};
use crate::finding::Severity;
use crate::formula::{self, Type};
use crate::index::{FactIndex, ItemIndex, StandingIndex, TableIndex};
use crate::money::Money;

impl Loader<'_> {
    pub(super) fn standing(&mut self, raw: &file::Standing) -> Option<Standing> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        let table = self.table(&raw.table)?;
        let date = self.column_for(table, &raw.date, column_requirements::DATE);
        let name = raw.name.get_ref();
        let labels: HashSet<&String> = raw.labels.iter().collect();
        if labels.len() < raw.labels.len() {
            self.fault("labels 里的三个名称要各不相同".into(), raw.name.span());
        }
        let parameter = self.register_years(&format!("{name}_有效年数"), &raw.valid_years, &raw.clause, "年");
        let [records, grants, history, continues] = [&raw.records, &raw.grants, &raw.history, &raw.continues]
            .map(|formula| self.formula(formula, Some(table), Want::Test));
        let (parameter, _) = parameter?;
        Some(Standing {
            name: name.as_str().into(),
            table,
            records: records?,
            date: date?,
            grants: grants?,
            history: history?,
            continues: continues?,
            valid_years: self.parameters[parameter].value,
            parameter,
            labels: raw.labels.each_ref().map(|label| label.as_str().into()),
            symbols: raw.labels.each_ref().map(|label| self.texts.add(label)),
        })
    }

    /// The index of a standing by its name.
    pub(super) fn standing_named(&mut self, name: &Text) -> Option<StandingIndex> {
        let names: Vec<_> = self.standings.iter().map(|standing| Arc::clone(&standing.name)).collect();
        self.known(name, &names, "资质").map(StandingIndex::from)
    }

    pub(super) fn fact(&mut self, raw: &file::Fact) -> Option<Fact> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        let idle = [
            ("where", raw.filter.is_some() && raw.sum.is_none() && raw.value.is_none(), "sum 或 value"),
            ("latest", raw.latest.is_some() && raw.value.is_none(), "value"),
            ("is", raw.is.is_some() && raw.standing.is_none(), "standing"),
            ("offset", raw.offset.is_some() && raw.standing.is_none(), "standing"),
        ];
        for (key, _, with) in idle.into_iter().filter(|(_, idle, _)| *idle) {
            self.fault(format!("{key} 只和 {with} 一起才起作用"), raw.name.span());
        }
        let table = match &raw.table {
            Some(table) => Some(self.table(table)?),
            None => None,
        };
        let filter = |loader: &mut Self, table| match &raw.filter {
            Some(filter) => loader.formula(filter, Some(table), Want::Test),
            None => Some(Expr { source: "TRUE".into(), root: formula::Expression::Bool(true), kind: Type::Bool }),
        };
        let (source, kind) = match (table, &raw.any, &raw.count, &raw.sum, &raw.value, &raw.standing, &raw.formula) {
            (Some(table), Some(any), None, None, None, None, None) => {
                (Source::Any { table, holds: self.formula(any, Some(table), Want::Test)? }, Type::Bool)
            }
            (Some(table), None, Some(count), None, None, None, None) => {
                (Source::Count { table, holds: self.formula(count, Some(table), Want::Test)? }, Type::Number)
            }
            (Some(table), None, None, Some(sum), None, None, None) => {
                let of = self.formula(sum, Some(table), Want::Number)?;
                let kind = of.kind;
                (Source::Sum { table, holds: filter(self, table)?, of }, kind)
            }
            (Some(table), None, None, None, Some(value), None, None) => {
                let of = self.formula(value, Some(table), Want::Any)?;
                let kind = of.kind;
                let latest = match &raw.latest {
                    Some(latest) => Some(self.formula(latest, Some(table), Want::Order)?),
                    None => None,
                };
                (Source::Value { table, holds: filter(self, table)?, of, latest }, kind)
            }
            (None, None, None, None, None, Some(standing), None) => {
                let index = self.standing_named(standing)?;
                let Some(is) = &raw.is else {
                    self.fault("还要写 is：哪一种身份".into(), standing.span());
                    return None;
                };
                let labels = self.standings[index].labels.to_vec();
                let is =
                    [Continuity::First, Continuity::Continuous, Continuity::Again][self.known(is, &labels, "身份")?];
                (Source::Standing { standing: index, offset: raw.offset.unwrap_or(0), is }, Type::Bool)
            }
            (None, None, None, None, None, None, Some(of)) => {
                let of = self.formula(of, None, Want::Any)?;
                let kind = of.kind;
                (Source::Derived { of }, kind)
            }
            _ => {
                self.fault(
                    "事实要写 table 加 any、count、sum、value 之一，或者 standing，或者 formula".into(),
                    raw.name.span(),
                );
                return None;
            }
        };
        Some(Fact { name: raw.name.get_ref().as_str().into(), kind, clause: (*raw.clause).into(), source })
    }

    pub(super) fn condition(&mut self, raw: &file::Condition, table: Option<TableIndex>) -> Option<Condition> {
        self.at_home(raw.name.get_ref(), &raw.clause);
        Some(Condition {
            id: raw.id.get_ref().as_str().into(),
            name: raw.name.get_ref().as_str().into(),
            clause: raw.clause.as_str().into(),
            requirement: raw.requirement.as_str().into(),
            test: self.formula(&raw.test, table, Want::Test)?,
            supplier: (*raw.supplier).into(),
        })
    }

    pub(super) fn rival(&mut self, raw: &file::Rival, ids: &[Arc<str>], declared: &[file::Item]) -> Option<Rival> {
        self.unique(raw.items.iter(), "奖励项目");
        let mut items =
            self.all(&raw.items, |loader, item| loader.known(item, ids, "奖励项目").map(ItemIndex::from))?;
        let over_firm = raw.over.as_ref().is_some_and(|over| *over.get_ref() == RivalOver::Firm);
        for (item, written) in items.iter().zip(&raw.items) {
            if declared[usize::from(*item)].record.is_none() && !over_firm {
                self.fault("就高不重复的项目要先写 record，按记录对照".into(), written.span());
            }
        }
        if raw.items.len() < 2 {
            let place = raw.items.first().map_or_else(|| raw.name.span(), Text::span);
            self.fault("至少要有两个项目".into(), place);
        }
        items.sort_unstable();
        Some(Rival { items, over_firm, name: raw.name.get_ref().as_str().into(), clause: (*raw.clause).into() })
    }

    pub(super) fn other_scheme(&mut self, raw: &file::OtherScheme) -> Option<OtherScheme> {
        self.at_home("别的政策", &raw.clause);
        let table = self.table(&raw.table)?;
        let scheme = self.column_for(table, &raw.scheme, column_requirements::TEXT);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        let applies = self.formula(&raw.applies, Some(table), Want::Test);
        let paid = self.formula(&raw.paid, Some(table), Want::Test);
        Some(OtherScheme {
            table,
            by_firm: raw.by.as_ref().is_some_and(|by| *by.get_ref() == CompareBy::Firm),
            after_cap: raw.after_cap,
            scheme: scheme?,
            named: raw.named.iter().map(|name| name.get_ref().as_str().into()).collect(),
            item: item?,
            record: record?,
            amount: amount?,
            applies: applies?,
            paid: paid?,
            clause: (*raw.clause).into(),
        })
    }

    pub(super) fn history(&mut self, raw: &file::History) -> Option<History> {
        let table = self.table(&raw.table)?;
        let year = self.column_for(table, &raw.year, column_requirements::PERIOD);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        Some(History { table, year: year?, item: item?, record: record?, amount: amount?, since: raw.since })
    }

    pub(super) fn succession(&mut self, raw: &file::Succession) -> Option<Succession> {
        self.at_home("代码沿革", &raw.clause);
        let table = self.table(&raw.table)?;
        let old = self.column_for(table, &raw.old, column_requirements::CODE)?;
        if old == self.tables[table].key {
            self.fault("原代码要另写一列，写在现在的代码后面".into(), raw.old.span());
        } else if !self.tables[table].columns[old].required {
            self.fault("原代码列要写 required = true".into(), raw.old.span());
        }
        if table == self.register {
            self.fault("代码沿革要另有一张表，不能用企业名录".into(), raw.table.span());
        }
        Some(Succession { table, old, clause: (*raw.clause).into() })
    }

    pub(super) fn ban(&mut self, raw: &file::Ban) -> Option<Ban> {
        self.at_home(&raw.reason, &raw.clause);
        let when = self.formula(&raw.when, None, Want::Test)?;
        let reclaims = match &raw.reclaims {
            Some(reclaims) => Some(self.reclaims(reclaims)?),
            None => None,
        };
        let ids: Vec<Arc<str>> = self.items.iter().map(|(id, _)| Arc::clone(id)).collect();
        let also = self.all(&raw.also, |loader, item| loader.known(item, &ids, "奖励项目").map(ItemIndex::from))?;
        Some(Ban { when, reason: raw.reason.as_str().into(), also, reclaims, clause: (*raw.clause).into() })
    }

    fn reclaims(&mut self, raw: &file::Reclaims) -> Option<Reclaims> {
        let names: Vec<_> = self.facts.iter().map(|fact| Arc::clone(&fact.name)).collect();
        let fact = self.known(&raw.fact, &names, "事实").map(FactIndex::from)?;
        let Source::Any { table, .. } = self.facts[fact].source else {
            self.fault("这里要写一个用 any 判断记录的事实".into(), raw.fact.span());
            return None;
        };
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = match &raw.record {
            Some(record) => Some(self.column_for(table, record, column_requirements::TEXT)?),
            None => None,
        };
        Some(Reclaims { fact, item: item?, record })
    }

    pub(super) fn evaluation(&mut self, raw: &file::Evaluation) -> Option<Evaluation> {
        let concerns = self.formula(&raw.concerns, None, Want::Test);
        let passed = self.formula(&raw.passed, None, Want::Test);
        let stopped = self.formula(&raw.stopped, None, Want::Test);
        Some(Evaluation {
            concerns: concerns?,
            passed: passed?,
            stopped: stopped?,
            awaited: raw.awaited,
            clause: (*raw.clause).into(),
        })
    }

    pub(super) fn cap(&mut self, raw: &file::Cap) -> Option<Cap> {
        self.unique(raw.class.iter().map(|class| &class.id), "限额档次");
        self.at_home("限额", "");
        let increment = self.formula(&raw.increment, None, Want::Money);
        let classes = self.all(&raw.class, Self::cap_class);
        if raw.class.last().is_none_or(|class| !class.ways.is_empty()) {
            let span = raw.class.last().map_or_else(|| raw.increment.span(), |class| class.id.span());
            self.fault("最后一档不能写 ways：总要有一档适用".into(), span);
            return None;
        }
        let spread = match raw.spread.as_ref().map(toml::Spanned::get_ref) {
            None | Some(file::SpreadWay::InProportion) => Spread::InProportion,
            Some(file::SpreadWay::InLineOrder) => Spread::InLineOrder,
        };
        Some(Cap {
            increment: increment?,
            supplier: (*raw.supplier).into(),
            spread,
            shows: (*raw.shows).into(),
            classes: classes?,
        })
    }

    fn cap_class(&mut self, raw: &file::CapClass) -> Option<CapClass> {
        let ratio = self.register_parameter(
            &format!("限额比例_{}", raw.name),
            &raw.ratio,
            Type::Share,
            &raw.clause,
            "限额的比例",
        );
        let ways = raw.ways.iter().filter_map(|way| {
            self.at_home(&way.name, &way.clause);
            let test = self.formula(&way.test, None, Want::Test)?;
            Some(Way { name: way.name.as_str().into(), clause: way.clause.as_str().into(), test })
        });
        let ways = ways.collect();
        Some(CapClass {
            id: raw.id.get_ref().as_str().into(),
            name: raw.name.as_str().into(),
            clause: raw.clause.as_str().into(),
            ratio: ratio?,
            ways,
        })
    }

    pub(super) fn accounts(&mut self, raw: &file::Accounts) -> Option<Accounts> {
        let table = self.table(&raw.table)?;
        let holder = self.column_for(table, &raw.holder, column_requirements::TEXT);
        let bank = self.column_for(table, &raw.bank, column_requirements::TEXT);
        let number = self.column_for(table, &raw.number, column_requirements::TEXT);
        let persons = match &raw.persons {
            Some(persons) => Some(self.person_accounts(persons)?),
            None => None,
        };
        Some(Accounts { table, holder: holder?, bank: bank?, number: number?, persons })
    }

    fn person_accounts(&mut self, raw: &file::PersonAccounts) -> Option<PersonAccounts> {
        let table = self.table(&raw.table)?;
        let columns = [&raw.name, &raw.holder, &raw.bank, &raw.number];
        let [name, holder, bank, number] =
            columns.map(|column| self.column_for(table, column, column_requirements::TEXT));
        Some(PersonAccounts { table, name: name?, holder: holder?, bank: bank?, number: number? })
    }

    pub(super) fn payments(&mut self, raw: &file::Payments) -> Option<Payments> {
        let table = self.table(&raw.table)?;
        let payee = self.column_for(table, &raw.payee, column_requirements::TEXT);
        let day = self.column_for(table, &raw.day, column_requirements::DATE);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        let batch = self.column_for(table, &raw.batch, column_requirements::TEXT);
        let applies = self.formula(&raw.applies, Some(table), Want::Test);
        let summary = (*raw.summary).into();
        let (payee, day, amount) = (payee?, day?, amount?);
        Some(Payments { table, payee, day, amount, batch: batch?, applies: applies?, summary })
    }

    pub(super) fn objections(&mut self, raw: &file::Objections) -> Option<Objections> {
        let table = self.table(&raw.table)?;
        let day = self.column_for(table, &raw.day, column_requirements::DATE);
        let [by, content, answer, outcome] = [&raw.by, &raw.content, &raw.answer, &raw.outcome]
            .map(|column| self.column_for(table, column, column_requirements::TEXT));
        Some(Objections { table, day: day?, by: by?, content: content?, answer: answer?, outcome: outcome? })
    }

    /// The items that are named by their ids.
    pub(super) fn items_named(&mut self, names: &[Text]) -> Option<Vec<ItemIndex>> {
        let ids: Vec<Arc<str>> = self.items.iter().map(|(id, _)| Arc::clone(id)).collect();
        self.unique(names.iter(), "奖励项目");
        self.all(names, |loader, item| loader.known(item, &ids, "奖励项目").map(ItemIndex::from))
    }

    pub(super) fn publication(&mut self, raw: &file::Publication) -> Option<Publication> {
        let banded = self.items_named(&raw.banded);
        let bands = self.all(&raw.bands, |loader, figure| loader.positive(figure).map(Money::yuan));
        let (banded, bands) = (banded?, bands?);
        if banded.is_empty() != bands.is_empty() || !bands.is_sorted_by(|one, next| one < next) {
            let place = raw.bands.first().map(Figure::span).or_else(|| raw.banded.first().map(Text::span));
            self.fault("banded 和 bands 要一起写，bands 从小到大".into(), place.unwrap_or(0..0));
            return None;
        }
        Some(Publication { banded, bands })
    }

    pub(super) fn note(&mut self, raw: &file::Note) -> Option<Note> {
        Some(Note {
            clause: raw.clause.as_str().into(),
            text: raw.text.as_str().into(),
            items: self.items_named(&raw.items)?,
            ask: (*raw.ask).into(),
            answer: (*raw.answer).into(),
        })
    }

    pub(super) fn returns(&mut self, raw: &file::Returns) -> Option<Returns> {
        let table = self.table(&raw.table)?;
        let year = self.column_for(table, &raw.year, column_requirements::PERIOD);
        let item = self.column_for(table, &raw.item, column_requirements::ITEM);
        let record = self.column_for(table, &raw.record, column_requirements::TEXT);
        let amount = self.column_for(table, &raw.amount, column_requirements::MONEY);
        Some(Returns { table, year: year?, item: item?, record: record?, amount: amount? })
    }

    pub(super) fn check(&mut self, raw: &file::Check) -> Option<Check> {
        let severity = match raw.severity.get_ref() {
            Grade::Error => Severity::Error,
            Grade::Warning => Severity::Warning,
            Grade::Note => Severity::Note,
        };
        self.at_home(raw.code.get_ref(), raw.clause.as_deref().unwrap_or_default());
        let table = self.table(&raw.table)?;
        let column = self.column(table, &raw.column);
        let fault = self.formula(&raw.fault, Some(table), Want::Test)?;
        if fault.names().iter().any(|(target, ..)| matches!(target, Target::Fact(_))) {
            // The checks run before the facts are known.
            self.fault("核对用的公式只能用列和参数，不能用事实".into(), raw.fault.span());
        }
        let needs_year = fault.names().iter().any(|(target, ..)| *target == Target::Year);
        Some(Check {
            code: raw.code.get_ref().as_str().into(),
            severity,
            title: raw.title.as_str().into(),
            remedy: raw.remedy.as_str().into(),
            clause: raw.clause.as_deref().map(Into::into),
            table,
            column: column?,
            fault,
            expected: raw.expected.as_str().into(),
            needs_year,
        })
    }

    pub(super) fn exclusive(&mut self, raw: &file::Exclusive) -> Option<Exclusive> {
        let table = self.table(&raw.table)?;
        if raw.columns.is_empty() {
            self.fault("至少写一列".into(), raw.code.span());
        }
        let columns = raw.columns.iter().map(|column| self.column(table, column)).collect::<Option<Vec<_>>>()?;
        Some(Exclusive {
            code: raw.code.get_ref().as_str().into(),
            table,
            columns,
            title: raw.title.as_str().into(),
            remedy: raw.remedy.as_str().into(),
            clause: raw.clause.as_deref().map(Into::into),
        })
    }

    pub(super) fn workbook(&mut self, raw: &file::Workbook) -> Option<Workbook> {
        // It becomes a file's name, on any system.
        let name = raw.name.get_ref();
        if name.trim().is_empty()
            || name.starts_with(['.', '~'])
            || name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        {
            self.fault("工作簿名也是文件名，不能空白，不用 / \\ : * ? \" < > |".into(), raw.name.span());
        }
        let tables = self.all(&raw.tables, Self::table)?;
        Some(Workbook { name: name.as_str().into(), bureau: (*raw.bureau).into(), tables })
    }
}
