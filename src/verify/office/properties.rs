//! The properties of a document: its title and what else stands beside the content.

use super::element::{Element, Space};
use super::fact::Facts;
use super::parts::Parts;
use crate::intake::book::BookFault;

/// Says the properties in the part `name` of the kind `kind`.
pub(super) fn read(parts: &Parts, kind: &str, name: &str, facts: &mut Facts) -> Result<(), BookFault> {
    let Some(root) =
        parts.tree(name, Space::Properties, if kind == "core-properties" { "coreProperties" } else { "Properties" })?
    else {
        return Ok(());
    };
    for property in &root.children {
        let text = property.text.trim();
        match (kind, &*property.name) {
            ("core-properties", "title") => facts.say("", "文档标题", "", text),
            (
                "core-properties",
                "category" | "subject" | "keywords" | "description" | "contentStatus" | "version" | "identifier",
            ) => {
                facts.say("", "文档属性", &*property.name, text);
            }
            ("extended-properties", "HyperlinkBase" | "Manager" | "Company") => {
                facts.say("", "文档属性", &*property.name, text);
            }
            // To be opened for reading only, or with a password.
            ("extended-properties", "DocSecurity") if text != "0" => {
                facts.say("", "文档属性", &*property.name, text);
            }
            ("custom-properties", _) => custom(property, facts),
            _ => {}
        }
    }
    Ok(())
}

/// A property someone added; a program's own marks are none.
fn custom(property: &Element, facts: &mut Facts) {
    let name = property.get("name").unwrap_or_default();
    let mut text = String::new();
    property.walk(&mut |element| text.push_str(element.text.trim()));
    let is_mark = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._".contains(&byte));
    if !((name.starts_with("KSO") || name == "ICV") && is_mark) {
        facts.say("", "文档属性", name, format!("有 {text}"));
    }
}
