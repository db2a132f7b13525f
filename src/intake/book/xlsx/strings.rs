//! The shared-string part of an .xlsx: each text without its formatting and without phonetic hints.

use std::io::Read;

use super::super::bounds::Bounds;
use super::super::fault::BookFault;
use super::super::runs::Runs;
use super::super::texts::Texts;
use super::super::xml;
use super::super::xml_chunks::Fragments;
use super::super::xml_tokens::{Markup, Token};

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
    let (mut run, mut runs) = (Run::default(), Runs::default());
    while let Some(token) = markup.next()? {
        match token {
            Token::Open("si") => {
                text.clear();
                (run, runs) = (Run::default(), Runs::default());
                in_item = !markup.finish()?;
                if !in_item {
                    texts.push("", bounds)?;
                }
            }
            Token::Open("t") if in_item => {
                let part = markup.content("t")?;
                runs.add(&part, run.struck, run.raised);
                text.push_str(&part);
            }
            Token::Open("rPh") => markup.skip()?,
            Token::Open(name) => run.open(name, &mut markup)?,
            Token::Close("si") if in_item => {
                texts.push(&xml::plain(text), bounds)?;
                texts.mark(runs.marks());
                in_item = false;
            }
            Token::Comment if in_item => return Err(BookFault::damaged("共享文字里夹有 XML 注释")),
            _ => {}
        }
    }
    if in_item { Err(BookFault::damaged("共享文字不完整")) } else { Ok(()) }
}

/// How the run being read is set.
#[derive(Default)]
pub(super) struct Run {
    pub struck: bool,
    pub raised: bool,
}

impl Run {
    /// Goes behind a tag just opened that is none of a text's; what it says of the run is kept.
    pub fn open(&mut self, name: &str, markup: &mut Markup<'_>) -> Result<(), BookFault> {
        if name == "r" {
            *self = Self::default();
        }
        let mut value = None;
        while let Some((name, written)) = markup.attribute()? {
            if name == "val" {
                value = Some(written);
            }
        }
        match name {
            "strike" => self.struck = !matches!(value, Some("0" | "false" | "off")),
            "vertAlign" => self.raised = matches!(value, Some("superscript" | "subscript")),
            _ => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::Marks;
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
    fn how_texts_are_set() {
        let run = |set: &str, text: &str| format!("<r><rPr><b/>{set}</rPr><t>{text}</t></r>");
        let (strike, high) = ("<strike/>", "<vertAlign val=\"superscript\"/>");
        let (off, level) = ("<strike val=\"0\"/>", "<vertAlign val=\"baseline\"/>");
        let marks = |struck, partly_struck, raised| Marks { struck, partly_struck, raised };
        for (runs, expected) in [
            (run("", "30") + &run(high, "1"), marks(false, false, true)),
            (run(strike, "30") + &run("", "25"), marks(false, true, false)),
            (run(strike, "30") + &run("", " "), marks(true, false, false)),
            (run(high, "30"), marks(false, false, false)),
            (run(off, "30") + &run(level, "1"), Marks::NONE),
            ("<t>30</t>".into(), Marks::NONE),
        ] {
            let text = format!("<sst><si><t>a</t></si><si>{runs}</si><si><t>b</t></si></sst>");
            let texts = read(&mut text.as_bytes(), &Bounds::default()).unwrap();
            assert_eq!(
                [texts.marks(0), texts.marks(1), texts.marks(2)],
                [Marks::NONE, expected, Marks::NONE],
                "{runs}"
            );
        }
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
