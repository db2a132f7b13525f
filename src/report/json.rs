//! The result for other programs: amounts as strings in yuan with two decimals, `null` where undetermined.

use std::borrow::Cow;
use std::io::{self, Write};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::award::{
    Assessment, Firm, FirmCap, JointPart, Line, PayeeKind, Portion, QuotaRank, borne, divide, portions,
};
use crate::check::{Checked, by_year};
use crate::finding::{Finding, Severity};
use crate::money::Money;
use crate::policy::{Cap, Item, Method, Policy};
use crate::tables::{Account, Dataset, Input};

/// Writes a run without an award: what was read and found.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_findings(
    out: &mut dyn Write,
    policy: &Policy,
    data: &Dataset,
    year: Option<i32>,
    findings: &[Finding],
) -> io::Result<()> {
    finish(out, &Document { head: Head::new(policy, data, year, None), award: None, findings: Findings(findings) })
}

/// Writes a run with its award.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_award(
    out: &mut dyn Write,
    checked: &Checked<'_>,
    assessment: &Assessment,
    findings: &[Finding],
) -> io::Result<()> {
    let head = Head::new(checked.policy, &checked.data, Some(checked.year), Some(assessment));
    let clawback = assessment.clawback.iter().filter_map(|clawback| reclaimed(checked, assessment, clawback)).collect();
    let fund = assessment.fund;
    let award = AwardPart {
        firms: Firms { checked, assessment },
        clawback,
        fund: FundPart { pool: fund.pool.into(), total: fund.total.into(), shortfall: fund.shortfall.into() },
    };
    finish(out, &Document { head, award: Some(award), findings: Findings(findings) })
}

fn finish(out: &mut dyn Write, document: &Document<'_>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, document)?;
    out.write_all(b"\n")
}

/// Yuan with two decimals.
#[derive(Clone, Copy)]
struct Yuan(Money);

impl From<Money> for Yuan {
    fn from(money: Money) -> Self {
        Self(money)
    }
}

impl Serialize for Yuan {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// A run of `calc` or `check`. Amounts are texts in yuan with two decimals; `null` is undetermined. Without an award (after `check`, or where
/// the data has errors) there are no `firms`, no `clawback` and no `fund`.
#[derive(JsonSchema, Serialize)]
pub(super) struct Document<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(flatten)]
    award: Option<AwardPart<'a>>,
    findings: Findings<'a>,
}

#[derive(JsonSchema, Serialize)]
struct Head<'a> {
    tool: Tool,
    policy: PolicyPart<'a>,
    year: Option<i32>,
    inputs: Vec<InputPart<'a>>,
    tables: Vec<TablePart<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct Tool {
    #[schemars(extend("const" = "jiangbu"))]
    name: &'static str,
    version: &'static str,
}

#[derive(JsonSchema, Serialize)]
struct PolicyPart<'a> {
    number: &'a str,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    sha256: &'a str,
}

#[derive(JsonSchema, Serialize)]
struct InputPart<'a> {
    file: &'a str,
    #[schemars(regex(pattern = "^[0-9a-f]{64}$"))]
    sha256: &'a str,
}

#[derive(JsonSchema, Serialize)]
struct TablePart<'a> {
    table: &'a str,
    rows: u64,
    /// Records an award or a fact rests on.
    used: u64,
    unused: u64,
    other_years: u64,
    errors: u64,
    skipped: u64,
}

#[derive(JsonSchema, Serialize)]
struct AwardPart<'a> {
    firms: Firms<'a>,
    clawback: Vec<ClawbackPart<'a>>,
    fund: FundPart,
}

#[derive(JsonSchema, Serialize)]
struct ClawbackPart<'a> {
    code: &'a str,
    year: Option<i32>,
    item: Option<&'a str>,
    amount: Option<Yuan>,
}

#[derive(JsonSchema, Serialize)]
struct FundPart {
    pool: Yuan,
    total: Yuan,
    shortfall: Yuan,
}

#[derive(JsonSchema, Serialize)]
struct FirmPart<'a> {
    code: &'a str,
    name: Option<&'a str>,
    #[schemars(extend("enum" = ["payable", "no-award", "ineligible", "undetermined", "suspended", "disqualified", "withheld"]))]
    status: &'static str,
    conditions: Vec<ConditionPart<'a>>,
    lines: Vec<LinePart<'a>>,
    /// The sum of the lines' nets.
    lines_net: Yuan,
    cap: Option<CapPart<'a>>,
    /// The caps of some items, where the policy has any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    item_caps: Vec<ItemCapPart<'a>>,
    /// What is paid; undetermined where data is missing.
    payable: Option<Yuan>,
    /// The limits that it stands under together with other firms, where the policy has any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    joint: Vec<JointEntry<'a>>,
    #[schemars(extend("enum" = ["passed", "stopped", "missing", "not-needed"]))]
    evaluation: &'static str,
}

#[derive(JsonSchema, Serialize)]
struct FunderPart<'a> {
    name: &'a str,
    amount: Option<Yuan>,
}

#[derive(JsonSchema, Serialize)]
struct JointEntry<'a> {
    limit: &'a str,
    /// What its firms have in common; `null` where that is blank, or for all firms.
    owner: Option<&'a str>,
    /// What its firms would be paid without it, as far as that is known, and the most they may be paid.
    sum: Yuan,
    most: Yuan,
    /// What this firm's lines there would be paid, and what is left of it.
    before: Option<Yuan>,
    after: Option<Yuan>,
}

#[derive(JsonSchema, Serialize)]
struct ConditionPart<'a> {
    id: &'a str,
    #[schemars(extend("enum" = ["pass", "fail", "undetermined"]))]
    result: &'static str,
}

#[derive(JsonSchema, Serialize)]
struct LinePart<'a> {
    item: &'a str,
    record: Option<&'a str>,
    standing: Option<&'a str>,
    /// One more than the lines of all firms that are surely before it, where its item has places.
    #[serde(skip_serializing_if = "Option::is_none")]
    rank: Option<usize>,
    #[schemars(extend("enum" = ["payable", "pending", "failed", "undetermined", "barred"]))]
    status: &'static str,
    base: Option<String>,
    rate: Option<String>,
    amount: Option<Yuan>,
    limit_cut: Yuan,
    matter_cut: Yuan,
    other_scheme_cut: Yuan,
    /// The amount less the three cuts, where the line is payable.
    net: Yuan,
    /// What is paid after the cap; undetermined as its firm is.
    paid: Option<Yuan>,
    counts_toward_cap: bool,
    /// The cap of some items that it counts toward, where it is not that of all.
    #[serde(skip_serializing_if = "Option::is_none")]
    item_cap: Option<&'a str>,
    #[schemars(extend("enum" = ["firm", "person", "carrier"]))]
    payee: &'static str,
    /// Who gets what of it, where it is divided; nothing while that is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    payees: Vec<PayeePart<'a>>,
    /// What each level bears of what is paid, where the policy shares it; `null` as what is paid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    funders: Vec<FunderPart<'a>>,
    /// What the conditions of the record came to, where its item asks any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    conditions: Vec<ConditionPart<'a>>,
}

#[derive(JsonSchema, Serialize)]
struct PayeePart<'a> {
    #[schemars(extend("enum" = ["firm", "person", "carrier"]))]
    kind: &'static str,
    name: Option<&'a str>,
    /// What it gets of what the line is paid; `null` as that.
    amount: Option<Yuan>,
}

#[derive(JsonSchema, Serialize)]
struct CapPart<'a> {
    class: &'a str,
    ratio: String,
    increment: Option<Yuan>,
    amount: Option<Yuan>,
    cut: Option<Yuan>,
}

#[derive(JsonSchema, Serialize)]
struct ItemCapPart<'a> {
    name: &'a str,
    /// The sum of the nets that count toward it.
    counted: Yuan,
    #[serde(flatten)]
    cap: CapPart<'a>,
}

#[derive(JsonSchema, Serialize)]
struct FindingPart<'a> {
    #[schemars(with = "String", extend("enum" = ["error", "warning", "note"]))]
    severity: Severity,
    /// Permanent; `jiangbu check --explain CODE` tells what it means.
    code: &'a str,
    file: Option<&'a str>,
    sheet: Option<&'a str>,
    /// `D17`, or a row.
    cell: Option<String>,
    message: String,
}

/// The firms, one at a time: a province's would not fit in memory twice.
struct Firms<'a> {
    checked: &'a Checked<'a>,
    assessment: &'a Assessment,
}

impl Serialize for Firms<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.assessment.firms.len()))?;
        for firm in &self.assessment.firms {
            seq.serialize_element(&FirmPart::new(self.checked, self.assessment, firm))?;
        }
        seq.end()
    }
}

impl JsonSchema for Firms<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Firms".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<FirmPart<'_>>::json_schema(generator)
    }
}

impl JsonSchema for Findings<'_> {
    fn schema_name() -> Cow<'static, str> {
        "Findings".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<FindingPart<'_>>::json_schema(generator)
    }
}

impl JsonSchema for Yuan {
    fn schema_name() -> Cow<'static, str> {
        "Yuan".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^-?[0-9]+\\.[0-9]{2}$" })
    }
}

struct Findings<'a>(&'a [Finding]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|finding| FindingPart {
            severity: finding.severity,
            code: &finding.code,
            file: finding.place.file.as_deref(),
            sheet: finding.place.sheet.as_deref(),
            cell: finding.place.address(),
            message: finding.message(),
        }))
    }
}

impl<'a> Head<'a> {
    fn new(policy: &'a Policy, data: &'a Dataset, year: Option<i32>, award: Option<&Assessment>) -> Self {
        let input = |input: &'a Input| InputPart { file: &input.file, sha256: &input.sha256 };
        let tables = policy.tables.iter_enumerated().zip(&data.tables).map(|((index, declared), table)| {
            let (used, unused, other_years) = match award.and_then(|award| award.uses.get(index)) {
                Some(uses) => (uses.used, uses.unused, uses.other_years),
                None => {
                    // Nothing is used before there is an award.
                    let (of_year, other_years) = by_year(declared, table, year);
                    (0, of_year, other_years)
                }
            };
            let Account { rows, errors, skipped, .. } = table.account;
            TablePart { table: &declared.name, rows, used, unused, other_years, errors, skipped }
        });
        Self {
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            policy: PolicyPart { number: &policy.number, sha256: &policy.sha256 },
            year,
            inputs: data.inputs.iter().map(input).collect(),
            tables: tables.collect(),
        }
    }
}

impl<'a> FirmPart<'a> {
    fn new(checked: &'a Checked<'a>, assessment: &'a Assessment, firm: &'a Firm) -> Self {
        let (policy, texts) = (checked.policy, &checked.data.texts);
        let conditions = policy.conditions.iter().zip(&firm.conditions);
        let caps = policy.caps.iter().zip(&firm.caps);
        let (of_all, of_some): (Vec<_>, Vec<_>) = caps.partition(|(cap, _)| cap.name.is_empty());
        let of_some = of_some.into_iter().map(|(cap, of_firm)| ItemCapPart {
            name: &cap.name,
            counted: of_firm.counted.into(),
            cap: CapPart::new(cap, of_firm),
        });
        Self {
            code: texts.get(firm.code),
            name: firm.name.map(|name| texts.get(name)),
            status: firm.status.id(),
            conditions: conditions
                .map(|(condition, passed)| ConditionPart { id: &condition.id, result: result_id(*passed) })
                .collect(),
            lines: assessment.lines[firm.lines.clone()].iter().map(|line| LinePart::new(checked, line)).collect(),
            lines_net: firm.lines_net().into(),
            cap: of_all.first().map(|(cap, of_firm)| CapPart::new(cap, of_firm)),
            item_caps: of_some.collect(),
            payable: firm.payable.map(Yuan),
            joint: firm.joint.iter().map(|part| JointEntry::new(checked, assessment, part)).collect(),
            evaluation: firm.evaluation.id(),
        }
    }
}

impl<'a> CapPart<'a> {
    fn new(cap: &'a Cap, of_firm: &FirmCap) -> Self {
        Self {
            class: &cap.classes[of_firm.class].id,
            ratio: of_firm.ratio.normalize().to_string(),
            increment: of_firm.increment.map(Yuan),
            amount: of_firm.amount.map(Yuan),
            cut: of_firm.cut.map(Yuan),
        }
    }
}

impl<'a> JointEntry<'a> {
    fn new(checked: &'a Checked<'a>, assessment: &'a Assessment, part: &JointPart) -> Self {
        let group = &assessment.joint[part.group];
        Self {
            limit: &checked.policy.joint_limits[group.limit].name,
            owner: group.owner.map(|owner| checked.data.texts.get(owner)),
            sum: group.sum.into(),
            most: group.most.into(),
            before: part.before.map(Yuan),
            after: part.after.map(Yuan),
        }
    }
}

impl<'a> LinePart<'a> {
    fn new(checked: &'a Checked<'a>, line: &'a Line) -> Self {
        let item = &checked.policy.items[line.item];
        let record = item.record.and_then(|column| checked.data.tables[item.table].text(column, line.row));
        let standing = line.standing.zip(item.standing);
        let in_yuan = !matches!(item.method, Method::Fixed { .. });
        Self {
            item: &item.id,
            record: record.map(|record| checked.data.texts.get(record)),
            standing: standing.map(|(place, of)| &*checked.policy.standings[of].labels[place as usize]),
            rank: line.quota_rank.and_then(QuotaRank::rank),
            status: line.status.id(),
            base: line
                .base
                .map(|base| if in_yuan { Money::yuan(base).to_string() } else { base.normalize().to_string() }),
            rate: line.rate.map(|rate| rate.normalize().to_string()),
            amount: line.amount.map(Yuan),
            limit_cut: line.limit_cut().into(),
            matter_cut: line.cuts().matter.into(),
            other_scheme_cut: line.cuts().other.into(),
            net: line.net.into(),
            paid: line.paid.map(Yuan),
            counts_toward_cap: item.counts_toward_cap,
            item_cap: item.cap.map(|cap| &*checked.policy.caps[cap].name).filter(|name| !name.is_empty()),
            payee: PayeeKind::of(item.payee).id(),
            payees: divided(checked, item, line),
            funders: funders(checked.policy, item, line),
            conditions: line
                .asked_of(item)
                .map(|(asked, passed)| ConditionPart {
                    id: &checked.policy.record_conditions[asked].condition.id,
                    result: result_id(passed),
                })
                .collect(),
        }
    }
}

fn divided<'a>(checked: &'a Checked<'_>, item: &Item, line: &Line) -> Vec<PayeePart<'a>> {
    let portions = portions(checked, item, line.firm, line.row).unwrap_or_default();
    let parts = line.paid.and_then(|paid| divide(checked.policy, item, &portions, paid).ok());
    let one = |(number, portion): (usize, &Portion)| PayeePart {
        kind: portion.kind.id(),
        name: portion.name.map(|name| checked.data.texts.get(name)),
        amount: parts.as_ref().map(|parts| parts[number].into()),
    };
    portions.iter().enumerate().map(one).collect()
}

fn funders<'a>(policy: &'a Policy, item: &Item, line: &Line) -> Vec<FunderPart<'a>> {
    let parts = line.paid.and_then(|paid| borne(policy, item, paid).ok());
    let of = item.funders.iter().map(|(funder, _)| FunderPart {
        name: &policy.funders[*funder],
        amount: parts.as_ref().map(|parts| parts[*funder].into()),
    });
    of.collect()
}

fn reclaimed<'a>(
    checked: &'a Checked<'_>,
    assessment: &'a Assessment,
    clawback: &crate::award::Clawback,
) -> Option<ClawbackPart<'a>> {
    let history = checked.policy.history.as_ref()?;
    let table = &checked.data.tables[history.table];
    Some(ClawbackPart {
        code: checked.data.texts.get(assessment.firms[clawback.firm].code),
        year: table.year(history.year, clawback.row),
        item: table.text(history.item, clawback.row).map(|item| checked.data.texts.get(item)),
        amount: table.money(history.amount, clawback.row).map(Yuan),
    })
}

const fn result_id(passed: Option<bool>) -> &'static str {
    match passed {
        Some(true) => "pass",
        Some(false) => "fail",
        None => "undetermined",
    }
}
