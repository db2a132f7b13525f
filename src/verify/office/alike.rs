//! Sheets that are byte for byte the same in both packages need not be taken apart: what is read from the same bytes in the same styles is
//! the same.

use std::io::Read;

use super::{OfficeBook, OfficeSheet};
use crate::intake::book::BookFault;
use crate::intake::book::package::Package;

/// Bytes compared at a time.
const BLOCK: usize = 1 << 16;

impl OfficeBook {
    /// Do cells of both workbooks that are written alike look and read alike: are styles, colours and shared texts the same bytes, and is the
    /// same sheet in front?
    pub fn has_ground_of(&self, other: &Self) -> Result<bool, BookFault> {
        if self.ground.len() != other.ground.len() || self.front() != other.front() {
            return Ok(false);
        }
        for (ours, theirs) in self.ground.iter().zip(&other.ground) {
            if same(&self.parts.package, ours, &other.parts.package, theirs)?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// How many rows a sheet has if it is the same bytes, with the same relations, in both; parts it refers to are not looked at.
    pub fn rows_alike(
        &self,
        sheet: &OfficeSheet,
        other: &Self,
        there: &OfficeSheet,
    ) -> Result<Option<usize>, BookFault> {
        if sheet.kind != "worksheet" || there.kind != "worksheet" || sheet.part.is_empty() {
            return Ok(None);
        }
        let (ours, theirs) = (&self.parts.package, &other.parts.package);
        if same(ours, &relations(&sheet.part), theirs, &relations(&there.part))?.is_none() {
            return Ok(None);
        }
        // Relations are resolved against the folder of the part.
        let folder = |part: &str| part.rsplit_once('/').map(|(folder, _)| folder.to_lowercase());
        if folder(&sheet.part) != folder(&there.part) {
            return Ok(None);
        }
        let rows = same(ours, &sheet.part, theirs, &there.part)?;
        if rows.is_some() {
            self.parts.visit(&sheet.part);
            other.parts.visit(&there.part);
        }
        Ok(rows)
    }
}

fn relations(part: &str) -> String {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{file}.rels")
}

/// How many rows begin in two parts that are the same bytes.
fn same(a: &Package, of_a: &str, b: &Package, of_b: &str) -> Result<Option<usize>, BookFault> {
    if !a.has(of_a) && !b.has(of_b) {
        // Neither has such a part.
        return Ok(Some(0));
    }
    if a.size(of_a) != b.size(of_b) {
        return Ok(None);
    }
    let read = a.stream(of_a, |a| b.stream(of_b, |b| compared(a, b)));
    Ok(read?.flatten().flatten())
}

fn compared(mut a: &mut dyn Read, mut b: &mut dyn Read) -> Result<Option<usize>, BookFault> {
    const END: &[u8] = b"</row>";
    let (mut ours, mut theirs, mut rows) = (Vec::with_capacity(BLOCK), Vec::with_capacity(BLOCK), 0);
    // The last bytes of a block stay for an end that runs over into the next.
    let mut kept = 0;
    loop {
        Read::by_ref(&mut a).take(BLOCK as u64).read_to_end(&mut ours)?;
        Read::by_ref(&mut b).take(BLOCK as u64).read_to_end(&mut theirs)?;
        if ours != theirs {
            return Ok(None);
        }
        if ours.len() == kept {
            return Ok(Some(rows));
        }
        rows += memchr::memmem::find_iter(&ours, END).count();
        kept = ours.len().min(END.len() - 1);
        let start = ours.len() - kept;
        ours.drain(..start);
        theirs.drain(..start);
    }
}
