//! A row written in the common way, taken apart in place. A province's sheets have tens of millions of cells, and an event for each of their
//! tags cost most of the time of a comparison. What is written in any other way is left to the reader of [`super::tree`], which knows
//! all of XML: declining is never wrong, so everything that needs thought is declined.

use std::borrow::Cow;

use quick_xml::escape::unescape;

/// What XML has of a row, as written.
#[derive(Debug, Default, PartialEq)]
pub(super) struct WrittenRow<'p> {
    pub attributes: Vec<(&'p str, &'p str)>,
    pub cells: Vec<WrittenCell<'p>>,
}

/// What XML has of a cell.
#[derive(Debug, Default, PartialEq)]
pub(super) struct WrittenCell<'p> {
    /// `r`, `s`, `t`, in this order.
    pub place: Option<&'p str>,
    pub style: Option<&'p str>,
    pub kind: Option<&'p str>,
    pub value: Option<Cow<'p, str>>,
    pub formula: Option<WrittenFormula<'p>>,
    /// The one text of an `is`.
    pub inline: Option<Cow<'p, str>>,
}

/// What XML has of a formula: its text, and where several cells share it, its number and the range it is for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct WrittenFormula<'p> {
    pub text: Cow<'p, str>,
    pub shared: Option<&'p str>,
    pub range: Option<&'p str>,
}

/// The row that `text` begins with, in which unprefixed names are those of a sheet, and how long it is; `None` if it is written in
/// another way. There is room for so many cells at once: growing cost a twentieth of a comparison.
pub(super) fn take(text: &str, cells: usize) -> Option<(WrittenRow<'_>, usize)> {
    let mut markup = Markup { text, at: 0 };
    let mut row = WrittenRow { attributes: Vec::new(), cells: Vec::with_capacity(cells) };
    markup.open("<row")?;
    let empty = markup.attributes(|name, value| {
        row.attributes.push((name, value));
        Some(())
    })?;
    if !empty {
        while !markup.closes("row")? {
            markup.open("<c")?;
            row.cells.push(markup.cell()?);
        }
    }
    Some((row, markup.at))
}

struct Markup<'p> {
    text: &'p str,
    at: usize,
}

impl<'p> Markup<'p> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Goes behind `tag`, which must come next, its name ending there.
    fn open(&mut self, tag: &str) -> Option<()> {
        self.space();
        let rest = self.text[self.at..].strip_prefix(tag)?;
        self.at += tag.len();
        matches!(rest.as_bytes().first(), Some(b' ' | b'>' | b'/' | b'\t' | b'\r' | b'\n')).then_some(())
    }

    /// Goes behind the end tag of `name` if it comes next; another end tag is none of ours.
    fn closes(&mut self, name: &str) -> Option<bool> {
        self.space();
        let Some(rest) = self.text[self.at..].strip_prefix("</") else { return Some(false) };
        let rest = rest.strip_prefix(name)?;
        self.at += 2 + name.len();
        let spaces = rest.bytes().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r' | b'\n')).count();
        self.at += spaces;
        (self.peek()? == b'>').then(|| self.at += 1)?;
        Some(true)
    }

    /// Gives `each` the attributes of the tag just opened, and goes behind it; is it an empty element's?
    fn attributes(&mut self, mut each: impl FnMut(&'p str, &'p str) -> Option<()>) -> Option<bool> {
        const MOST: usize = 12;
        let mut names = [""; MOST];
        let mut count = 0;
        loop {
            let before = self.at;
            self.space();
            match self.peek()? {
                b'>' => {
                    self.at += 1;
                    return Some(false);
                }
                b'/' => {
                    self.at += 1;
                    (self.peek()? == b'>').then(|| self.at += 1)?;
                    return Some(true);
                }
                _ if self.at == before => return None,
                _ => {}
            }
            let rest = &self.text[self.at..];
            let length =
                rest.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || byte == b':' || byte == b'_'))?;
            let (name, after) = rest.split_at(length);
            let value = after.strip_prefix("=\"")?;
            let end = value.bytes().position(|byte| matches!(byte, b'"' | b'<' | b'&'))?;
            if name.is_empty() || value.as_bytes()[end] != b'"' || name.starts_with("xmlns") {
                return None;
            }
            if count == MOST || names[..count].contains(&name) {
                return None;
            }
            names[count] = name;
            count += 1;
            self.at += length + 2 + end + 1;
            // What another namespace says of a row or a cell means nothing.
            if !name.contains(':') {
                each(name, &value[..end])?;
            }
        }
    }

    /// The cell just opened.
    fn cell(&mut self) -> Option<WrittenCell<'p>> {
        let mut cell = WrittenCell::default();
        let empty = self.attributes(|name, value| {
            match name {
                "r" => cell.place = Some(value),
                "s" => cell.style = Some(value),
                "t" => cell.kind = Some(value),
                // Phonetic marks, and what is not known.
                _ => return None,
            }
            Some(())
        })?;
        if empty {
            return Some(cell);
        }
        while !self.closes("c")? {
            if self.open_if("<v") {
                let value = self.content("v", |_, _| None)?;
                cell.value.is_none().then(|| cell.value = Some(value))?;
            } else if self.open_if("<f") {
                let formula = self.formula()?;
                cell.formula.is_none().then(|| cell.formula = Some(formula))?;
            } else {
                self.open("<is")?;
                let empty = self.attributes(|_, _| None)?;
                self.open("<t")?;
                let text = self.content("t", |_, _| None)?;
                (!empty && cell.inline.is_none() && self.closes("is")?).then(|| cell.inline = Some(text))?;
            }
        }
        Some(cell)
    }

    /// The formula just opened: a plain one, or one that several cells share. Other kinds are read with care.
    fn formula(&mut self) -> Option<WrittenFormula<'p>> {
        let (mut kind, mut formula) = (None, WrittenFormula::default());
        formula.text = self.content("f", |name, value| {
            match name {
                // Whether it is calculated again on opening is the program's affair.
                "aca" | "ca" => {}
                "t" => kind = Some(value),
                "si" => formula.shared = Some(value),
                "ref" => formula.range = Some(value),
                _ => return None,
            }
            Some(())
        })?;
        match kind {
            None => (formula.shared.is_none() && formula.range.is_none()).then_some(formula),
            Some("shared") => formula.shared.is_some().then_some(formula),
            Some(_) => None,
        }
    }

    fn open_if(&mut self, tag: &str) -> bool {
        let before = self.at;
        let opened = self.open(tag).is_some();
        if !opened {
            self.at = before;
        }
        opened
    }

    /// The text of the element just opened; `each` is given its attributes but those of other namespaces.
    fn content(&mut self, name: &str, each: impl FnMut(&'p str, &'p str) -> Option<()>) -> Option<Cow<'p, str>> {
        if self.attributes(each)? {
            return Some(Cow::Borrowed(""));
        }
        let rest = &self.text[self.at..];
        let length = memchr::memchr(b'<', rest.as_bytes())?;
        self.at += length;
        let text = &rest[..length];
        if !self.closes(name)? {
            return None;
        }
        if memchr::memchr(b'&', text.as_bytes()).is_none() { Some(Cow::Borrowed(text)) } else { unescape(text).ok() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_as_programs_write_them() {
        let text = "<row r=\"4\" spans=\"1:2\" x14ac:dyDescent=\"0.2\"><c r=\"A4\" s=\"7\" t=\"inlineStr\"><is><t \
                    xml:space=\"preserve\">甲&amp;乙 </t></is></c><c r=\"B4\"><f aca=\"false\">A1&lt;2</f><v>1</v></c \
                    ><c r=\"C4\"/><c r=\"D4\"><f t=\"shared\" ref=\"D4:E9\" si=\"0\">A4</f><v>2</v></c><c r=\"E4\"><f \
                    ca=\"1\" t=\"shared\" si=\"0\"/><v>3</v></c></row><row r=\"5\"/>";
        let (row, length) = take(text, 0).unwrap();
        assert_eq!(row.attributes, [("r", "4"), ("spans", "1:2")]);
        let cell = |place| WrittenCell { place: Some(place), ..WrittenCell::default() };
        let plain = WrittenFormula { text: "A1<2".into(), ..WrittenFormula::default() };
        let first = WrittenFormula { text: "A4".into(), shared: Some("0"), range: Some("D4:E9") };
        let other = WrittenFormula { text: "".into(), shared: Some("0"), range: None };
        let expected = [
            WrittenCell { style: Some("7"), kind: Some("inlineStr"), inline: Some("甲&乙 ".into()), ..cell("A4") },
            WrittenCell { formula: Some(plain), value: Some("1".into()), ..cell("B4") },
            cell("C4"),
            WrittenCell { formula: Some(first), value: Some("2".into()), ..cell("D4") },
            WrittenCell { formula: Some(other), value: Some("3".into()), ..cell("E4") },
        ];
        assert_eq!(row.cells, expected);
        assert_eq!(take(&text[length..], 0).unwrap().1, "<row r=\"5\"/>".len());
    }

    #[test]
    fn what_needs_thought_is_declined() {
        let inside = [
            "<x:c/>",
            "<c r=\"A1\" r=\"A2\"/>",
            "<c r='A1'/>",
            "<c xmlns=\"urn:x\"/>",
            "<c r=\"&#65;1\"/>",
            "<c><v>1<!-- --></v></c>",
            "<c><v>1</v><v>2</v></c>",
            "<c><v>1<b/></v></c>",
            "<c><v>1</c>",
            "<c><v>&x;</v></c>",
            "<c><f t=\"shared\"/></c>",
            "<c><f si=\"0\">A1</f></c>",
            "<c><f ref=\"A1:A2\">A1</f></c>",
            "<c><f t=\"array\" ref=\"A1:A2\">A1</f></c>",
            "<c><f t=\"shared\" si=\"0\" r1=\"A1\"/></c>",
            "<c><is><r><t>甲</t></r></is></c>",
            "<c><is><t>甲</t><t>乙</t></is></c>",
            "<c><is/><t>甲</t></c>",
            "<c ph=\"1\"/>",
            "<c>甲</c>",
            "<cc/>",
            "<extLst/>",
            "<c =\"1\"/>",
            "<c r=\"A1& s=\"2\"/>",
            "<c r=\"A1< s=\"2\"/>",
        ];
        for cell in inside {
            assert_eq!(take(&format!("<row>{cell}</row>"), 0), None, "{cell}");
        }
        for text in ["", "<row", "<rows/>", "<row r=\"1\"", "<row r=\"1\"/ >", "<row></c>", "<row r=\"1\"s=\"2\"/>"] {
            assert_eq!(take(text, 1), None, "{text}");
        }
    }
}
