//! Notes at the cells of an .xlsx sheet, of the old kind and in threads. They stand in parts of their own.

use quick_xml::events::Event;

use super::super::fault::BookFault;
use super::super::package::Package;
use super::super::xml_chunks::utf8;
use super::super::{Layout, Note, xml};
use super::{Relation, address};

/// Adds the notes that belong to the sheet that refers so.
pub(super) fn add(package: &Package, relations: &[Relation], layout: &mut Layout) -> Result<(), BookFault> {
    for relation in relations {
        if matches!(&*relation.kind, "comments" | "threadedComment" | "threadedComments")
            && let Some(bytes) = package.whole(&relation.part)?
        {
            read(utf8(&bytes)?, layout)?;
        }
    }
    layout.notes.sort_by_key(|note| (note.row, note.column));
    Ok(())
}

fn read(text: &str, layout: &mut Layout) -> Result<(), BookFault> {
    let mut reader = xml::document(text);
    // What authors are called, and what is being read.
    let (mut authors, mut note, mut said) = (Vec::new(), None, None::<String>);
    loop {
        match reader.read_event()? {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "author" => said = Some(String::new()),
                "comment" => {
                    let author = xml::number::<usize>(&tag, "authorId")?.and_then(|number| authors.get(number));
                    // What programs that know no threads are shown in place of one.
                    let stands_in = author.is_some_and(|author: &String| author.starts_with("tc="));
                    note = place(&tag)?.filter(|_| !stands_in);
                }
                "threadedComment" => note = place(&tag)?,
                "text" if note.is_some() => said = Some(String::new()),
                // Hints how a word is spoken.
                "rPh" => {
                    reader.read_to_end(tag.name())?;
                }
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "author" => authors.extend(said.take()),
                "text" => {
                    if let Some(((row, column), text)) = note.take().zip(said.take())
                        && !text.trim().is_empty()
                    {
                        layout.note(Note { row, column, text: text.trim().to_owned() })?;
                    }
                }
                _ => {}
            },
            Event::DocType(_) => return Err(BookFault::damaged("内容里有 DOCTYPE 声明")),
            Event::Eof => return Ok(()),
            event => {
                if let Some(said) = &mut said {
                    xml::add_text(&event, said)?;
                }
            }
        }
    }
}

/// The cell that a note stands at.
fn place(tag: &quick_xml::events::BytesStart<'_>) -> Result<Option<(u32, u32)>, BookFault> {
    Ok(xml::attribute(tag, "ref")?.and_then(|cell| address(cell.split(':').next().unwrap_or_default().as_bytes())))
}
