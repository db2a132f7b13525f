//! The tables of the policy: kinds of cells, list values, and the columns that refer to each other.

use std::sync::Arc;

use rust_decimal::Decimal;

use super::column_requirements;
use super::fault::quoted;
use super::file::{self, ColumnKind, Figure, Text};
use super::keys::NOWHERE;
use super::loader::Loader;
use super::written::Pairs;
use crate::formula::{Type, percent_words};
use crate::index::{ColumnIndex, TableIndex};

use super::{Blank, Column, GUIDE_SHEET, Kind, ListValue, Table};

impl Loader<'_> {
    /// Loads the tables and finds the register among them.
    pub(super) fn load_tables(&mut self, file: &file::File) {
        let raw = &file.table.0;
        for table in raw {
            self.sheet_name(&table.name);
            self.unique(table.columns.iter().map(|column| &column.name), "列名");
            let columns = table.columns.iter().map(|column| self.load_column(column)).collect();
            self.tables.push(Table {
                name: table.name.get_ref().as_str().into(),
                aliases: table.aliases.iter().map(|alias| alias.as_str().into()).collect(),
                required: table.required,
                nil_return: table.nil_return,
                optional: table.optional,
                may_have_left: table.may_have_left,
                columns,
                key: ColumnIndex::default(),
                unique: Vec::new(),
                unique_among: None,
                period: Vec::new(),
                reduces: table.reduces,
                note: (*table.note).into(),
            });
        }
        // References between columns, now that all are there.
        let written: Vec<_> = self.tables.keys().zip(raw).collect();
        let code = Kind::Code(file.numbering());
        for (index, table) in written {
            let reported = file.reported.as_ref().filter(|reported| reported.table.get_ref() == table.name.get_ref());
            let key = match reported {
                Some(reported) => self.tables[index].column(reported.target.get_ref()),
                None if table.name.get_ref() == file.register.table.get_ref() => {
                    file.register_code().and_then(|code| self.tables[index].column(code.name.get_ref()))
                }
                None => self.tables[index].columns.position(|column| column.kind == code),
            };
            if reported.is_some() {
                self.told = Some(index);
            }
            match key {
                Some(key) => self.tables[index].key = key,
                // The column that is not there is told where it is named.
                None if reported.is_some() => {}
                None => self.fault(format!("每张表都要有一列 type = \"{}\"", file.numbering().id()), table.name.span()),
            }
            self.tables[index].unique = table.unique.iter().filter_map(|column| self.column(index, column)).collect();
            self.tables[index].period = table
                .period
                .iter()
                .filter_map(|column| self.column_for(index, column, column_requirements::PERIOD))
                .collect();
            if let Some((second, _)) = table.unique_among.iter().nth(1) {
                self.fault("unique_among 只能写一列".into(), second.span());
            }
            for (column, value) in table.unique_among.iter() {
                if let Some(column) = self.column(index, column) {
                    self.value_listed(index, column, value);
                    let value = self.texts.add(value.get_ref());
                    self.tables[index].unique_among = Some((column, value));
                }
            }
            for (column_index, column) in (0..).map(ColumnIndex::from).zip(table.columns.iter()) {
                if let Some(agrees) = &column.agrees_with {
                    self.load_agreement(index, column_index, agrees);
                }
            }
        }
        self.register = self.table(&file.register.table).unwrap_or_default();
    }

    /// A table's name is its sheet's name in the blank workbooks, and spreadsheets refuse some.
    fn sheet_name(&mut self, name: &Text) {
        let text = name.get_ref();
        let fits = (1..=31).contains(&text.encode_utf16().count())
            && !text.contains(['[', ']', ':', '*', '?', '/', '\\'])
            && !text.starts_with('\'')
            && !text.ends_with('\'');
        if !fits {
            self.fault("表名也是工作表的名称：1 至 31 个字，不用 [ ] : * ? / \\ 和首尾的单引号".into(), name.span());
        } else if text == GUIDE_SHEET {
            self.fault(format!("“{GUIDE_SHEET}”是模板里说明表的名称，数据表请换一个"), name.span());
        }
    }

    fn load_agreement(&mut self, table: TableIndex, column: ColumnIndex, raw: &file::AgreesWith) {
        let Some(other) = self.column(table, &raw.column) else {
            return;
        };
        for (value, digits) in raw.digits.iter() {
            self.value_listed(table, other, value);
            if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
                self.fault("写专利号第五位的数字，如 \"18\"".into(), value.span());
            }
        }
        let digits = raw.digits.iter().map(|(value, digits)| (self.texts.add(value.get_ref()), digits.as_str().into()));
        let digits = digits.collect();
        match &mut self.tables[table].columns[column].kind {
            Kind::Patent { agrees_with } => *agrees_with = Some((other, digits)),
            _ => self.fault("只有 type = \"patent\" 的列可以写 agrees_with".into(), raw.column.span()),
        }
    }

    /// A value of a list column must be one of the list.
    fn value_listed(&mut self, table: TableIndex, column: ColumnIndex, value: &Text) {
        if let Kind::List(values) = &self.tables[table].columns[column].kind {
            let known: Vec<Arc<str>> = values.iter().map(|value| Arc::clone(&value.text)).collect();
            self.known(value, &known, "这个值");
        }
    }

    fn load_column(&mut self, raw: &file::Column) -> Column {
        let kind = self.load_kind(raw);
        let least = raw.least.as_ref().and_then(|figure| self.bound(figure, &kind));
        let most = raw.most.as_ref().and_then(|figure| self.bound(figure, &kind));
        let listed: Vec<Arc<str>> = raw.values.iter().map(|value| value.get_ref().as_str().into()).collect();
        let informative = raw.informative_values.iter().filter_map(|value| {
            self.known(value, &listed, "这个值")?;
            Some(self.texts.add(value.get_ref()))
        });
        let informative = informative.collect();
        let blank = raw.blank.as_ref().and_then(|figure| self.blank(figure, &kind));
        if raw.required && blank.is_some() {
            self.fault(
                "必填的列不能再写 blank".into(),
                raw.blank.as_ref().map_or_else(|| raw.name.span(), Figure::span),
            );
        }
        if let (Some(Blank::Number(value)), Some(written)) = (&blank, &raw.blank)
            && (least.is_some_and(|least| *value < least) || most.is_some_and(|most| *value > most))
        {
            self.fault("blank 的数不在 least 和 most 之间：这样填的格算错误，空着却照算".into(), written.span());
        }
        if least.zip(most).is_some_and(|(least, most)| least > most) {
            self.fault("least 大于 most".into(), raw.least.as_ref().map_or_else(|| raw.name.span(), Figure::span));
        }
        if raw.signed && !matches!(kind, Kind::Money { .. }) {
            self.fault("只有 type = \"money\" 的列可以写 signed".into(), raw.kind.span());
        }
        if let Some(unit) = &raw.unit {
            let text = unit.get_ref();
            if kind != Kind::Number {
                self.fault("只有 type = \"number\" 的列可以写 unit：金额是元，百分数是 %".into(), unit.span());
            } else if text.is_empty() || text.contains(['元', '%', '％', '(', ')', '（', '）', '\n']) {
                // In a header these would be read as the unit of an amount or a share.
                self.fault("unit 写数的单位，如 \"台\"，不带括号、元和 %".into(), unit.span());
            }
        }
        Column {
            name: raw.name.get_ref().as_str().into(),
            aliases: raw.aliases.iter().map(|alias| alias.as_str().into()).collect(),
            kind,
            required: raw.required,
            optional: raw.optional,
            blank,
            least,
            most,
            informative: raw.informative,
            informative_values: informative,
            clause: raw.clause.as_deref().map(Into::into),
            unit: raw.unit.as_ref().map_or("", |unit| unit.get_ref()).into(),
            note: (*raw.note).into(),
            example: (*raw.example).into(),
        }
    }

    fn load_kind(&mut self, raw: &file::Column) -> Kind {
        let written = *raw.kind.get_ref();
        let is_list = written == ColumnKind::List;
        let readable = raw.kind.span() != NOWHERE;
        if let (Some(value), false, true) = (raw.values.first(), is_list, readable) {
            self.fault("只有 type = \"list\" 的列可以写 values".into(), value.span());
        }
        if let (Some((synonym, _)), false, true) = (raw.synonyms.iter().next(), is_list, readable) {
            self.fault("只有 type = \"list\" 的列可以写 synonyms".into(), synonym.span());
        }
        self.unique(raw.values.iter(), "值");
        match written {
            ColumnKind::Money => Kind::Money { signed: raw.signed },
            ColumnKind::Number => Kind::Number,
            ColumnKind::Percent => Kind::Percent,
            ColumnKind::Year => Kind::Year,
            ColumnKind::Date => Kind::Date,
            ColumnKind::Text => Kind::Text,
            ColumnKind::List if raw.values.is_empty() => {
                self.fault("list 列要写 values".into(), raw.kind.span());
                Kind::Text
            }
            ColumnKind::List => {
                let values: Vec<&str> = raw.values.iter().map(|value| value.get_ref().as_str()).collect();
                Kind::List(self.list(&values, &raw.synonyms))
            }
            // 是/否 as people mark it. 有/无 is not taken for it: it can mean something else.
            ColumnKind::YesNo => {
                let mut values = self.list(&["是", "否"], &Pairs(Vec::new()));
                values[0].synonyms = ["Y", "√"].map(Into::into).to_vec();
                values[1].synonyms = ["N", "×"].map(Into::into).to_vec();
                Kind::List(values)
            }
            ColumnKind::CreditCode | ColumnKind::CitizenId | ColumnKind::Code => {
                Kind::Code(written.numbering().unwrap_or_default())
            }
            ColumnKind::Patent => Kind::Patent { agrees_with: None },
            ColumnKind::Item => Kind::Item,
        }
    }

    fn list(&mut self, values: &[&str], synonyms: &Pairs<Text>) -> Vec<ListValue> {
        let mut list: Vec<ListValue> = values
            .iter()
            .map(|value| ListValue { text: (*value).into(), symbol: self.texts.add(value), synonyms: Vec::new() })
            .collect();
        let known: Vec<Arc<str>> = list.iter().map(|value| Arc::clone(&value.text)).collect();
        for (synonym, value) in synonyms.iter() {
            if known.iter().any(|listed| **listed == **synonym.get_ref()) {
                self.fault(format!("“{}”本身就是一个值，不能又作别的值的同义词", synonym.get_ref()), synonym.span());
            }
            if let Some(value) = self.known(value, &known, "这个值") {
                list[value].synonyms.push(synonym.get_ref().as_str().into());
            }
        }
        list
    }

    fn bound(&mut self, figure: &Figure, kind: &Kind) -> Option<Decimal> {
        if !matches!(kind, Kind::Money { .. } | Kind::Number | Kind::Percent | Kind::Year) {
            self.fault("只有数字列可以写上下限".into(), figure.span());
            return None;
        }
        let (value, written) = self.figure(figure)?;
        self.share_written(figure, kind, value, written);
        Some(value)
    }

    /// In a column of percents 5 is 500 %.
    fn share_written(&mut self, figure: &Figure, kind: &Kind, value: Decimal, written: Type) {
        if *kind == Kind::Percent && written == Type::Number && value > Decimal::ONE {
            self.fault(
                format!("比例列里 {value} 就是 {}，百分之几写 \"{value}%\"", percent_words(value)),
                figure.span(),
            );
        }
    }

    fn blank(&mut self, figure: &Figure, kind: &Kind) -> Option<Blank> {
        let text = &figure.get_ref().0;
        match kind {
            Kind::List(values) => {
                let value = values.iter().find(|value| *value.text == **text);
                if value.is_none() {
                    let all: Vec<&str> = values.iter().map(|value| &*value.text).collect();
                    let message = format!("这一列没有“{}”这个值，可以写的有：{}", quoted(text), all.join("、"));
                    self.fault(message, figure.span());
                }
                value.map(|value| Blank::Text(value.symbol))
            }
            Kind::Money { .. } | Kind::Number | Kind::Percent => {
                let (value, written) = self.figure(figure)?;
                self.share_written(figure, kind, value, written);
                Some(Blank::Number(value))
            }
            _ => {
                self.fault("这种列不能写 blank".into(), figure.span());
                None
            }
        }
    }
}
