//! The schemas of what the program writes as JSON, made from the types that are written.

use schemars::transform::{RecursiveTransform, Transform as _};
use schemars::{JsonSchema, Schema, generate::SchemaSettings};
use serde_json::Value;

use super::derivation::Derivation;
use super::json::Document;
use crate::verify::WorkingPaper;

/// What `calc` and `check` write.
#[must_use]
pub fn award() -> Value {
    strict::<Document<'_>>("jiangbu calc --json")
}

/// What `explain` writes: one firm, or a list of firms.
#[must_use]
pub fn firm() -> Value {
    strict::<OneOrMany>("jiangbu explain --json")
}

/// What `verify` writes.
#[must_use]
pub fn verification() -> Value {
    strict::<WorkingPaper>("jiangbu verify --json")
}

/// One firm where one is asked for.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its shape is wanted")]
enum OneOrMany {
    One(Derivation),
    Many(Vec<Derivation>),
}

/// The schema of `T`, in which nothing is allowed that it does not name.
fn strict<T: JsonSchema>(title: &str) -> Value {
    let mut schema = SchemaSettings::default().for_serialize().into_generator().into_root_schema_for::<T>();
    let mut close = RecursiveTransform(|schema: &mut Schema| {
        if schema.get("properties").is_some() {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
    });
    close.transform(&mut schema);
    schema.insert("title".to_owned(), title.into());
    schema.into()
}
