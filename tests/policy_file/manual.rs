//! The manual and the schema are made from what the loader reads, the copies in the repository are current, and the schema says of
//! a policy what the loader says of its form.

use jiangbu::formula::FUNCTIONS;
use jiangbu::policy::{BUILT_IN, KEYS, Policy, Section, Shape};
use jiangbu::report::reference::{reference, schema};
use serde_json::Value;

const WRITTEN: &str = include_str!("../../docs/policy-file.md");
const SCHEMA: &str = include_str!("../../policy.schema.json");

/// Every section with its path.
fn sections(path: &str, section: &'static Section, found: &mut Vec<(String, &'static Section)>) {
    if found.iter().any(|(_, known)| std::ptr::eq(*known, section)) {
        return;
    }
    found.push((path.to_owned(), section));
    for key in section.keys {
        let mut shape = &key.shape;
        while let Shape::List(of, _) | Shape::Pairs(of) = shape {
            shape = of;
        }
        if let Shape::Section(inner) | Shape::Quantity(inner) = shape {
            sections(&format!("{path}.{}", key.name), inner, found);
        }
    }
}

fn all() -> Vec<(String, &'static Section)> {
    let mut found = Vec::new();
    static WHOLE: Section = KEYS;
    sections("", &WHOLE, &mut found);
    found
}

#[test]
fn the_copies_in_the_repository_are_current() {
    assert!(WRITTEN == reference(), "docs/policy-file.md: jiangbu 政策 手册 -o docs/policy-file.md --force");
    let schema = format!("{}\n", serde_json::to_string_pretty(&schema()).expect("JSON"));
    assert!(SCHEMA == schema, "policy.schema.json: jiangbu 政策 格式 -o policy.schema.json --force");
    assert_eq!(BUILT_IN.lines().next(), Some("#:schema ./policy.schema.json"));
}

/// What the loader itself says may be written in a section is what the manual lists.
#[test]
fn the_manual_names_every_key_the_loader_knows() {
    for (path, section) in all() {
        for key in section.keys {
            assert!(WRITTEN.contains(&format!("| `{}` |", key.name)), "{path}.{}", key.name);
            assert!(!key.meaning.is_empty() && !key.example.is_empty(), "{path}.{}", key.name);
        }
    }
    // The loader's own word for it, from a section of each kind.
    for (from, to) in [
        ("number = ", "nomber = 1\nnumber = "),
        ("[register]\n", "[register]\nx = 1\n"),
        ("id = \"hnte\"", "id = \"hnte\"\nx = 1"),
    ] {
        let error = Policy::load(&BUILT_IN.replacen(from, to, 1), "policy.toml").expect_err("an unknown key");
        let message = &error.faults[0].message;
        let (_, choices) = message.split_once("可以写的有：").expect("choices");
        choices.split('、').for_each(|key| assert!(WRITTEN.contains(&format!("| `{key}` |")), "{key}"));
    }
}

/// Every example of the manual is TOML, and is read by the loader's own reader for that key.
#[test]
fn the_manuals_examples_are_toml() {
    for (path, section) in all() {
        for key in section.keys.iter().filter(|key| !key.example.starts_with("[[") && !key.example.starts_with("[p")) {
            let is_section = matches!(key.shape, Shape::Section(_)) && key.example.starts_with('[');
            let text = if is_section { key.example.to_owned() } else { format!("{} = {}", key.name, key.example) };
            assert!(toml::from_str::<toml::Table>(&text).is_ok(), "{path}: {text}");
        }
    }
}

#[test]
fn every_function_is_in_the_manual() {
    for known in FUNCTIONS {
        assert!(WRITTEN.contains(&format!("| `{}({})` |", known.name, known.arguments)), "{}", known.name);
    }
}

/// Does `value` keep to `schema`? What of JSON Schema our own uses.
fn keeps(schema: &Value, value: &Value) -> bool {
    if schema.as_object().is_some_and(serde_json::Map::is_empty) {
        // Whatever stands at the path that a reading changes.
        return true;
    }
    if let Some(ways) = schema.get("oneOf").and_then(Value::as_array) {
        return ways.iter().filter(|way| keeps(way, value)).count() == 1;
    }
    let kinds = match &schema["type"] {
        Value::Array(kinds) => kinds.clone(),
        kind => vec![kind.clone()],
    };
    let is = |kind: &Value| match kind.as_str() {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("number") => value.is_number(),
        Some("integer") => value.is_i64(),
        Some("boolean") => value.is_boolean(),
        _ => false,
    };
    let listed = schema.get("enum").is_none_or(|all| all.as_array().is_some_and(|all| all.contains(value)));
    if !kinds.iter().any(is) || !listed {
        return false;
    }
    if let Some(all) = value.as_array() {
        let count = |key: &str| schema.get(key).and_then(Value::as_u64);
        let length = all.len() as u64;
        return count("minItems").is_none_or(|least| length >= least)
            && count("maxItems").is_none_or(|most| length <= most)
            && all.iter().all(|one| keeps(&schema["items"], one));
    }
    let Some(entries) = value.as_object() else { return true };
    let required = schema
        .get("required")
        .and_then(Value::as_array)
        .is_none_or(|required| required.iter().all(|key| key.as_str().is_some_and(|key| entries.contains_key(key))));
    required
        && entries.iter().all(|(key, value)| match (schema["properties"].get(key), &schema["additionalProperties"]) {
            (Some(schema), _) => keeps(schema, value),
            (None, Value::Bool(false) | Value::Null) => false,
            (None, schema) => keeps(schema, value),
        })
}

fn as_json(text: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Table>(text).expect("TOML")).expect("JSON")
}

#[test]
fn the_schema_accepts_what_loads_and_refuses_slips_of_form() {
    let schema = schema();
    let tea = include_str!("../policies/tea.toml");
    for text in [BUILT_IN, tea].into_iter().chain(super::examples::cookbook().iter().map(|(_, text)| text.as_str())) {
        assert!(keeps(&schema, &as_json(text)));
    }
    for (from, to) in [
        ("counts_toward_cap = true", "counts_towards_cap = true"),
        ("[[condition]]", "[[conditon]]"),
        ("years = [2022, 2024]", "years = [2022]"),
        ("type = \"yes-no\"", "type = \"yesno\""),
        ("number = \"临政字〔2022〕37号\"", "number = 37"),
        ("over = \"firm-year\"", "over = \"year\""),
        ("required = true", "required = \"是\""),
        ("id = \"hnte\"\n", ""),
    ] {
        assert!(!keeps(&schema, &as_json(&BUILT_IN.replacen(from, to, 1))), "{to}");
        assert!(Policy::load(&BUILT_IN.replacen(from, to, 1), "policy.toml").is_err(), "{to}");
    }
}
