//! Facts, standings, conditions, rivals, the cap, checks of the data, workbooks.

use std::collections::HashSet;
use std::sync::Arc;

use typed_index_collections::TiVec;

use super::column_requirements;
use super::file::{self, Grade, RivalOver, Text};
use super::loader::{Loader, Want, whole};
use super::{
    Cap, CapClass, Check, Condition, Continuity, Each, Exclusive, Fact, Rival, Source, Spread, Standing, Target,
    TemplateWorkbook, Way,
};
use crate::finding::Severity;
use crate::formula::{self, Type, is_of_name};
use crate::index::{CapIndex, ColumnIndex, ItemIndex, StandingIndex, TableIndex};

/// How long a cap's name may be: it stands in a sheet's name.
const MOST_OF_NAME: usize = 20;

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
        let each = whole(raw.each.as_ref().map(|each| self.each(each, raw, table)))?;
        if let (None, Some((column, _))) = (&each, raw.same.iter().next()) {
            self.fault("same 只和 each 一起才起作用".into(), column.span());
        }
        let filter = |loader: &mut Self, table| match &raw.filter {
            Some(filter) => loader.formula(filter, Some(table), Want::Test),
            None => Some(Self::expr(formula::Expression::Bool(true), Type::Bool)),
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
                let of = self.formula(of, each.as_ref().map(|each| each.table), Want::Any)?;
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
        Some(Fact { name: raw.name.get_ref().as_str().into(), kind, clause: (*raw.clause).into(), source, each })
    }

    /// The records that a fact is about one by one, and what those of `table` must have in common with each.
    fn each(&mut self, each: &Text, raw: &file::Fact, table: Option<TableIndex>) -> Option<Each> {
        let of = self.table(each)?;
        if raw.standing.is_some() {
            self.fault("按身份的事实不能写 each".into(), each.span());
        }
        if raw.same.0.is_empty() == table.is_some() {
            let message = "写了 table 的要写 same：这张表的哪一列要与 each 的哪一列相同；写 formula 的不写 same";
            self.fault(message.into(), each.span());
            return None;
        }
        let columns: Vec<_> = raw.same.iter().collect();
        let same = self.all(&columns, |loader, (theirs, own)| {
            let (theirs, own) = (loader.column(table?, theirs)?, loader.column(of, own)?);
            Some((theirs, own))
        })?;
        for ((theirs, own), (written, _)) in same.iter().zip(&columns) {
            let kind = |table: TableIndex, column: ColumnIndex| self.tables[table].columns[column].kind.formula_type();
            if table.is_some_and(|table| kind(table, *theirs) != kind(of, *own)) {
                self.fault("这两列填的不是同一类东西，永远不会相同".into(), written.span());
            }
        }
        Some(Each { table: of, same })
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

    pub(super) fn rival(&mut self, raw: &file::Rival, declared: &[file::Item]) -> Option<Rival> {
        let mut items = self.items_named(&raw.items)?;
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

    /// The caps: that of all items that count, then those of some.
    pub(super) fn caps(&mut self, raw: &file::File) -> Option<TiVec<CapIndex, Cap>> {
        let all: Vec<file::Cap> = raw.caps().collect();
        self.unique(all.iter().flat_map(|cap| cap.class.iter()).map(|class| &class.id), "限额档次");
        self.unique(raw.item_cap.iter().map(|cap| &cap.name), "限额名称");
        for own in &raw.item_cap {
            self.items_named(&own.items);
            let name = own.name.get_ref();
            let fits = !name.is_empty() && name.chars().count() <= MOST_OF_NAME && name.chars().all(is_of_name);
            if !fits || matches!(name.as_str(), "是" | "否") {
                let message = format!("限额的名称也是工作表名的一部分：不超过 {MOST_OF_NAME} 个字，不用空格和符号");
                self.fault(message, own.name.span());
            }
        }
        let names = raw.cap.iter().map(|_| "").chain(raw.item_cap.iter().map(|cap| cap.name.get_ref().as_str()));
        let loaded: Vec<Option<Cap>> = names.zip(&all).map(|(name, cap)| self.cap(name, cap)).collect();
        loaded.into_iter().collect()
    }

    fn cap(&mut self, name: &str, raw: &file::Cap) -> Option<Cap> {
        self.at_home(if name.is_empty() { "限额" } else { name }, "");
        let increment = self.formula(&raw.increment, None, Want::Money);
        let classes = self.all(&raw.class, |loader, class| loader.cap_class(name, class));
        if raw.class.last().is_none_or(|class| !class.ways.is_empty()) {
            let span = raw.class.last().map_or_else(|| raw.increment.span(), |class| class.id.span());
            self.fault("最后一档不能写 ways：总要有一档适用".into(), span);
            return None;
        }
        let (_, others) = raw.class.split_last().unzip();
        for class in others.into_iter().flatten().filter(|class| class.ways.is_empty()) {
            self.fault("这一档没有 ways，企业都适用，后面的档轮不到；写上 ways，或者放到最后".into(), class.id.span());
        }
        let spread = match raw.spread.as_ref().map(toml::Spanned::get_ref) {
            None | Some(file::SpreadWay::InProportion) => Spread::InProportion,
            Some(file::SpreadWay::InLineOrder) => Spread::InLineOrder,
        };
        Some(Cap {
            name: name.into(),
            increment: increment?,
            supplier: (*raw.supplier).into(),
            spread,
            shows: (*raw.shows).into(),
            classes: classes?,
        })
    }

    fn cap_class(&mut self, cap: &str, raw: &file::CapClass) -> Option<CapClass> {
        let of = if cap.is_empty() { "限额" } else { cap };
        let ratio = self.register_parameter(
            &format!("{of}比例_{}", raw.name),
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

    /// The items that are named by their ids, each once.
    pub(super) fn items_named(&mut self, names: &[Text]) -> Option<Vec<ItemIndex>> {
        self.unique(names.iter(), "奖励项目");
        self.items_known(names)
    }

    /// The items that are named by their ids.
    pub(super) fn items_known(&mut self, names: &[Text]) -> Option<Vec<ItemIndex>> {
        let ids: Vec<Arc<str>> = self.items.iter().map(|(id, _)| Arc::clone(id)).collect();
        self.all(names, |loader, item| loader.known(item, &ids, "奖励项目").map(ItemIndex::from))
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
        if fault.facts().next().is_some() {
            // The checks run before the facts are known.
            self.fault("核对用的公式只能用列和参数，不能用事实".into(), raw.fault.span());
        }
        let needs_year = fault.root.refers(|target| *target == Target::Year);
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

    pub(super) fn workbook(&mut self, raw: &file::Workbook) -> Option<TemplateWorkbook> {
        // It becomes a file's name, on any system.
        let name = raw.name.get_ref();
        if name.trim().is_empty()
            || name.starts_with(['.', '~'])
            || name.contains(['/', '\\', ':', '*', '?', '"', '<', '>', '|'])
        {
            self.fault("工作簿名也是文件名，不能空白，不用 / \\ : * ? \" < > |".into(), raw.name.span());
        }
        let tables = self.all(&raw.tables, Self::any_table)?;
        Some(TemplateWorkbook { name: name.as_str().into(), bureau: (*raw.bureau).into(), tables })
    }
}
