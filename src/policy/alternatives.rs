//! The policies that other readings make of a policy: each is the file with a few keys changed, loaded and checked as a policy of its
//! own. What is wrong with one is told at the alternative.

use std::ops::Range;

use super::fault::{Fault, line_of, once};
use super::file::{self, Text};
use super::form::Form;
use super::keys::{Value, Written as _};
use super::load::whole_or;
use super::loader::Loader;
use super::patch::{Act, apply};
use super::{KEYS, Policy, Variant};

/// The policy, and what its alternatives make of it. All share the texts of the last.
pub(super) fn of(
    form: &Form<'_>,
    raw: &file::File,
    mut policy: Policy,
    text: &str,
) -> Result<(Policy, Vec<Variant>), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut variants: Vec<Variant> = Vec::new();
    for (number, reading) in raw.reading.iter().enumerate() {
        for key in &reading.keys {
            let looked = apply(&mut form.root.clone(), &KEYS, key, &Act::Look);
            faults.extend(looked.err());
        }
        for (nth, alternative) in reading.alternative.iter().enumerate() {
            let place = AlternativePath { reading: number, alternative: nth };
            let texts = variants.last().map_or(&policy, |variant| &variant.policy).texts.clone();
            let mut loader = Loader::new(text, Vec::new());
            loader.texts = texts;
            match changed(form, alternative, place, loader) {
                Ok(variant) if is_same(&policy, &variant) => {
                    faults.push(Fault::new("这种读法什么也没有改".into(), alternative.name.span()));
                }
                Ok(other) => {
                    let reads_alike = paths(alternative).all(|path| reads_alike(path.get_ref()));
                    variants.push(Variant { reading: number, alternative: nth, policy: other, reads_alike });
                }
                Err(wrong) => faults.extend(placed(wrong, form, alternative, place, text)),
            }
        }
    }
    let texts = variants.last().map_or(&policy, |variant| &variant.policy).texts.clone();
    policy.texts.clone_from(&texts);
    variants.iter_mut().for_each(|variant| variant.policy.texts.clone_from(&texts));
    whole_or(Some((policy, variants)), once(faults))
}

/// Where an alternative stands in the file.
#[derive(Clone, Copy)]
struct AlternativePath {
    reading: usize,
    alternative: usize,
}

impl AlternativePath {
    fn section<'f, 'i>(self, form: &'f Form<'i>) -> Option<&'f Value<'i>> {
        let reading = form.root.get_ref().as_table()?.get("reading")?.get_ref().as_array()?.get(self.reading)?;
        reading.get_ref().as_table()?.get("alternative")?.get_ref().as_array()?.get(self.alternative)
    }
}

fn paths(alternative: &file::Alternative) -> impl Iterator<Item = &Text> {
    alternative.changes.iter().map(|(path, _)| path).chain(&alternative.removes)
}

/// The policy with the alternative's changes.
fn changed(
    form: &Form<'_>,
    alternative: &file::Alternative,
    place: AlternativePath,
    mut loader: Loader<'_>,
) -> Result<Policy, Vec<Fault>> {
    let mut root = form.root.clone();
    let mut faults = Vec::new();
    if paths(alternative).next().is_none() {
        faults.push(Fault::new("要写 changes 或 removes：这种读法改了哪几项".into(), alternative.name.span()));
    }
    let table = place.section(form).and_then(|section| section.get_ref().as_table()?.get("changes"));
    let written = table.and_then(|changes| changes.get_ref().as_table());
    for (path, _) in alternative.changes.iter() {
        let Some(value) = written.and_then(|written| written.get(path.get_ref().as_str())) else { continue };
        match apply(&mut root, &KEYS, path, &Act::Set(value)) {
            Ok(true) => {}
            Ok(false) => faults.push(Fault::new("改成的与原来写的一样".into(), path.span())),
            Err(fault) => faults.push(fault),
        }
    }
    for path in &alternative.removes {
        faults.extend(apply(&mut root, &KEYS, path, &Act::Remove).err());
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let mut raw = file::File::read(root, &mut loader.faults);
    raw.imply_codes();
    let policy = loader.policy(&raw);
    whole_or(policy, loader.faults)
}

/// The faults of the changed policy, told at the alternative: those of its own text; else what shows elsewhere, with the line.
fn placed(
    faults: Vec<Fault>,
    form: &Form<'_>,
    alternative: &file::Alternative,
    place: AlternativePath,
    text: &str,
) -> Vec<Fault> {
    let mut own: Vec<Range<usize>> = paths(alternative).map(Text::span).chain([alternative.name.span()]).collect();
    own.extend(place.section(form).into_iter().flat_map(values));
    let inside = |fault: &Fault| own.iter().any(|own| own.start <= fault.span.start && fault.span.end <= own.end);
    let name = alternative.name.get_ref();
    let (inside, elsewhere): (Vec<Fault>, Vec<Fault>) = faults.into_iter().partition(inside);
    if !inside.is_empty() {
        let told = |fault: Fault| Fault { message: format!("读法“{name}”：{}", fault.message), ..fault };
        return inside.into_iter().map(told).collect();
    }
    let told = |fault: Fault| {
        let line = line_of(text, fault.span.start);
        let message = format!("照读法“{name}”改了以后：{}（第 {line} 行）", fault.message);
        Fault { message, span: alternative.name.span(), ..fault }
    };
    elsewhere.into_iter().map(told).collect()
}

/// Where the values of an alternative stand.
fn values(section: &Value<'_>) -> Vec<Range<usize>> {
    let changes = section.get_ref().as_table().and_then(|section| section.get("changes"));
    let table = changes.and_then(|changes| changes.get_ref().as_table());
    table.into_iter().flat_map(|table| table.iter().map(|(_, value)| value.span())).collect()
}

/// Is the changed policy the same in all that is loaded?
fn is_same(policy: &Policy, other: &Policy) -> bool {
    let other = Policy { texts: policy.texts.clone(), ..other.clone() };
    format!("{policy:?}") == format!("{other:?}")
}

/// Does a change at `path` leave alone what reading and checking the data goes by: tables, the items by which cells name them, the
/// checks, and the figures that those use?
fn reads_alike(path: &str) -> bool {
    let steps: Vec<&str> = path.split('.').map(str::trim).collect();
    match steps.as_slice() {
        ["item", _, key, ..] => !matches!(*key, "id" | "name"),
        ["other_scheme", key] => matches!(*key, "clause" | "named" | "applies" | "paid" | "by" | "after_cap"),
        ["history", "since"] => true,
        [
            "rival" | "suspended" | "evaluation" | "cap" | "fund" | "condition" | "scale" | "fact" | "standing"
            | "target",
            ..,
        ] => true,
        _ => false,
    }
}
