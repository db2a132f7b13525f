//! The policy file as it is written: every key known, every value with its place, nothing checked yet.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

/// A text with its place in the file.
pub(super) type Text = Spanned<String>;
/// A number or a text holding one (`50000`, `"25%"`), with its place.
pub(super) type Figure = Spanned<toml::Value>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub policy: Head,
    pub register: Register,
    #[serde(default)]
    pub reading: Vec<Reading>,
    #[serde(default)]
    pub workbook: Vec<Workbook>,
    pub table: Vec<Table>,
    #[serde(default)]
    pub parameter: Vec<Parameter>,
    #[serde(default)]
    pub fact: Vec<Fact>,
    #[serde(default)]
    pub standing: Vec<Standing>,
    #[serde(default)]
    pub condition: Vec<Condition>,
    pub item: Vec<Item>,
    #[serde(default)]
    pub rival: Vec<Rival>,
    pub other_scheme: Option<OtherScheme>,
    pub history: Option<History>,
    pub disqualified: Option<Ban>,
    pub suspended: Option<Ban>,
    pub cap: Option<Cap>,
    pub fund: Option<Fund>,
    pub accounts: Option<Accounts>,
    #[serde(default)]
    pub target: Vec<Goal>,
    #[serde(default)]
    pub check: Vec<Check>,
    #[serde(default)]
    pub note: Vec<Note>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head {
    pub number: String,
    pub title: String,
    #[serde(default)]
    pub issuer: String,
    pub years: Spanned<[i32; 2]>,
    pub trial_until: Option<Text>,
    pub year_table: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Register {
    pub table: Text,
    pub code: Text,
    pub name: Text,
    pub district: Option<Text>,
    #[serde(default)]
    pub shown: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Reading {
    pub clause: String,
    pub choice: String,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Workbook {
    pub name: Text,
    #[serde(default)]
    pub bureau: String,
    pub tables: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Table {
    pub name: Text,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub unique: Vec<Text>,
    #[serde(default)]
    pub unique_among: BTreeMap<Text, Text>,
    #[serde(default)]
    pub period: Vec<Text>,
    #[serde(default)]
    pub note: String,
    pub columns: Vec<Column>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub name: Text,
    #[serde(default)]
    pub aliases: Vec<String>,
    #[serde(rename = "type")]
    pub kind: Text,
    #[serde(default)]
    pub required: bool,
    #[serde(default)]
    pub signed: bool,
    pub blank: Option<Figure>,
    pub least: Option<Figure>,
    pub most: Option<Figure>,
    #[serde(default)]
    pub values: Vec<String>,
    #[serde(default)]
    pub synonyms: BTreeMap<Text, Text>,
    pub agrees_with: Option<AgreesWith>,
    pub clause: Option<String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub example: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AgreesWith {
    pub column: Text,
    pub digits: BTreeMap<Text, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameter {
    pub name: Text,
    pub value: Figure,
    #[serde(rename = "type")]
    pub kind: Option<Text>,
    #[serde(default)]
    pub clause: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fact {
    pub name: Text,
    #[serde(default)]
    pub clause: String,
    pub table: Option<Text>,
    pub any: Option<Text>,
    pub count: Option<Text>,
    pub sum: Option<Text>,
    pub value: Option<Text>,
    #[serde(rename = "where")]
    pub filter: Option<Text>,
    pub latest: Option<Text>,
    pub standing: Option<Text>,
    #[serde(default)]
    pub offset: i32,
    pub is: Option<Text>,
    pub formula: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standing {
    pub name: Text,
    #[serde(default)]
    pub clause: String,
    pub table: Text,
    pub records: Text,
    pub date: Text,
    pub grants: Text,
    pub history: Text,
    pub continues: Text,
    pub valid_years: Figure,
    pub labels: [String; 3],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Condition {
    pub id: Text,
    pub name: String,
    pub clause: String,
    pub requirement: String,
    pub test: Text,
    #[serde(default)]
    pub supplier: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub id: Text,
    pub name: Text,
    pub clause: String,
    pub table: Text,
    pub record: Option<Text>,
    pub counts: Text,
    pub standing: Option<Text>,
    pub method: Spanned<Method>,
    #[serde(default)]
    pub needs: Vec<Text>,
    #[serde(default)]
    pub supplier: String,
    #[serde(default)]
    pub limits: Vec<Limit>,
    pub once: Option<Once>,
    pub one_per: Option<OnePer>,
    pub higher_by: Option<HigherBy>,
    #[serde(default)]
    pub requires: Vec<Text>,
    pub counts_toward_cap: bool,
    pub payee: Option<Payee>,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Method {
    pub fixed: Option<Fixed>,
    pub rate: Option<Rate>,
    pub tiers: Option<Tiers>,
    pub entered: Option<Entered>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fixed {
    pub amount: Option<Figure>,
    pub by: Option<Text>,
    #[serde(default)]
    pub values: BTreeMap<Text, Figure>,
    pub quantity: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rate {
    pub rate: Figure,
    pub base: Text,
    pub column: Option<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tiers {
    pub base: Text,
    #[serde(default)]
    pub marginal: bool,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    pub at_least: Option<Figure>,
    pub above: Option<Figure>,
    pub amount: Option<Figure>,
    pub rate: Option<Figure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entered {
    pub column: Text,
    pub ceiling: Option<Ceiling>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ceiling {
    pub amount: Option<Figure>,
    pub by: Option<Text>,
    #[serde(default)]
    pub values: BTreeMap<Text, Figure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Limit {
    pub amount: Figure,
    pub over: Text,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Once {
    pub years: Option<Figure>,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OnePer {
    #[serde(default)]
    pub by: Vec<Text>,
    pub order: Text,
    pub reason: String,
    #[serde(default)]
    pub warn: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HigherBy {
    pub column: Text,
    pub name: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "lowercase")]
pub(super) enum Payee {
    Person(Text),
    Carrier(Text),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rival {
    pub name: String,
    #[serde(default)]
    pub clause: String,
    pub items: Vec<Text>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct OtherScheme {
    #[serde(default)]
    pub clause: String,
    pub table: Text,
    pub scheme: Text,
    pub item: Text,
    pub record: Text,
    pub amount: Text,
    pub applies: Text,
    pub paid: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct History {
    pub table: Text,
    pub year: Text,
    pub item: Text,
    pub record: Text,
    pub amount: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Ban {
    #[serde(default)]
    pub clause: String,
    pub when: Text,
    pub reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Cap {
    pub increment: Text,
    #[serde(default)]
    pub supplier: String,
    pub class: Vec<CapClass>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CapClass {
    pub id: Text,
    pub name: String,
    pub clause: String,
    pub ratio: Figure,
    #[serde(default)]
    pub ways: Vec<Way>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Way {
    pub name: String,
    pub clause: String,
    pub test: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Fund {
    #[serde(default)]
    pub clause: String,
    pub of: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Accounts {
    pub table: Text,
    pub holder: Text,
    pub bank: Text,
    pub number: Text,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Goal {
    pub name: Text,
    #[serde(default)]
    pub clause: String,
    pub target: Figure,
    #[serde(default)]
    pub unit: String,
    pub firms: Option<Text>,
    pub table: Option<Text>,
    pub records: Option<Text>,
    pub sum: Option<Text>,
    pub per: Option<Figure>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Check {
    pub code: Text,
    pub severity: Text,
    pub table: Text,
    pub column: Text,
    pub fault: Text,
    pub title: String,
    pub expected: String,
    pub remedy: String,
    pub clause: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Note {
    pub clause: String,
    pub text: String,
}
