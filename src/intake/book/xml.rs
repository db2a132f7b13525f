//! What every XML part needs: attributes, texts put together, and the escapes Excel adds to XML's own.

use std::borrow::Cow;

use quick_xml::NsReader;
use quick_xml::Reader;
use quick_xml::escape::{resolve_predefined_entity, unescape};
use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};

use super::fault::BookFault;

/// A reader over a whole part, which must be well-formed.
pub(super) fn document(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().expand_empty_elements = true;
    reader
}

/// A reader over a piece cut out of a part: its outer elements open or close elsewhere.
pub(super) fn fragment(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    reader
}

/// The attribute named `name`, of no namespace: `f:id` is another one, whatever `f` stands for.
pub(super) fn attribute<'t>(tag: &'t BytesStart<'_>, name: &str) -> Result<Option<Cow<'t, str>>, BookFault> {
    for attribute in tag.attributes() {
        let attribute = attribute?;
        if attribute.key.as_ref() == name {
            return Ok(Some(match attribute.value {
                Cow::Borrowed(raw) => unescape(raw)?,
                Cow::Owned(raw) => Cow::Owned(unescape(&raw)?.into_owned()),
            }));
        }
    }
    Ok(None)
}

/// The `id` by which a part refers to another: known by its namespace, never by its prefix.
pub(super) fn relation_id<'t, R>(
    reader: &NsReader<R>,
    tag: &'t BytesStart<'_>,
) -> Result<Option<Cow<'t, str>>, BookFault> {
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
        let of_relations =
            matches!(&namespace, ResolveResult::Bound(Namespace(namespace)) if RELATIONS.contains(namespace));
        if of_relations && name.as_ref() == "id" {
            return Ok(Some(Cow::Owned(unescape(&attribute.value)?.into_owned())));
        }
    }
    Ok(None)
}

/// The namespace of relations, in the usual and in the strict form.
const RELATIONS: [&str; 2] = [
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
];

/// An attribute that is a whole number.
pub(super) fn number<T: std::str::FromStr>(tag: &BytesStart<'_>, name: &str) -> Result<Option<T>, BookFault> {
    attribute(tag, name)?
        .map(|value| value.trim().parse().map_err(|_| BookFault::damaged(format!("属性 {name} 不是数：{value}"))))
        .transpose()
}

/// An attribute that says yes.
pub(super) fn flag(tag: &BytesStart<'_>, name: &str) -> Result<bool, BookFault> {
    Ok(attribute(tag, name)?.is_some_and(|value| says_yes(&value)))
}

/// `1`, `true` or `on`.
pub(super) fn says_yes(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

/// Adds what a text event stands for. Other events add nothing.
pub(super) fn add_text(event: &Event<'_>, to: &mut String) -> Result<(), BookFault> {
    match event {
        Event::Text(text) => to.push_str(text),
        Event::CData(text) => to.push_str(text),
        Event::GeneralRef(name) => {
            if let Some(letter) = name.resolve_char_ref()? {
                to.push(letter);
            } else {
                let known = resolve_predefined_entity(name);
                to.push_str(known.ok_or_else(|| BookFault::damaged(format!("用了没有定义的字符 &{};", &**name)))?);
            }
        }
        _ => {}
    }
    Ok(())
}

/// Excel writes characters XML has no room for as `_x000D_`.
pub(crate) fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, escape) = rest.split_at(at);
        plain.push_str(before);
        match escaped(escape) {
            Some(letter) => {
                plain.push(letter);
                rest = &escape[7..];
            }
            None => {
                plain.push_str("_x");
                rest = &escape[2..];
            }
        }
    }
    plain.push_str(rest);
    Cow::Owned(plain)
}

fn escaped(text: &str) -> Option<char> {
    let digits = text.get(2..6).filter(|_| text.get(6..7) == Some("_"))?;
    digits.chars().all(|digit| digit.is_ascii_hexdigit()).then_some(())?;
    char::from_u32(u32::from_str_radix(digits, 16).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_excel() {
        let table = [
            ("甲_x000D_\n乙", "甲\r\n乙"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00", "_x00"),
            ("_xZZZZ_", "_xZZZZ_"),
            ("_x甲乙丙丁_", "_x甲乙丙丁_"),
            ("a_x+041_", "a_x+041_"),
        ];
        for (written, meant) in table {
            assert_eq!(plain(written), meant, "{written}");
        }
    }

    #[test]
    fn texts_and_attributes() {
        let mut reader = document("<a x:id='9' id='1&amp;2' n=\"7\">甲&lt;&#x4E59;<![CDATA[<丙>]]></a>");
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Start(tag) => {
                    assert_eq!(attribute(&tag, "id").unwrap().as_deref(), Some("1&2"));
                    assert_eq!(number::<u32>(&tag, "n").unwrap(), Some(7));
                    assert!(number::<u32>(&tag, "id").is_err());
                }
                Event::Eof => break,
                event => add_text(&event, &mut text).unwrap(),
            }
        }
        assert_eq!(text, "甲<乙<丙>");
        assert!(add_text(&document("&bomb;").read_event().unwrap(), &mut text).is_err());
    }
}
