//! A table's blank sheet: a header with notes, formatted columns with their rules, and nothing below, so that every row is a record.

use rust_xlsxwriter::{
    ConditionalFormatFormula, DataValidation, IgnoreError, Note, ProtectionOptions, Worksheet, XlsxError,
};

use super::Blank;
use super::column::{allowed, cells_width, columns, demand, example, header, meaning, number_format};
use super::lists::Lists;
use super::style::{Styles, across, lines, paper, points, printed};
use super::validation::rule;
use crate::finding::column_letters;
use crate::policy::{Column, Kind, NIL_COLUMN, Policy, Table};

/// The last row of a sheet, from 0.
const LAST: u32 = 1_048_575;
/// The last column of a sheet, from 0.
const LAST_COLUMN: u16 = 16_383;
/// Pixels that a note is wide, and how many half-width characters stand side by side in it.
const NOTE: (u32, u32) = (300, 40);

/// What a data sheet is made from.
pub(super) struct EntrySheet<'a> {
    pub policy: &'a Policy,
    pub blank: &'a Blank<'a>,
    pub table: &'a Table,
    pub styles: &'a Styles,
    pub lists: &'a Lists<'a>,
}

impl EntrySheet<'_> {
    /// Writes it.
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(&*self.table.name)?;
        if self.table.required {
            sheet.set_tab_color(0x00FF_D966_u32);
        }
        let mut deepest = 1;
        let columns = columns(self.policy, self.table);
        let widths: Vec<u32> = columns.iter().map(|column| cells_width(self.policy, column)).collect();
        for ((c, column), width) in (0u16..).zip(&columns).zip(widths.iter().copied()) {
            deepest = deepest.max(lines(&header(column), width));
            self.column(sheet, c, column, width)?;
        }
        let mut next = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        if self.table.nil_return {
            self.nil_return(sheet, next)?;
            next += 1;
        }
        sheet.set_row_height(0, points(deepest.max(2)))?;
        self.marks(sheet, &columns)?;
        protect(sheet, next)?;
        let names = self.names(&columns);
        sheet.set_freeze_panes(1, names)?.set_selection(1, 0, 1, 0)?;
        self.print(sheet, &widths, names)
    }

    /// One column: header, note, format, rule.
    fn column(&self, sheet: &mut Worksheet, c: u16, column: &Column, width: u32) -> Result<(), XlsxError> {
        let format = number_format(&column.kind);
        let centred = matches!(column.kind, Kind::Year | Kind::Date | Kind::List(_));
        let head = if column.required { &self.styles.required } else { &self.styles.optional };
        sheet.set_column_width(c, f64::from(width))?.set_column_format(c, &Styles::entry(format, centred))?;
        sheet.write_string_with_format(0, c, header(column), head)?;
        sheet.insert_note(0, c, &self.note(column))?;
        sheet.add_data_validation(1, c, LAST, c, &rule(self.policy, column, self.lists)?)?;
        if format == "@" {
            // A code is text on purpose; the green corner would ask the clerk to make it a number.
            sheet.ignore_error_range(1, c, LAST, c, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }

    /// The place for "nothing to report", beside the table's own columns.
    fn nil_return(&self, sheet: &mut Worksheet, c: u16) -> Result<(), XlsxError> {
        sheet.set_column_width(c, 12)?.set_column_format(c, &Styles::entry("@", true))?;
        sheet.write_string_with_format(0, c, NIL_COLUMN, &self.styles.optional)?;
        let text = "没有这类记录的，在下面一格选“无”，这就是零报告。\n有记录的不要填。空着不填的表，按没有交处理。";
        let note = Note::new(text).add_author_prefix(false).set_author("jiangbu").set_width(NOTE.0).set_height(60);
        sheet.insert_note(0, c, &note)?;
        let choice = DataValidation::new().allow_list_strings(&["无"])?;
        sheet.add_data_validation(1, c, 1, c, &choice)?;
        Ok(())
    }

    /// What the header's note says.
    fn note(&self, column: &Column) -> Note {
        let policy = self.policy;
        let mut text =
            format!("{}（{}）\n{}", column.name, demand(policy, column).replace('\n', "，"), meaning(column));
        text.push_str(&format!("\n可填：{}", allowed(policy, column)));
        let example = example(policy, column);
        if !example.is_empty() {
            text.push_str(&format!("\n例：{example}"));
        }
        if let Some(clause) = &column.clause {
            text.push_str(&format!("\n依据：{clause}"));
        }
        let (pixels, columns) = NOTE;
        let rows = lines(&text, columns);
        Note::new(text).add_author_prefix(false).set_author("jiangbu").set_width(pixels).set_height(rows * 18 + 12)
    }

    /// A row that was begun gets lines; a required cell that is blank in it gets a colour.
    fn marks(&self, sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
        let last = u16::try_from(columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
        let begun = format!("COUNTA($A2:${}2)>0", column_letters(u32::from(last)));
        for (c, _) in (0u16..).zip(columns).filter(|(_, column)| column.required) {
            let blank = format!("=AND({begun},LEN(TRIM({}2))=0)", column_letters(u32::from(c)));
            let missing = ConditionalFormatFormula::new().set_rule(&*blank).set_format(&self.styles.missing);
            sheet.add_conditional_format(1, c, LAST, c, &missing)?;
        }
        let lined = ConditionalFormatFormula::new().set_rule(&*format!("={begun}")).set_format(&self.styles.begun);
        sheet.add_conditional_format(1, 0, LAST, last, &lined)?;
        Ok(())
    }

    /// How many columns stay in sight: the code, and the name where it stands beside it.
    fn names(&self, columns: &[Column]) -> u16 {
        let register = &self.policy.register;
        let name = &self.policy.tables[register.table].columns[register.name].name;
        match (usize::from(self.table.key), columns.get(1)) {
            (0, Some(second)) if second.name == *name => 2,
            (0, _) => 1,
            _ => 0,
        }
    }

    /// Whose table it is and who signs it: only on paper, so that no row but records stands in the sheet.
    fn print(&self, sheet: &mut Worksheet, widths: &[u32], names: u16) -> Result<(), XlsxError> {
        let pages = across(widths, names);
        paper(sheet, pages);
        sheet.set_repeat_rows(0, 0)?;
        if pages > 1 && names > 0 {
            sheet.set_repeat_columns(0, names - 1)?;
        }
        let bureau = if self.blank.bureau.is_empty() { "　　　　　　" } else { self.blank.bureau };
        let (bureau, number) = (printed(bureau), printed(&self.policy.number));
        sheet
            .set_header(format!("&L填报单位：{bureau}（盖章）&C&\"宋体,Bold\"{}&R{number}", printed(&self.table.name)));
        sheet.set_footer("&L填表人：　　　　　　审核人：&C第 &P 页 共 &N 页&R填表日期：　　　　年　　月　　日");
        Ok(())
    }
}

/// Locks the headers, without a password; whatever else a clerk does stays open, also beside the table's columns, from column `beside` on.
fn protect(sheet: &mut Worksheet, beside: u16) -> Result<(), XlsxError> {
    sheet.set_column_range_format(beside, LAST_COLUMN, &Styles::entry("General", false))?;
    sheet.protect_with_options(&ProtectionOptions {
        format_cells: true,
        format_columns: true,
        format_rows: true,
        insert_rows: true,
        insert_links: true,
        delete_rows: true,
        sort: true,
        use_autofilter: true,
        ..ProtectionOptions::default()
    });
    Ok(())
}
