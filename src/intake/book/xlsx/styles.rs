//! The number format of each cell style, and whether it strikes out. Nothing else of a style matters here.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::number_format::Style;
use super::super::xml;

/// Styles by the index cells carry.
pub(super) fn read(text: &str) -> Result<Vec<Style>, BookFault> {
    let mut reader = xml::document(text);
    let mut codes = HashMap::new();
    let (mut fonts, mut styles) = (Vec::new(), Vec::new());
    let (mut in_codes, mut in_fonts, mut in_cells) = (false, false, false);
    loop {
        match reader.read_event()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmts" => in_codes = true,
                "cellXfs" => in_cells = true,
                "numFmt" if in_codes => {
                    let number = xml::number::<u32>(&tag, "numFmtId")?;
                    let code = xml::attribute(&tag, "formatCode")?;
                    if let (Some(number), Some(code)) = (number, code) {
                        codes.insert(number, Style::of_code(number, &code));
                    }
                }
                "fonts" => in_fonts = true,
                "font" if in_fonts => {
                    super::bounded_styles(fonts.len())?;
                    fonts.push(false);
                }
                "strike" if in_fonts => {
                    let off = xml::attribute(&tag, "val")?.is_some_and(|value| !xml::says_yes(&value));
                    if let Some(struck) = fonts.last_mut() {
                        *struck = !off;
                    }
                }
                "xf" if in_cells => {
                    let number = xml::number::<u32>(&tag, "numFmtId")?.unwrap_or(0);
                    let style = codes.get(&number).cloned().unwrap_or_else(|| Style::built_in(number));
                    let font = xml::number::<usize>(&tag, "fontId")?.and_then(|font| fonts.get(font));
                    super::bounded_styles(styles.len())?;
                    styles.push(Style { struck: font.is_some_and(|struck| *struck), ..style });
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "numFmts" => in_codes = false,
                "fonts" => in_fonts = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            Event::Eof => return Ok(styles),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::number_format::NumberFormat::{DateTime, Percent, Plain};
    use super::*;

    #[test]
    fn only_cell_styles_and_their_codes_count() {
        let text = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/></numFmts>
            <fonts><font><b/></font><font><strike/></font><font><strike val="0"/></font></fonts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31" fontId="1"/><xf numFmtId="9" fontId="2"/><xf/></cellXfs>
            <dxfs><dxf><numFmt numFmtId="176" formatCode="0"/></dxf></dxfs></styleSheet>"#;
        let styles = read(text).unwrap();
        let formats: Vec<_> = styles.iter().map(|style| style.format).collect();
        assert_eq!(formats, [Plain, DateTime, DateTime, Percent, Plain]);
        let struck: Vec<_> = styles.iter().map(|style| style.struck).collect();
        assert_eq!(struck, [false, false, true, false, false]);
        assert!(styles.iter().all(|style| style.drawing.is_none()));
    }
}
