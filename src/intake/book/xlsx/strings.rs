//! The shared-string part of an .xlsx: each text without its formatting and without phonetic hints.

use std::io::Read;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::fragments::Fragments;
use super::super::markup::{Markup, Token};
use super::super::texts::Texts;
use super::super::xml;

/// Reads the part as it streams by. The count it claims is not believed.
pub(super) fn read(part: &mut dyn Read, bounds: &Bounds) -> Result<Texts, BookFault> {
    let mut texts = Texts::default();
    let mut fragments = Fragments::new(part, "si", bounds.piece);
    let mut text = String::new();
    while let Some(piece) = fragments.next()? {
        read_piece(piece, &mut text, &mut texts, bounds)?;
    }
    texts.close();
    Ok(texts)
}

fn read_piece(piece: &str, text: &mut String, texts: &mut Texts, bounds: &Bounds) -> Result<(), BookFault> {
    let mut markup = Markup::new(piece);
    let mut in_item = false;
    while let Some(token) = markup.next()? {
        match token {
            Token::Open("si") => {
                text.clear();
                in_item = !markup.finish()?;
                if !in_item {
                    texts.push("", bounds)?;
                }
            }
            Token::Open("t") if in_item => text.push_str(&markup.content("t")?),
            Token::Open("rPh") => markup.skip()?,
            Token::Open(_) => {
                markup.finish()?;
            }
            Token::Close("si") if in_item => {
                texts.push(&xml::plain(text), bounds)?;
                in_item = false;
            }
            Token::Comment if in_item => return Err(BookFault::damaged("共享文字里夹有 XML 注释")),
            _ => {}
        }
    }
    if in_item { Err(BookFault::damaged("共享文字不完整")) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<String>, BookFault> {
        let texts = read(&mut text.as_bytes(), &Bounds::default())?;
        Ok((0..texts.len()).map(|number| texts.get(number).unwrap().to_owned()).collect())
    }

    #[test]
    fn rich_phonetic_and_empty_texts() {
        let text = "<?xml version=\"1.0\"?><sst count=\"4000000000\"><si><t>甲&amp;乙</t></si><si/><si><t/></si>\
            <si><r><rPr><b/></rPr><t xml:space=\"preserve\"> 丙</t></r><r><t>丁</t></r><rPh><t>x</t></rPh></si></sst>";
        assert_eq!(all(text).unwrap(), ["甲&乙", "", "", " 丙丁"]);
        let prefixed = "<x:sst><x:si><x:t>甲</x:t></x:si></x:sst>";
        assert_eq!(all(prefixed).unwrap(), ["甲"]);
    }

    #[test]
    fn what_reads_differently_elsewhere_is_refused() {
        for text in ["<sst><si><t>1<!--x-->2</t></si></sst>", "<!DOCTYPE a><sst/>", "<sst><si><t>甲"] {
            assert!(all(text).is_err(), "{text}");
        }
    }

    #[test]
    fn too_many_or_too_long() {
        let text = format!("<sst>{}</sst>", "<si><t>甲乙丙</t></si>".repeat(100));
        let few = Bounds { text_count: 99, ..Bounds::default() };
        assert!(matches!(read(&mut text.as_bytes(), &few), Err(BookFault::TooLarge(_))));
        let short = Bounds { texts: 899, ..Bounds::default() };
        assert!(matches!(read(&mut text.as_bytes(), &short), Err(BookFault::TooLarge(_))));
    }
}
