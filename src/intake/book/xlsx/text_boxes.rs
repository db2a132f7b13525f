//! Texts in boxes that lie over the cells of an .xlsx sheet: the unit of a table may stand there.

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::package::Package;
use super::super::xml_chunks::utf8;
use super::super::{Layout, xml};
use super::Relation;

/// Adds the texts that lie over the sheet that refers so.
pub(super) fn add(package: &Package, relations: &[Relation], layout: &mut Layout) -> Result<(), BookFault> {
    for relation in relations {
        if relation.kind == "drawing"
            && let Some(bytes) = package.whole(&relation.part)?
        {
            read(utf8(&bytes)?, layout)?;
        }
    }
    Ok(())
}

fn read(text: &str, layout: &mut Layout) -> Result<(), BookFault> {
    let mut reader = xml::document(text);
    // The text of the box at hand; is what comes next a part of it?
    let (mut within, mut said) = (false, String::new());
    loop {
        match reader.read_event()? {
            Event::Start(tag) => within = tag.local_name().as_ref() == "t",
            Event::End(tag) => {
                within = false;
                match tag.local_name().as_ref() {
                    "p" => said.push('\n'),
                    "txBody" => {
                        let text = std::mem::take(&mut said);
                        if !text.trim().is_empty() {
                            layout.page_texts.push(text.trim().to_owned());
                        }
                    }
                    _ => {}
                }
            }
            Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
            Event::Eof => return Ok(()),
            event if within => xml::add_text(&event, &mut said)?,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_of_boxes() {
        let space = "http://schemas.openxmlformats.org/drawingml/2006";
        let drawing = |inside: &str| {
            format!("<xdr:wsDr xmlns:xdr=\"{space}/spreadsheetDrawing\" xmlns:a=\"{space}/main\">{inside}</xdr:wsDr>")
        };
        let text = |text: &str| format!("<a:p><a:r><a:rPr/><a:t>{text}</a:t></a:r></a:p>");
        let shape = |texts: &str| format!("<xdr:sp><xdr:nvSpPr/><xdr:txBody><a:bodyPr/>{texts}</xdr:txBody></xdr:sp>");
        for (inside, expected) in [
            (String::new(), &[][..]),
            (shape(&text("单位：万元")), &["单位：万元"]),
            (shape(&(text("甲&amp;乙") + &text(" 丙 "))), &["甲&乙\n 丙"]),
            (shape(&text("甲")) + &shape(&text("乙")), &["甲", "乙"]),
            (shape("<a:p><a:r><a:t>单位：</a:t></a:r>\n<a:r><a:t>万元</a:t></a:r></a:p>"), &["单位：万元"]),
            (shape(&text(" ")), &[]),
            ("<xdr:pic><a:blip/></xdr:pic>".to_owned(), &[]),
        ] {
            let mut layout = Layout::default();
            read(&drawing(&inside), &mut layout).expect("a drawing");
            assert_eq!(layout.page_texts, expected, "{inside}");
        }
        assert!(read("<!DOCTYPE a><a/>", &mut Layout::default()).is_err());
        assert!(read("<a><b></a>", &mut Layout::default()).is_err());
    }
}
