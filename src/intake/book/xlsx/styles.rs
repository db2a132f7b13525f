//! The number format of each cell style. Nothing else of a style matters here.

use std::collections::HashMap;

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::number_format::NumberFormat;
use super::super::xml;

/// Number formats by the index cells carry.
pub(super) fn read(text: &str) -> Result<Vec<NumberFormat>, BookFault> {
    let mut reader = xml::document(text);
    let mut codes = HashMap::new();
    let mut formats = Vec::new();
    let (mut in_codes, mut in_cells) = (false, false);
    loop {
        match reader.read_event()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "numFmts" => in_codes = true,
                "cellXfs" => in_cells = true,
                "numFmt" if in_codes => {
                    let number = xml::number::<u32>(&tag, "numFmtId")?;
                    let code = xml::attribute(&tag, "formatCode")?;
                    if let (Some(number), Some(code)) = (number, code) {
                        codes.insert(number, NumberFormat::of_code(&code));
                    }
                }
                "xf" if in_cells => {
                    let number = xml::number::<u32>(&tag, "numFmtId")?.unwrap_or(0);
                    let format = codes.get(&number).copied().unwrap_or_else(|| NumberFormat::built_in(number));
                    super::bounded_styles(formats.len())?;
                    formats.push(format);
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "numFmts" => in_codes = false,
                "cellXfs" => in_cells = false,
                _ => {}
            },
            Event::Eof => return Ok(formats),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_cell_styles_and_their_codes_count() {
        let text = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/></numFmts>
            <cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
            <cellXfs><xf numFmtId="0"/><xf numFmtId="176"/><xf numFmtId="31"/><xf numFmtId="9"/><xf/></cellXfs>
            <dxfs><dxf><numFmt numFmtId="176" formatCode="0"/></dxf></dxfs></styleSheet>"#;
        use NumberFormat::{Moment, Percent, Plain};
        assert_eq!(read(text).unwrap(), [Plain, Moment, Moment, Percent, Plain]);
    }
}
