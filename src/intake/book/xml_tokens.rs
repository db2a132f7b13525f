//! The XML of long parts (sheet cells, shared texts), cut into tokens in place.
//!
//! A province's sheets are thirty million tags, and telling them apart was two thirds of the whole reading time with
//! quick-xml, which makes an event of each and checks each again to be UTF-8. Here the text is known to be UTF-8, a tag's
//! attributes are read while its end is sought, and nothing is kept. All short parts are read with quick-xml.

use std::borrow::Cow;

use memchr::memmem;

use super::fault::BookFault;

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'p> {
    /// `<name`: its attributes follow, see [`Markup::attribute`] and [`Markup::finish`]. The name is without prefix.
    Open(&'p str),
    /// `</name>`.
    Close(&'p str),
    /// Text as written, entities and all.
    Text(&'p str),
    /// Text that is meant as written.
    CData(&'p str),
    /// A comment.
    Comment,
}

/// A place in a text.
pub(super) struct Markup<'p> {
    text: &'p str,
    at: usize,
    /// Did the tag finished last end in `/>`?
    empty: bool,
}

impl<'p> Markup<'p> {
    pub fn new(text: &'p str) -> Self {
        Self { text: text.trim_start_matches('\u{feff}'), at: 0, empty: false }
    }

    /// The next token; `None` at the end.
    pub fn next(&mut self) -> Result<Option<Token<'p>>, BookFault> {
        loop {
            let bytes = self.text.as_bytes();
            let Some(&first) = bytes.get(self.at) else {
                return Ok(None);
            };
            if first != b'<' {
                return Ok(Some(Token::Text(self.up_to_tag())));
            }
            return match bytes.get(self.at + 1) {
                Some(b'/') => {
                    self.at += 2;
                    let name = self.name();
                    self.space();
                    self.expect(b'>')?;
                    Ok(Some(Token::Close(name)))
                }
                Some(b'!') => self.declared().map(Some),
                Some(b'?') => {
                    let start = self.at;
                    self.behind("?>")?;
                    of_utf8(&self.text[start..self.at])?;
                    continue;
                }
                Some(_) => {
                    self.at += 1;
                    let name = self.name();
                    if name.is_empty() { Err(broken()) } else { Ok(Some(Token::Open(name))) }
                }
                None => Err(broken()),
            };
        }
    }

    /// The next attribute of the tag just opened, its value as written; `None` once the tag has ended.
    pub fn attribute(&mut self) -> Result<Option<(&'p str, &'p str)>, BookFault> {
        self.space();
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            Some(b'>') => {
                self.at += 1;
                self.empty = false;
                return Ok(None);
            }
            Some(b'/') => {
                self.at += 1;
                self.empty = true;
                return self.expect(b'>').map(|()| None);
            }
            _ => {}
        }
        let start = self.at;
        let ends = |byte: &u8| matches!(byte, b'=' | b' ' | b'>' | b'<' | b'"');
        self.at += bytes[start..].iter().position(ends).ok_or_else(broken)?;
        let name = &self.text[start..self.at];
        self.space();
        self.expect(b'=')?;
        self.space();
        let quote = *bytes.get(self.at).filter(|quote| matches!(quote, b'"' | b'\'')).ok_or_else(broken)?;
        let start = self.at + 1;
        // Values are a few bytes long: a search set up for more would cost more.
        let length = bytes[start..].iter().position(|&byte| byte == quote || byte == b'<').ok_or_else(broken)?;
        self.at = start + length;
        self.expect(quote)?;
        Ok(Some((name, &self.text[start..start + length])))
    }

    /// Goes behind the tag just opened; is it an empty element's?
    pub fn finish(&mut self) -> Result<bool, BookFault> {
        while self.attribute()?.is_some() {}
        Ok(self.empty)
    }

    /// Was the tag just ended an empty element's?
    pub fn is_empty(&self) -> bool {
        self.empty
    }

    /// Goes behind the element just opened, whatever it holds.
    pub fn skip(&mut self) -> Result<(), BookFault> {
        let mut depth = u32::from(!self.finish()?);
        while depth > 0 {
            match self.next()?.ok_or_else(broken)? {
                Token::Open(_) => depth += u32::from(!self.finish()?),
                Token::Close(_) => depth -= 1,
                _ => {}
            }
        }
        Ok(())
    }

    /// The text of the element just opened, which holds nothing else, and goes behind the element.
    pub fn content(&mut self, name: &str) -> Result<Cow<'p, str>, BookFault> {
        if self.finish()? {
            return Ok(Cow::Borrowed(""));
        }
        let mut content = unescaped(self.up_to_tag())?;
        loop {
            match self.next()?.ok_or_else(broken)? {
                Token::Close(closed) if closed == name => return Ok(content),
                Token::CData(text) => content.to_mut().push_str(text),
                Token::Text(text) => content.to_mut().push_str(&unescaped(text)?),
                Token::Comment => return Err(BookFault::damaged("值里夹有 XML 注释")),
                Token::Open(_) | Token::Close(_) => return Err(broken()),
            }
        }
    }

    /// The text, as written, between the tags `before` and the tags `behind`, if nothing but that comes next; goes behind it. Most cells
    /// are written in one way, and to know it again is cheaper than to take it apart.
    pub fn between(&mut self, before: &str, behind: &str) -> Option<&'p str> {
        let rest = self.text[self.at..].strip_prefix(before)?;
        let (text, tail) = rest.split_at(rest.bytes().position(|byte| byte == b'<')?);
        tail.starts_with(behind).then(|| {
            self.at += before.len() + text.len() + behind.len();
            text
        })
    }

    fn up_to_tag(&mut self) -> &'p str {
        let start = self.at;
        let bytes = &self.text.as_bytes()[start..];
        self.at = start + bytes.iter().position(|&byte| byte == b'<').unwrap_or(bytes.len());
        &self.text[start..self.at]
    }

    /// A name without its prefix.
    fn name(&mut self) -> &'p str {
        let rest = &self.text[self.at..];
        let ends = |byte: u8| matches!(byte, b'>' | b'/' | b' ' | b'\t' | b'\r' | b'\n' | b'<' | b'=');
        let name = &rest[..rest.bytes().position(ends).unwrap_or(rest.len())];
        self.at += name.len();
        name.bytes().rposition(|byte| byte == b':').map_or(name, |colon| &name[colon + 1..])
    }

    fn declared(&mut self) -> Result<Token<'p>, BookFault> {
        let rest = &self.text[self.at..];
        if rest.starts_with("<!--") {
            self.at += 4;
            self.behind("-->")?;
            return Ok(Token::Comment);
        }
        if rest.starts_with("<![CDATA[") {
            let start = self.at + 9;
            self.at = start;
            self.behind("]]>")?;
            return Ok(Token::CData(&self.text[start..self.at - 3]));
        }
        // Its entities could say anything.
        Err(BookFault::damaged("内容里有 DOCTYPE 声明"))
    }

    fn behind(&mut self, end: &str) -> Result<(), BookFault> {
        let found = memmem::find(&self.text.as_bytes()[self.at..], end.as_bytes()).ok_or_else(broken)?;
        self.at += found + end.len();
        Ok(())
    }

    fn space(&mut self) {
        let bytes = self.text.as_bytes();
        while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), BookFault> {
        if self.text.as_bytes().get(self.at) != Some(&byte) {
            return Err(broken());
        }
        self.at += 1;
        Ok(())
    }
}

/// A program that believes a declaration of another encoding reads other letters.
fn of_utf8(instruction: &str) -> Result<(), BookFault> {
    let declared = instruction.strip_prefix("<?xml ").and_then(|rest| rest.split_once("encoding"));
    let name = declared.map(|(_, rest)| rest.trim_start_matches([' ', '=']).trim_start_matches(['"', '\'']));
    let name = name.map(|name| name.split(['"', '\'']).next().unwrap_or_default());
    let known = |name: &str| ["utf-8", "utf8"].iter().any(|known| name.eq_ignore_ascii_case(known));
    if name.is_some_and(|name| !known(name)) { Err(BookFault::damaged("内容不是 UTF-8 编码")) } else { Ok(()) }
}

/// A text with its entities resolved; only XML's own are known.
pub(super) fn unescaped(text: &str) -> Result<Cow<'_, str>, BookFault> {
    if !text.as_bytes().contains(&b'&') {
        return Ok(Cow::Borrowed(text));
    }
    Ok(quick_xml::escape::unescape(text)?)
}

fn broken() -> BookFault {
    BookFault::damaged("内容的 XML 不完整或有错")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Result<String, BookFault> {
        let mut markup = Markup::new(text);
        let mut all = String::new();
        while let Some(token) = markup.next()? {
            all += &format!("{token:?}");
            if matches!(token, Token::Open(_)) {
                while let Some((name, value)) = markup.attribute()? {
                    all += &format!(" {name}={value}");
                }
                all += if markup.is_empty() { "/" } else { "" };
            }
            all.push(' ');
        }
        Ok(all.trim_end().to_owned())
    }

    #[test]
    fn tokens_in_place() {
        let table = [
            ("<a><b/></a>", r#"Open("a") Open("b")/ Close("a")"#),
            ("<?xml version='1.0'?><x:a k = \"1>2\" l='\"' />t&amp;", r#"Open("a") k=1>2 l="/ Text("t&amp;")"#),
            ("<a\n>甲<!-- <b> -->乙</a >", r#"Open("a") Text("甲") Comment Text("乙") Close("a")"#),
            ("<![CDATA[<a>]]>", r#"CData("<a>")"#),
            ("", ""),
        ];
        for (text, expected) in table {
            assert_eq!(tokens(text).unwrap(), expected, "{text}");
        }
        for text in [
            "<?xml version='1.0' encoding='GB18030'?><a/>",
            "<",
            "<a",
            "<a b",
            "<a b=>",
            "<a b=\"",
            "<a b=\"<\">",
            "</a",
            "<!DOCTYPE a>",
            "<!--",
            "<>",
            "<a/b>",
        ] {
            assert!(tokens(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_text_between_tags() {
        let mut markup = Markup::new("<v>甲&lt;</v></c><v><x/></v></c><v>乙</v> </c>");
        assert_eq!(markup.between("<is>", "</is></c>"), None);
        assert_eq!(markup.between("<v>", "</v></c>"), Some("甲&lt;"));
        assert_eq!(markup.between("<v>", "</v></c>"), None);
        assert_eq!(markup.next().unwrap(), Some(Token::Open("v")));
        markup.skip().unwrap();
        assert_eq!(markup.next().unwrap(), Some(Token::Close("c")));
        assert_eq!(markup.between("<v>", "</v></c>"), None);
    }

    #[test]
    fn contents_and_skipped_elements() {
        let mut markup = Markup::new("<v>1&lt;<![CDATA[&]]>3</v><x><y><z/></y>t</x><v>4</w>");
        assert_eq!(markup.next().unwrap(), Some(Token::Open("v")));
        assert_eq!(markup.content("v").unwrap(), "1<&3");
        markup.next().unwrap();
        markup.skip().unwrap();
        assert_eq!(markup.next().unwrap(), Some(Token::Open("v")));
        assert!(markup.content("v").is_err());
        assert!(unescaped("&bomb;").is_err());
    }
}
