//! What is said of a cell, to the word: the code, what is expected, why.

use std::sync::Arc;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use crate::index::{ColumnIndex, TableIndex};
use crate::intake::book::{Cell, Drawing, Look, Value};
use crate::intake::cell::shown;
use crate::intake::field::{Field, Parsed};
use crate::intake::test_support::County;
use crate::intake::unit::Unit;
use crate::numbering::Numbering;
use crate::policy::{Blank, Column, Kind};
use crate::texts::Texts;

/// A column of this kind, neither required nor bounded.
fn column(kind: Kind) -> Column {
    Column {
        name: "某列".into(),
        kind,
        required: false,
        ..County::new().tables[TableIndex::from(0)].columns[ColumnIndex::from(1)].clone()
    }
}

/// The value, or what is said of the cell; both where a value comes with a warning.
fn said(column: &Column, unit: Unit, cell: Cell<'_>) -> String {
    let mut texts = Texts::default();
    let field = Field { column, choices: None, unit, percent: false };
    let value = |parsed: Parsed, texts: &Texts| match parsed {
        Parsed::Money(money) => money.map(|money| money.to_string()),
        Parsed::Number(number) => number.map(|number| number.normalize().to_string()),
        Parsed::Year(year) => year.map(|year| year.to_string()),
        Parsed::Date(day) => day.map(|day| day.to_string()),
        Parsed::Text(text) => text.map(|text| texts.get(text).to_owned()),
    };
    let (parsed, issue) = match field.read(Some(cell), &mut texts) {
        Ok((parsed, issue)) => (value(parsed, &texts).unwrap_or_else(|| "·".to_owned()), issue),
        Err(issue) => (String::new(), Some(issue)),
    };
    let issue = issue.map(|issue| format!("{}｜{}｜{}", issue.entry.code, issue.expected, issue.why));
    [parsed, issue.unwrap_or_default()].iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

fn number(value: f64) -> Cell<'static> {
    Cell::new(0, Value::Number { value, percent: false })
}

fn text(text: &str) -> Cell<'_> {
    Cell::new(0, Value::Text(text))
}

fn moment(text: &str) -> Cell<'static> {
    let moment = chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a moment");
    Cell::new(0, Value::DateTime(moment))
}

#[test]
fn of_amounts() {
    let money = column(Kind::Money { signed: false });
    for (unit, cell, words) in [
        (Unit::Yuan, number(12.345), "E205｜精确到分的金额，以元为单位｜"),
        (Unit::Wan, number(1.234_567_8), "E205｜最多六位小数的金额，以万元为单位｜"),
        (Unit::Yuan, number(1e11), "E206｜正负一百亿元以内的金额，以元为单位｜"),
        (Unit::Wan, number(1e11), "E206｜正负一百亿元以内的金额，以万元为单位｜"),
        (Unit::Yuan, text("12.5万元"), "125000.00 W218｜以元为单位的数字｜"),
        (Unit::Wan, text("12.5元"), "12.50 W218｜以万元为单位的数字｜"),
        (Unit::Yuan, number(-1.0), "E207｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, text("约5"), "E204｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, text("1О0"), "E231｜不小于零的金额，以元为单位｜其中“О”（U+041E）不是 O 或 0，只是看起来像"),
        (Unit::Yuan, text("=DISPIMG(\"ID\",1)"), "· W225｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, text("=DISP(1)"), "E204｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, text("DISPIMG(1"), "E204｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, Cell::new(0, Value::Picture), "· W225｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, text(" #N/A "), "E202｜不小于零的金额，以元为单位｜"),
        (Unit::Yuan, Cell::new(0, Value::Bool(true)), "E204｜不小于零的金额，以元为单位｜"),
    ] {
        assert_eq!(said(&money, unit, cell), words, "{cell:?}");
    }
    let bounded = |least: Option<i64>, most: Option<i64>| Column {
        least: least.map(Decimal::from),
        most: most.map(Decimal::from),
        ..money.clone()
    };
    for (least, most, value, words) in [
        (Some(1000), Some(20000), 999.99, "E209｜1,000 元 至 20,000 元｜"),
        (Some(1000), Some(20000), 1000.0, "1000.00"),
        (Some(1000), Some(20000), 20000.0, "20000.00"),
        (Some(1000), Some(20000), 20000.01, "E209｜1,000 元 至 20,000 元｜"),
        (Some(1000), None, 999.99, "E209｜不低于 1,000 元｜"),
        (None, Some(20000), 20000.01, "E209｜不高于 20,000 元｜"),
    ] {
        assert_eq!(said(&bounded(least, most), Unit::Yuan, number(value)), words, "{value}");
    }
}

#[test]
fn of_shares_and_counts() {
    let share = column(Kind::Percent);
    for (cell, words) in [
        (number(0.5), "0.5"),
        (number(0.0), "0"),
        (number(-0.0), "0"),
        (number(-0.1), "E208｜百分比，如 5%｜"),
        (text("-5%"), "E208｜百分比，如 5%｜"),
    ] {
        assert_eq!(said(&share, Unit::Yuan, cell), words, "{cell:?}");
    }
    // A bound of its own says what may be below zero.
    let growth = Column { least: Some(Decimal::new(-5, 1)), ..share };
    for (cell, words) in [
        (text("-50%"), "-0.5"),
        (text("-51%"), "E209｜不低于 -50%｜"),
        (Cell::new(0, Value::Number { value: -0.1, percent: true }), "-0.1"),
    ] {
        assert_eq!(said(&growth, Unit::Yuan, cell), words, "{cell:?}");
    }
    let count = Column { least: Some(Decimal::ONE), most: Some(Decimal::TEN), ..column(Kind::Number) };
    assert_eq!(said(&count, Unit::Yuan, number(11.0)), "E209｜1 至 10｜");
    assert_eq!(said(&count, Unit::Yuan, number(-1.0)), "E209｜1 至 10｜");
    assert_eq!(said(&count, Unit::Yuan, number(1.0)), "1");
    // What a blank stands for; a picture is one.
    let stands = Column { blank: Some(Blank::Number(Decimal::TWO)), ..column(Kind::Number) };
    assert_eq!(said(&stands, Unit::Yuan, Cell::new(0, Value::Picture)), "2 W225｜数字｜");
    let needed = Column { required: true, ..column(Kind::Number) };
    assert_eq!(said(&needed, Unit::Yuan, Cell::new(0, Value::Picture)), "E226｜数字｜");
    assert_eq!(said(&needed, Unit::Yuan, text("无")), "E201｜数字｜");
}

#[test]
fn of_days() {
    let day = column(Kind::Date);
    for (cell, words) in [
        (moment("2022-10-05 00:00:00"), "2022-10-05"),
        (moment("2022-10-05 00:02:00"), "2022-10-05 W230｜｜离当日零点不到两分钟"),
        (moment("2022-10-05 00:02:01"), "2022-10-05"),
        (moment("2022-10-05 12:00:00"), "2022-10-05"),
        (moment("2022-10-05 23:57:59"), "2022-10-05"),
        (moment("2022-10-05 23:58:00"), "2022-10-05 W230｜｜离次日零点不到两分钟"),
        (moment("1905-07-14 00:00:00"), "E229｜日期，如 2022-10-05｜日期格式的单元格里填的是 2022，显示成了 1905 年"),
        (moment("1950-01-01 00:00:00"), "E228｜日期，如 2022-10-05｜"),
        (text("某日"), "E210｜日期，如 2022-10-05｜"),
    ] {
        assert_eq!(said(&day, Unit::Yuan, cell), words, "{cell:?}");
    }
    let year = column(Kind::Year);
    for (cell, words) in [
        (moment("2022-12-31 23:59:00"), "2022 W230｜｜离次日零点不到两分钟"),
        (number(1979.0), "E228｜年度，如 2022｜"),
        (text("某年"), "E211｜年度，如 2022｜"),
    ] {
        assert_eq!(said(&year, Unit::Yuan, cell), words, "{cell:?}");
    }
}

#[test]
fn of_numbers_of_something() {
    let zeros = Arc::new(Drawing::of_code("00000", false).expect("zeros are drawn"));
    let drawn = |value: f64| Cell {
        look: Look { drawing: Some(&zeros), ..Look::PLAIN },
        ..Cell::new(0, Value::Number { value, percent: false })
    };
    let plain = column(Kind::Code(Numbering::Plain));
    let credit = column(Kind::Code(Numbering::CreditCode));
    let citizen = column(Kind::Code(Numbering::CitizenId));
    let patent = column(Kind::Patent { agrees_with: None });
    let words = column(Kind::Text);
    for (column, cell, said_of_it) in [
        (&plain, number(42.0), "42"),
        (&plain, drawn(42.0), "00042"),
        (&words, drawn(42.0), "00042"),
        (&words, drawn(0.0), "00000"),
        (&plain, number(4.5), "E213｜完整编号｜"),
        (&plain, Cell::new(0, Value::Number { value: 42.0, percent: true }), "E213｜完整编号｜"),
        (&plain, Cell::new(0, Value::Bool(true)), "E213｜完整编号｜"),
        (&plain, number(1e15), "E214｜文本格式的完整编号｜"),
        (&plain, number(999_999_999_999_999.0), "999999999999999"),
        (&credit, number(1e17), "E214｜文本格式的18 位代码｜"),
        (&citizen, number(3.7e17), "E214｜文本格式的18 位公民身份号码｜"),
        (&patent, number(2.02e13), "E215｜专利号，如 ZL202010000001.1｜"),
        (&patent, number(2.020_100_000_01e15), "E214｜文本格式的完整专利号｜"),
        (&patent, text("某专利"), "E215｜专利号，如 ZL202010000001.1｜"),
        (&words, text("6.2E+18"), "E214｜文本格式的完整号码｜"),
        (&words, text("6E+18"), "E214｜文本格式的完整号码｜"),
        (&words, text("6e+18"), "E214｜文本格式的完整号码｜"),
        (&words, text("6.E+18"), "6.E+18"),
        (&words, text(".6E+18"), ".6E+18"),
        (&words, text("E+18"), "E+18"),
        (&words, text("6.2E+"), "6.2E+"),
        (&words, text("6.2E+1x"), "6.2E+1x"),
        (&words, text("x.2E+18"), "x.2E+18"),
        (&words, text("6.xE+18"), "6.xE+18"),
        (&words, text("6E18"), "6E18"),
        // Thirty bytes and more are no number left over.
        (&words, text("6.20000000000000000000000E+18"), "E214｜文本格式的完整号码｜"),
        (&words, text("6.200000000000000000000000E+18"), "6.200000000000000000000000E+18"),
    ] {
        assert_eq!(said(column, Unit::Yuan, cell), said_of_it, "{cell:?}");
    }
}

#[test]
fn a_cell_as_it_is_seen() {
    let number = |value, percent| Value::Number { value, percent };
    let at = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").expect("a moment");
    for (value, seen) in [
        (Value::Text(" 甲 "), "甲"),
        (number(0.5, false), "0.5"),
        (number(0.055, true), "5.5%"),
        (number(999_999_999_999_999.0, false), "999999999999999"),
        (number(1e15, false), "1E+15"),
        (number(6.2e18, false), "6.2E+18"),
        (number(1e30, false), "1E+30"),
        (number(-1e15, false), "-1E+15"),
        (
            Value::DateTime(
                NaiveDate::from_ymd_opt(1899, 12, 31).and_then(|day| day.and_hms_opt(0, 0, 0)).expect("a day"),
            ),
            "1900-01-00",
        ),
        (Value::DateTime(at("2022-10-05 00:00:00")), "2022-10-05"),
        (Value::DateTime(at("2022-10-05 08:30:00")), "2022-10-05 08:30:00"),
        (Value::Bool(true), "TRUE"),
        (Value::Bool(false), "FALSE"),
        (Value::Picture, "（图片）"),
        (Value::Uncalculated, ""),
        (Value::Error("#N/A"), "#N/A"),
    ] {
        assert_eq!(shown(value), seen, "{value:?}");
    }
}

/// A number is read as it is held only where its format shows the same.
#[test]
fn what_a_format_shows_is_what_is_held_or_it_is_said() {
    let [money, count, share] = [Kind::Money { signed: true }, Kind::Number, Kind::Percent].map(column);
    let shown = |column: &Column, unit, code: &str, value: f64| {
        let percent = code.contains('%') && !code.contains("\"%");
        let drawing = Drawing::of_code(code, percent).map(Arc::new);
        let look = Look { drawing: drawing.as_ref(), ..Look::PLAIN };
        let said = said(column, unit, Cell { look, ..Cell::new(0, Value::Number { value, percent }) });
        // The code and, of what a format makes of it, the look.
        said.split_once('｜')
            .map_or(said.clone(), |(code, rest)| format!("{code} {}", rest.rsplit('｜').next().unwrap_or("")))
    };
    for (kind, unit, code, value, expected) in [
        (&money, Unit::Yuan, "0.00", 536.0, "536.00"),
        (&money, Unit::Yuan, "#,##0", 536.4, "536.40"),
        (&money, Unit::Yuan, "0.0,", 536_000.0, "E221 格式“0.0,”使它显示成“536.0”"),
        (&money, Unit::Yuan, "0.0,\"千元\"", 536_000.0, "536000.00"),
        (&money, Unit::Yuan, "0!.0000\"万元\"", 536_000.0, "536000.00"),
        (&money, Unit::Yuan, "0\"元\"", 536.0, "536.00"),
        (&money, Unit::Wan, "0\"元\"", 536.0, "E221 格式“0\"元\"”使它显示成“536元”"),
        (&money, Unit::Wan, "0\"万元\"", 536.0, "5360000.00"),
        (&money, Unit::Yuan, "0\"万元\"", 536.0, "E221 格式“0\"万元\"”使它显示成“536万元”"),
        (&money, Unit::Yuan, "0\"%\"", 5.0, "E221 格式“0\"%\"”使它显示成“5%”"),
        (&money, Unit::Yuan, "-0", 536.0, "E221 格式“-0”使它显示成“-536”"),
        (&money, Unit::Yuan, "(0)", 536.0, "E221 格式“(0)”使它显示成“(536)”"),
        (&money, Unit::Yuan, "\"负\"#,##0", 536.0, "E221 格式“\"负\"#,##0”使它显示成“负536”"),
        (&money, Unit::Yuan, "0\"-\"", 536.0, "E221 格式“0\"-\"”使它显示成“536-”"),
        (&money, Unit::Yuan, "0.00;(0.00)", -536.0, "-536.00"),
        (&money, Unit::Yuan, "0.00;0.00", -536.0, "E221 格式“0.00;0.00”使它显示成“536.00”"),
        (&money, Unit::Yuan, "0;-0;\"-\"", 0.0, "0.00"),
        (&money, Unit::Yuan, "\"x\"", 536.0, "E221 格式“\"x\"”使它显示成“x”"),
        (&money, Unit::Yuan, ";;;", 536.0, "E221 格式“;;;”使它不显示内容"),
        (&count, Unit::Yuan, "0", 536.4, "536.4"),
        (&count, Unit::Yuan, "0", 536.5, "536.5"),
        (&count, Unit::Yuan, "0\"%\"", 5.0, "E221 格式“0\"%\"”使它显示成“5%”"),
        (&share, Unit::Yuan, "0%", 0.05, "0.05"),
        (&share, Unit::Yuan, "0.0\"%\"", 0.05, "E221 格式“0.0\"%\"”使它显示成“0.1%”"),
        (&share, Unit::Yuan, "0\"万\"", 0.05, "E221 格式“0\"万\"”使它显示成“0万”"),
        (&share, Unit::Yuan, "0.00", 0.05, "0.05"),
    ] {
        assert_eq!(shown(kind, unit, code, value), expected, "{code} {value}");
    }
}
