//! The sheet that tells a clerk how to fill in the others: general rules, then every table column by column.

use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::Blank;
use super::column::{allowed, choices, columns, demand, duty, example, meaning};
use super::lists::{Lists, fits_inline};
use super::style::{Styles, lines, paper, points, printed};
use crate::policy::{Column, EDITION, GUIDE_SHEET, Kind, NIL_COLUMN, Policy, Table};

/// The lists of columns: header and width in half-width characters.
const GRID: [(&str, u32); 6] =
    [("列名", 24), ("要求", 15), ("填什么", 40), ("可填内容", 44), ("例子", 26), ("条款", 12)];

/// Points of rows that fit a page when the grid is made as wide as A4 landscape.
const PAGE: u32 = 540;

/// What the guide is made from.
pub(super) struct Guide<'a> {
    pub policy: &'a Policy,
    pub blank: &'a Blank<'a>,
    pub year: Option<i32>,
    pub styles: &'a Styles,
}

impl<'a> Guide<'a> {
    /// Writes it; `lists` come back with their places.
    pub fn write(&self, sheet: &mut Worksheet, mut lists: Lists<'a>) -> Result<Lists<'a>, XlsxError> {
        sheet.set_name(GUIDE_SHEET)?;
        for (c, (_, width)) in (0u16..).zip(GRID) {
            sheet.set_column_width(c, f64::from(width))?;
        }
        let mut page = Page { sheet, row: 0, used: 0, breaks: Vec::new() };
        self.opening(&mut page)?;
        page.line("一、怎么填", &self.styles.part, 1)?;
        for (number, text) in (1..).zip(self.rules()) {
            page.line(&format!("{number}. {text}"), &self.styles.prose, 1)?;
        }
        // Long or short, the tables begin a page: the rules before them are a sheet to pin up.
        page.keep(PAGE);
        page.line("二、各表各列", &self.styles.part, 2)?;
        for (number, table) in (1..).zip(&self.blank.tables) {
            self.table(&mut page, number, table)?;
        }
        if !lists.is_empty() {
            page.line("三、较长的下拉列表", &self.styles.part, 2)?;
            for list in lists.iter_mut() {
                page.row(&[(list.name, &self.styles.head)])?;
                list.row = Some(page.row);
                for value in &list.values {
                    page.row(&[(value, &self.styles.cell)])?;
                }
            }
        }
        paper(page.sheet, 1);
        page.sheet.set_page_breaks(&page.breaks)?;
        page.sheet.set_footer(format!("&L{}&C第 &P 页 共 &N 页", printed(&self.policy.number)));
        Ok(lists)
    }

    /// Title, document, bureau, year.
    fn opening(&self, page: &mut Page<'_>) -> Result<(), XlsxError> {
        let Self { policy, blank, styles, .. } = self;
        page.line(&format!("《{}》{GUIDE_SHEET}", blank.name), &styles.title, 2)?;
        let by = [&*policy.issuer, &*policy.number].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
        page.line(&format!("依据：{}（{}）", policy.title, by.join("，")), &styles.subtitle, 1)?;
        let bureau = if blank.bureau.is_empty() { "按奖励工作分工" } else { blank.bureau };
        let year = match (self.year, *policy.years.start(), *policy.years.end()) {
            (Some(year), ..) => format!("{year} 年"),
            (None, first, last) if first == last => format!("{first} 年"),
            (None, first, last) => format!("{first} 至 {last} 年，一年一报"),
        };
        page.line(&format!("填报单位：{bureau}　　奖励年度：{year}"), &styles.subtitle, 1)?;
        page.line(&format!("{EDITION}{}", blank.edition), &styles.subtitle, 1)
    }

    /// The general rules; those about kinds of cells only where this workbook has such cells.
    fn rules(&self) -> Vec<String> {
        let has = |wanted: fn(&Kind) -> bool| {
            self.blank.tables.iter().flat_map(|table| &table.columns).any(|column| wanted(&column.kind))
        };
        let mut rules: Vec<String> = vec![
            "带 * 号、黄色表头的列必须填；一行开始填以后，漏填的必填格会变成橙色。鼠标停在表头上可以看到这一列的说明。"
                .into(),
            "空白表示“不知道”，程序不会当作 0，有关的奖励会列为待定；“要求”一栏写明“空白即……”的除外。确实是零的才填 0，不知道的不要填 0。"
                .into(),
            "一行一条记录，从表头下一行填起。不要在表中间插标题；合计行可以有，只核对，不当作记录。".into(),
        ];
        if has(|kind| matches!(kind, Kind::Money { .. })) {
            rules.push(
                "金额按表头写明的单位填数字。整列要用万元的，先撤销工作表保护，把表头的（元）改成（万元）；一列只能有一个单位。".into(),
            );
        }
        if has(|kind| matches!(kind, Kind::Date)) {
            rules.push("日期写成 2022-10-05 或 2022年10月5日，要有年月日。".into());
        }
        if has(|kind| matches!(kind, Kind::Year)) {
            rules.push("年度写四位数字，如 2022。".into());
        }
        if has(|kind| matches!(kind, Kind::Percent)) {
            rules.push("百分比带百分号，如 5%。".into());
        }
        rules.push(
            "代码、编号、账号的格子已设成文本格式，号码再长也不会变。从别处粘贴时用“选择性粘贴—数值”，以免把文本格式冲掉。".into(),
        );
        rules.push(
            "有下拉列表的从列表里选。弹出“请核对”时，看清说明，确认无误可以继续；真有错，检查时会指到这一格。".into(),
        );
        rules.push(
            "工作表名和列名不要改，表头锁住了，免得误改。后面可以加备注、联系人等列，不影响核算；要改单位、调列的先后，先点“审阅—撤销工作表保护”，没有密码。"
                .into(),
        );
        let reported: Vec<&str> =
            self.blank.tables.iter().filter(|table| table.nil_return).map(|table| &*table.name).collect();
        rules.push(if reported.is_empty() {
            "没有记录的表留空即可。".into()
        } else {
            format!(
                "“{}”没有记录也要报：在“{NIL_COLUMN}”一栏（或者第一行）填“无”。空着不填，按没有交处理，有关企业都会待定。其他没有记录的表留空即可。",
                reported.join("”“")
            )
        });
        let name = &self.blank.name;
        rules.push(format!(
            "文件仍叫“{name}.xlsx”；几个单位分别填的，名称后面加上单位，如“{name}-甲单位.xlsx”。各部门的文件放进同一个文件夹。"
        ));
        rules.push(
            "填好后检查：jiangbu 检查 文件夹。每个问题都指到工作簿、工作表和单元格，改好再查一遍，没有错误再交。"
                .into(),
        );
        rules
    }

    /// One table: its name, its note, its columns; on one page of paper if it fits.
    fn table(&self, page: &mut Page<'_>, number: usize, table: &Table) -> Result<(), XlsxError> {
        let styles = self.styles;
        let columns = columns(self.policy, table);
        let described: Vec<[String; GRID.len()]> = columns.iter().map(|column| self.described(column)).collect();
        let heights = described.iter().map(|row| points(deepest(row)));
        page.keep(heights.sum::<u32>() + points(2) + points(1) + points(1));
        page.link(&format!("（{number}）{}", table.name), &table.name, &styles.table)?;
        page.line(&format!("{}{}", duty(table), table.note), &styles.prose, 1)?;
        page.row(&GRID.map(|(head, _)| (head, &styles.head)))?;
        for (column, row) in columns.iter().zip(&described) {
            let must = if column.required { &styles.must } else { &styles.centred };
            let formats = [&styles.cell, must, &styles.cell, &styles.cell, &styles.cell, &styles.centred];
            let cells: Vec<_> = row.iter().map(String::as_str).zip(formats).collect();
            page.row(&cells)?;
        }
        Ok(())
    }

    /// A column under the headers of the grid.
    fn described(&self, column: &Column) -> [String; GRID.len()] {
        [
            column.name.to_string(),
            demand(self.policy, column),
            meaning(column).to_owned(),
            self.content(column),
            example(self.policy, column),
            column.clause.as_deref().unwrap_or_default().to_owned(),
        ]
    }

    /// What the cells may hold; a long list stands at the end of the guide.
    fn content(&self, column: &Column) -> String {
        if fits_inline(&choices(self.policy, column)) {
            allowed(self.policy, column)
        } else {
            "见本页末尾“三、较长的下拉列表”".into()
        }
    }
}

/// The guide's sheet, written from top to bottom.
struct Page<'s> {
    sheet: &'s mut Worksheet,
    row: u32,
    /// Points used on the present page of paper.
    used: u32,
    /// Rows that begin a page.
    breaks: Vec<u32>,
}

impl Page<'_> {
    /// Begins a new page of paper unless so many points are left.
    fn keep(&mut self, points: u32) {
        if self.used > 0 && self.used + points > PAGE {
            self.breaks.push(self.row);
            self.used = 0;
        }
    }

    /// Ends the row, which has so many lines.
    fn end(&mut self, lines: u32) -> Result<(), XlsxError> {
        let points = points(lines);
        self.sheet.set_row_height(self.row, points)?;
        // What no longer fits goes to the next page by itself.
        self.used = if self.used + points > PAGE { points } else { self.used + points };
        self.row += 1;
        Ok(())
    }

    /// A line over the whole width, as high as its text needs and at least so many lines.
    fn line(&mut self, text: &str, format: &Format, least: u32) -> Result<(), XlsxError> {
        let last = u16::try_from(GRID.len() - 1).unwrap_or(0);
        self.sheet.merge_range(self.row, 0, self.row, last, text, format)?;
        let whole = GRID.iter().map(|(_, width)| width).sum();
        self.end(lines(text, whole).max(least))
    }

    /// The same, leading to a sheet.
    fn link(&mut self, text: &str, sheet: &str, format: &Format) -> Result<(), XlsxError> {
        let row = self.row;
        self.line(text, format, 2)?;
        let target = format!("internal:'{}'!A1", sheet.replace('\'', "''"));
        self.sheet.write_url_with_options(row, 0, &*target, text, "打开这张表", Some(format))?;
        Ok(())
    }

    /// Cells side by side.
    fn row(&mut self, cells: &[(&str, &Format)]) -> Result<(), XlsxError> {
        for (c, (text, format)) in (0u16..).zip(cells) {
            self.sheet.write_string_with_format(self.row, c, *text, format)?;
        }
        let texts: Vec<&str> = cells.iter().map(|(text, _)| *text).collect();
        self.end(deepest(&texts))
    }
}

/// The lines of the cell that has most of them.
fn deepest<T: AsRef<str>>(row: &[T]) -> u32 {
    row.iter().zip(GRID).map(|(text, (_, width))| lines(text.as_ref(), width)).max().unwrap_or(1)
}
