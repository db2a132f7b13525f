//! Number formats of an .ods document, put into the code that other formats write them in: `0.00"万元"`.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::super::fault::BookFault;
use super::super::xml;
use super::named;

/// The formats by their names.
#[derive(Debug, Default)]
pub(super) struct Formats {
    all: HashMap<String, Format>,
}

#[derive(Debug, Default)]
struct Format {
    code: String,
    /// When another format applies: the condition, `>=0`, and its name.
    others: Vec<(String, String)>,
}

impl Formats {
    /// Reads the element just opened, if it is a number format.
    pub fn read(&mut self, tag: &BytesStart<'_>, reader: &mut Reader<&[u8]>) -> Result<(), BookFault> {
        let kind = tag.name().as_ref().to_owned();
        let known = ["number:number-style", "number:currency-style", "number:percentage-style", "number:text-style"];
        if !known.contains(&&*kind) {
            return Ok(());
        }
        let name = named(tag, "style:name")?.unwrap_or_default();
        let mut format = Format::default();
        // The text of the part being read, and what stands around it.
        let mut said = String::new();
        let mut currency = String::new();
        // Texts set among the digits: how many digits stand behind each.
        let mut among: Vec<(usize, String)> = Vec::new();
        let mut number: Option<String> = None;
        let mut behind = 0;
        loop {
            let event = reader.read_event()?;
            match &event {
                Event::Start(tag) | Event::Empty(tag) => {
                    said.clear();
                    match tag.name().as_ref() {
                        "number:number" => number = Some(digits(tag)?),
                        "number:scientific-number" => format.code += "0.00E+00",
                        "number:fraction" => format.code += "# ?/?",
                        "number:text-content" => format.code.push('@'),
                        "number:currency-symbol" => currency = named(tag, "number:language")?.unwrap_or_default(),
                        "number:embedded-text" => {
                            behind = named(tag, "number:position")?.and_then(|at| at.parse().ok()).unwrap_or(0);
                        }
                        "style:text-properties" if named(tag, "fo:color")?.is_some() => {
                            format.code.insert_str(0, "[Red]");
                        }
                        "style:map" => {
                            let condition = named(tag, "style:condition")?.unwrap_or_default();
                            let condition =
                                condition.trim_start_matches("value()").replace("!=", "<>").replace(' ', "");
                            format.others.push((condition, named(tag, "style:apply-style-name")?.unwrap_or_default()));
                        }
                        _ => {}
                    }
                    if matches!(event, Event::Empty(_))
                        && let Some(digits) = number.take()
                    {
                        format.code += &digits;
                    }
                }
                Event::End(tag) => match tag.name().as_ref() {
                    "number:text" => format.code += &literal(&said, kind == "number:percentage-style"),
                    "number:currency-symbol" if !said.is_empty() => format.code += &format!("[${said}-{currency}]"),
                    "number:embedded-text" => among.push((behind, std::mem::take(&mut said))),
                    "number:number" => {
                        format.code += &set_among(&number.take().unwrap_or_default(), std::mem::take(&mut among));
                    }
                    name if name == kind => break,
                    _ => {}
                },
                Event::Eof => return Err(BookFault::damaged("样式不完整")),
                event => xml::add_text(event, &mut said)?,
            }
        }
        self.all.insert(name, format);
        Ok(())
    }

    /// The code of a format.
    pub fn code(&self, name: &str) -> Option<String> {
        let format = self.all.get(name)?;
        let other = |name: &String| self.all.get(name).map(|format| &*format.code).unwrap_or_default();
        let conditions: Vec<&str> = format.others.iter().map(|(condition, _)| condition.as_str()).collect();
        // Positive, negative and nought need no condition written.
        let usual = matches!(conditions[..], [] | [">=0"] | [">0", "<0"] | [">0", "<0", "=0"]);
        let parts = format.others.iter().map(|(condition, name)| {
            if usual { other(name).to_owned() } else { format!("[{condition}]{}", other(name)) }
        });
        Some(parts.chain([format.code.clone()]).collect::<Vec<_>>().join(";"))
    }
}

/// The digits of a number: `#,##0.00`, a division by thousands behind them.
fn digits(tag: &BytesStart<'_>) -> Result<String, BookFault> {
    let count = |name| -> Result<Option<usize>, BookFault> {
        Ok(named(tag, name)?.and_then(|count| count.parse::<usize>().ok()).map(|count| count.min(20)))
    };
    let least = count("number:min-integer-digits")?.unwrap_or(0);
    let Some(decimals) = count("number:decimal-places")? else {
        // As many as there are.
        return Ok(if least > 1 { "0".repeat(least) } else { "General".into() });
    };
    let grouped = named(tag, "number:grouping")?.as_deref() == Some("true");
    let mut code = if grouped { format!("#,##{}", "0".repeat(least.max(1))) } else { "0".repeat(least.max(1)) };
    if decimals > 0 {
        code += ".";
        code += &"0".repeat(decimals);
    }
    let mut factor = named(tag, "number:display-factor")?.and_then(|factor| factor.parse::<u64>().ok()).unwrap_or(1);
    while factor >= 1000 {
        code.push(',');
        factor /= 1000;
    }
    Ok(code)
}

/// The digits with texts among them, each before as many of the whole digits as it says.
fn set_among(code: &str, mut texts: Vec<(usize, String)>) -> String {
    texts.sort_by_key(|(behind, _)| *behind);
    let whole = code.find('.').unwrap_or(code.trim_end_matches(',').len());
    let (mut digits, rest) = (code[..whole].to_owned(), &code[whole..]);
    let most = texts.last().map_or(0, |(behind, _)| *behind);
    if digits.bytes().all(|byte| byte == b'0') && digits.len() <= most && most < 20 {
        digits = format!("{}{digits}", "#".repeat(most + 1 - digits.len()));
    }
    for (behind, text) in texts.iter().rev() {
        if let Some(at) =
            digits.char_indices().rev().filter(|(_, digit)| matches!(digit, '0' | '#')).nth(behind.wrapping_sub(1))
        {
            digits.insert_str(at.0, &literal(text, false));
        } else {
            digits.push_str(&literal(text, false));
        }
    }
    digits + rest
}

/// A text drawn as it stands; a percent sign counts in a percent format only.
fn literal(text: &str, percent: bool) -> String {
    let one = |letter: char| match letter {
        '%' if percent => "%".to_owned(),
        letter => format!("\\{letter}"),
    };
    text.chars().map(one).collect()
}
