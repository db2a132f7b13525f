//! The cells of an .xlsx sheet, row by row as the XML streams by: no copy and no allocation per cell. What Excel itself
//! would call damaged, and what another reader could read differently, is refused with its cell.

use std::borrow::Cow;
use std::ops::ControlFlow;

use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::runs::Runs;
use super::super::serial_date::{Epoch, shown};
use super::super::texts::Texts;
use super::super::xml_tokens::{Markup, Token, unescaped};
use super::super::{Formulas, Marks, Rows, Value};
use super::row_tokens::Line;
use super::strings::Run;
use super::{LAST_COLUMN, LAST_ROW, address};
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// What cells refer to in their workbook.
pub(super) struct CellContext<'b> {
    pub texts: &'b Texts,
    pub styles: &'b [Style],
    pub epoch: Epoch,
    /// Are values that are no plain ones pictures, as far as they are none of the others either?
    pub rich_is_picture: bool,
    /// Is a formula's zero the zero that writing libraries put where no value was calculated?
    pub zero_is_uncalculated: bool,
}

/// The reader's place in a sheet between two pieces of its part.
pub(super) struct SheetReader<'b> {
    book: CellContext<'b>,
    stage: Stage,
    /// The least row that may come next.
    next_row: u32,
    /// What formulas came to.
    pub formulas: Formulas,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Prologue,
    Before,
    Within,
    Behind,
}

/// A cell's start tag, and what its inside adds to it.
struct Head<'b> {
    column: u32,
    style: &'b Style,
    kind: Kind,
    /// Does it refer to a value that is no plain one?
    rich: bool,
    marks: Marks,
    content: Content,
}

/// Where a cell's value comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Typed,
    Formula,
    /// A formula that shows a picture.
    Picture,
}

/// What a cell's value is written as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
    Unknown,
}

impl<'b> SheetReader<'b> {
    pub fn new(book: CellContext<'b>) -> Self {
        Self { book, stage: Stage::Prologue, next_row: 0, formulas: Formulas::default() }
    }

    /// Reads a piece, which holds whole rows.
    pub fn feed<'p>(&mut self, piece: &'p str, rows: &mut dyn Rows) -> Result<ControlFlow<()>, BookFault>
    where
        'b: 'p,
    {
        let mut markup = Markup::new(piece);
        let mut line = Line::default();
        while let Some(token) = markup.next()? {
            match token {
                Token::Open("row") if self.stage == Stage::Within => {
                    if !self.begin_row(&mut markup, &mut line)? {
                        self.cells(&mut markup, &mut line)?;
                    }
                    if line.hand_over(rows).is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                Token::Open(_) if self.stage == Stage::Within => {
                    return Err(BookFault::damaged("行与行之间夹有别的内容"));
                }
                Token::Open(name) => {
                    let empty = markup.finish()?;
                    self.enter(name, empty)?;
                }
                Token::Close("sheetData") if self.stage == Stage::Within => self.stage = Stage::Behind,
                _ => {}
            }
        }
        Ok(ControlFlow::Continue(()))
    }

    fn enter(&mut self, name: &str, empty: bool) -> Result<(), BookFault> {
        match (self.stage, name) {
            (Stage::Prologue, "worksheet") => self.stage = Stage::Before,
            (Stage::Prologue, _) => return Err(BookFault::damaged("工作表的内容部件不是工作表")),
            (Stage::Before, "sheetData") => self.stage = if empty { Stage::Behind } else { Stage::Within },
            (Stage::Behind, "sheetData") => return Err(BookFault::damaged("工作表有两份内容")),
            _ => {}
        }
        Ok(())
    }

    /// The part has ended: was it whole?
    pub fn end(&self) -> Result<(), BookFault> {
        match self.stage {
            Stage::Behind => Ok(()),
            Stage::Prologue | Stage::Before => Err(BookFault::damaged("工作表的内容部件不是工作表")),
            Stage::Within => Err(BookFault::damaged("工作表的内容不完整")),
        }
    }

    /// Reads a row's start tag; is the row empty?
    fn begin_row(&mut self, markup: &mut Markup<'_>, line: &mut Line<'_>) -> Result<bool, BookFault> {
        let mut row = Some(self.next_row);
        while let Some((name, value)) = markup.attribute()? {
            if name == "r" {
                row = value.trim().parse::<u32>().ok().and_then(|row| row.checked_sub(1));
            }
        }
        let row = row.filter(|&row| row < LAST_ROW).ok_or_else(|| BookFault::damaged("行号不对"))?;
        if row < self.next_row {
            return Err(BookFault::damaged(format!("第 {} 行出现两次，或者行的次序错乱", row + 1)));
        }
        self.next_row = row + 1;
        line.begin(row);
        Ok(markup.is_empty())
    }

    /// The cells of a row, up to its end.
    fn cells<'p>(&mut self, markup: &mut Markup<'p>, line: &mut Line<'p>) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        loop {
            match markup.next()? {
                Some(Token::Open("c")) => {
                    let head = self.head(markup, line)?;
                    if !markup.is_empty() {
                        let column = head.column;
                        self.cell(markup, head, line).map_err(|fault| line.blame(fault, column))?;
                    }
                }
                Some(Token::Open(_)) => markup.skip()?,
                Some(Token::Close("row")) => return Ok(()),
                Some(Token::Close(_)) | None => return Err(BookFault::damaged("工作表的内容不完整")),
                Some(_) => {}
            }
        }
    }

    /// A cell's start tag. Cells rise by column; two cells of one address, and which one counts depends on the reader.
    fn head(&self, markup: &mut Markup<'_>, line: &mut Line<'_>) -> Result<Head<'b>, BookFault> {
        let mut head = Head {
            column: line.next_column,
            style: Style::PLAIN,
            kind: Kind::Number,
            rich: false,
            marks: Marks::NONE,
            content: Content::Typed,
        };
        let mut style = 0;
        while let Some((name, value)) = markup.attribute()? {
            match name {
                "r" => match address(value.as_bytes()) {
                    Some((row, column)) if row == line.row => head.column = column,
                    _ => return Err(BookFault::damaged(format!("单元格的地址 {value} 与所在的行不符"))),
                },
                "s" => style = value.parse().map_err(|_| line.blame("样式编号不对", head.column))?,
                "t" => head.kind = Kind::of(value),
                "vm" => head.rich = true,
                _ => {}
            }
        }
        if head.column < line.next_column {
            return Err(line.blame("单元格出现两次，或者次序错乱", head.column));
        }
        if head.column >= LAST_COLUMN {
            return Err(BookFault::damaged(format!("第 {} 行的单元格太多", line.row + 1)));
        }
        line.next_column = head.column + 1;
        head.style = match self.book.styles.get(style) {
            Some(style) => style,
            None if self.book.styles.is_empty() => Style::PLAIN,
            None => return Err(line.blame("引用了不存在的样式", head.column)),
        };
        Ok(head)
    }

    /// What stands in a cell, up to its end.
    fn cell<'p>(&mut self, markup: &mut Markup<'p>, mut head: Head<'b>, line: &mut Line<'p>) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        if let Some(written) = markup.between("<v>", "</v></c>") {
            return self.value(&head, Some(unescaped(written)?), line);
        }
        let mut written = None;
        loop {
            match markup.next()? {
                Some(Token::Open("v" | "is")) if written.is_some() => return Err(BookFault::damaged("单元格有两个值")),
                Some(Token::Open("v")) => written = Some(markup.content("v")?),
                Some(Token::Open("is")) => {
                    let (text, marks) = inline(markup)?;
                    written = Some(text);
                    head.marks = marks;
                }
                Some(Token::Open("f")) => head.content = Self::formula(markup)?,
                Some(Token::Open(_)) => markup.skip()?,
                Some(Token::Close("c")) => break,
                Some(Token::Close(_)) | None => return Err(BookFault::damaged("单元格的内容不完整")),
                Some(Token::Comment) => return Err(BookFault::damaged("单元格里夹有 XML 注释")),
                Some(Token::Text(text) | Token::CData(text)) => {
                    if !text.trim().is_empty() {
                        return Err(BookFault::damaged("单元格里有不在值里的文字"));
                    }
                }
            }
        }
        self.value(&head, written, line)
    }

    /// What the formula just opened is: WPS shows pictures by a function of its own.
    fn formula(markup: &mut Markup<'_>) -> Result<Content, BookFault> {
        let text = markup.content("f")?;
        Ok(if text.contains("DISPIMG(") { Content::Picture } else { Content::Formula })
    }

    fn value<'p>(
        &mut self,
        head: &Head<'b>,
        written: Option<Cow<'p, str>>,
        line: &mut Line<'p>,
    ) -> Result<(), BookFault>
    where
        'b: 'p,
    {
        let formula = head.content != Content::Typed;
        let mut look = head.style.look(head.marks);
        if head.content == Content::Picture {
            line.push(head.column, Value::Picture, look);
            return Ok(());
        }
        // An empty text is a formula's value too, if it is written down.
        let absent = match (&written, head.kind) {
            (None, _) => true,
            (Some(_), Kind::Text) => false,
            (Some(written), _) => written.trim().is_empty(),
        };
        let Some(written) = written.filter(|_| !absent) else {
            if formula {
                line.push(head.column, Value::Uncalculated, look);
            }
            return Ok(());
        };
        if formula && head.kind != Kind::Number {
            self.formulas.others += 1;
        }
        let value = match head.kind {
            Kind::Text => {
                line.push_text(head.column, written, look);
                return Ok(());
            }
            Kind::Shared => {
                let number = written.trim().parse().unwrap_or(usize::MAX);
                let text = self.book.texts.get(number).ok_or_else(|| BookFault::damaged("引用了不存在的共享文字"))?;
                if text.is_empty() {
                    return Ok(());
                }
                look = head.style.look(self.book.texts.marks(number));
                Value::Text(text)
            }
            Kind::Number => {
                let number = number(&written)?;
                // The bits of +0: what libraries write is "0", and "0.0" those that write as the rows stream by. No spreadsheet
                // program writes the latter.
                let unwritten = self.book.zero_is_uncalculated || written.trim() == "0.0";
                if formula && number.to_bits() == 0 && unwritten {
                    Value::Uncalculated
                } else {
                    if formula {
                        self.formulas.count(number);
                    }
                    shown(number, head.style.format, self.book.epoch)
                }
            }
            Kind::Bool => match written.trim() {
                "1" | "true" => Value::Bool(true),
                "0" | "false" => Value::Bool(false),
                other => return Err(BookFault::damaged(format!("真假值写作 {other}"))),
            },
            Kind::Error if head.rich && self.book.rich_is_picture && written.trim() == "#VALUE!" => Value::Picture,
            Kind::Error => match written {
                Cow::Borrowed(text) => Value::Error(text),
                Cow::Owned(_) => return Err(BookFault::damaged("错误值写得不对")),
            },
            // A time of day or a duration is no day: a text that says so.
            Kind::Date if is_time(written.trim()) => {
                line.push_text(head.column, written, look);
                return Ok(());
            }
            Kind::Date => Value::DateTime(date(written.trim())?),
            Kind::Unknown => return Err(BookFault::damaged("单元格的类型不认识")),
        };
        line.push(head.column, value, look);
        Ok(())
    }
}

impl Kind {
    fn of(name: &str) -> Self {
        match name {
            "n" => Self::Number,
            "s" => Self::Shared,
            "str" | "inlineStr" => Self::Text,
            "b" => Self::Bool,
            "e" => Self::Error,
            "d" => Self::Date,
            _ => Self::Unknown,
        }
    }
}

/// The text of an inline string just opened, without phonetic hints, and how its runs are set.
fn inline<'p>(markup: &mut Markup<'p>) -> Result<(Cow<'p, str>, Marks), BookFault> {
    let mut whole: Option<Cow<'p, str>> = None;
    if markup.finish()? {
        return Ok((Cow::Borrowed(""), Marks::NONE));
    }
    let (mut run, mut runs) = (Run::default(), Runs::default());
    loop {
        match markup.next()? {
            Some(Token::Open("t")) => {
                let part = markup.content("t")?;
                runs.add(&part, run.struck, run.raised);
                match &mut whole {
                    None => whole = Some(part),
                    Some(whole) => whole.to_mut().push_str(&part),
                }
            }
            Some(Token::Open(name @ ("r" | "rPr" | "strike" | "vertAlign"))) => run.open(name, markup)?,
            Some(Token::Open(_)) => markup.skip()?,
            Some(Token::Close("is")) => return Ok((whole.unwrap_or_default(), runs.marks())),
            Some(Token::Comment) => return Err(BookFault::damaged("值里夹有 XML 注释")),
            Some(_) => {}
            None => return Err(BookFault::damaged("单元格的内容不完整")),
        }
    }
}

/// A finite number, written as XML Schema does.
fn number(written: &str) -> Result<f64, BookFault> {
    let written = written.trim();
    let plain = written.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'));
    let number = written.parse::<f64>().ok().filter(|number| plain && number.is_finite());
    number.ok_or_else(|| BookFault::damaged(format!("数值写得不对：{}", written.chars().take(30).collect::<String>())))
}

/// Is it a time of day, `12:30:00`, or a duration, `PT12H30M`, as ISO 8601 writes them?
fn is_time(written: &str) -> bool {
    let duration = written.trim_start_matches('-').strip_prefix('P').is_some_and(|rest| {
        rest.contains(|c: char| c.is_ascii_digit())
            && rest.chars().all(|c| c.is_ascii_digit() || ".YMWDTHS".contains(c))
    });
    duration || written.trim_start_matches('T').trim_end_matches('Z').parse::<NaiveTime>().is_ok()
}

/// A date as ISO 8601 writes it.
fn date(written: &str) -> Result<NaiveDateTime, BookFault> {
    let written = written.trim_end_matches('Z');
    written
        .parse::<NaiveDateTime>()
        .or_else(|_| written.parse::<NaiveDate>().map(|date| date.and_time(NaiveTime::MIN)))
        .map_err(|_| BookFault::damaged(format!("日期写得不对：{}", written.chars().take(30).collect::<String>())))
}
