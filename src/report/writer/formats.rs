//! All formats of a workbook, made once, and the numbers by which cells name them.

use rust_xlsxwriter::{Format, Workbook};

use super::style;
use crate::report::model::Look;

/// For each look its format, plain and for a text that begins like a formula, with their numbers.
pub(super) struct Formats {
    all: Vec<[(Format, u32); 2]>,
}

impl Formats {
    /// Makes them known to `workbook`, in a fixed order.
    pub fn register(workbook: &mut Workbook) -> Self {
        // The library numbers formats as it meets them, equal ones once; the workbook's own is 0.
        let mut known = vec![style::plain()];
        let mut number = |look: Look, quoted: bool| {
            let format = style::format(look, quoted);
            workbook.register_format(&format);
            let number = known.iter().position(|other| *other == format).unwrap_or_else(|| {
                known.push(format.clone());
                known.len() - 1
            });
            (format, u32::try_from(number).unwrap_or_default())
        };
        Self { all: Look::ALL.iter().map(|look| [number(*look, false), number(*look, true)]).collect() }
    }

    pub fn get(&self, look: Look) -> &Format {
        &self.all[look as usize][0].0
    }

    pub fn number(&self, look: Look, quoted: bool) -> u32 {
        self.all[look as usize][usize::from(quoted)].1
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn the_library_numbers_formats_as_we_do() {
        let mut workbook = Workbook::new();
        workbook.set_default_format(&style::plain(), 20, 64).expect("a format");
        let formats = Formats::register(&mut workbook);
        let sheet = workbook.add_worksheet_with_constant_memory().expect("a sheet");
        let looks: Vec<(Look, bool)> =
            Look::ALL.iter().rev().flat_map(|look| [(*look, true), (*look, false)]).collect();
        for (row, (look, quoted)) in (0u32..).zip(&looks) {
            sheet.write_blank(row, 0, &style::format(*look, *quoted)).expect("a cell");
        }
        let bytes = workbook.save_to_buffer().expect("a workbook");
        let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("a package");
        let mut xml = String::new();
        package.by_name("xl/worksheets/sheet1.xml").expect("the sheet").read_to_string(&mut xml).expect("text");
        for (row, (look, quoted)) in (1..).zip(&looks) {
            let cell = format!("<c r=\"A{row}\" s=\"{}\"/>", formats.number(*look, *quoted));
            assert!(xml.contains(&cell), "{look:?} {quoted}: {cell} is not in {xml}");
        }
    }
}
