//! Changes to a policy file's tree, each at a path: `item.patent.counts`, `cap.class.full.ratio`,
//! `item.talent-listed,talent-top.requires`, `item.*.counts_toward_cap`. A section of which there are several is named by its id,
//! name or code, or by its number.

use std::borrow::Cow;

use toml::Spanned;
use toml::de::{DeArray, DeTable, DeValue};

use super::fault::{Fault, quoted};
use super::file::Text;
use super::keys::{Section, Shape, Value};
use crate::formula::nearest;

/// What is done at a path.
pub(super) enum Act<'v, 'i> {
    /// Only look whether the file knows it.
    Look,
    /// This stands there from now on.
    Set(&'v Value<'i>),
    /// Nothing stands there any more.
    Remove,
}

/// Does `act` at `path` of the file; whether anything is different now.
///
/// # Errors
/// A fault at `path`: the file knows no such key, or has nothing there.
pub(super) fn apply<'i>(root: &mut Value<'i>, whole: &Section, path: &Text, act: &Act<'_, 'i>) -> Result<bool, Fault> {
    let steps: Vec<&str> = path.get_ref().split('.').map(str::trim).collect();
    if let ([_], Act::Set(value)) = (steps.as_slice(), act)
        && value.get_ref().is_table()
        && !is_new_section(root, whole, steps[0])
    {
        return Err(Fault::new("整个路径写在一对引号里，如 \"item.代号.项\" = 值".into(), path.span()));
    }
    let walk = Walk { path, act };
    walk.section(root, whole, &steps)
}

/// Is it a section of its own that the file does not have yet?
fn is_new_section(root: &Value<'_>, whole: &Section, name: &str) -> bool {
    let absent = root.get_ref().as_table().is_some_and(|table| !table.contains_key(name));
    absent && whole.keys.iter().any(|key| key.name == name && matches!(key.shape, Shape::Section(_)))
}

struct Walk<'w, 'v, 'i> {
    path: &'w Text,
    act: &'w Act<'v, 'i>,
}

impl<'i> Walk<'_, '_, 'i> {
    fn fault(&self, message: String) -> Fault {
        Fault::new(message, self.path.span())
    }

    /// The path up to and without what is `left` of it.
    fn so_far(&self, left: &[&str]) -> String {
        let steps: Vec<&str> = self.path.get_ref().split('.').map(str::trim).collect();
        steps[..steps.len().saturating_sub(left.len())].join(".")
    }

    fn unknown<'k>(&self, step: &str, known: impl Iterator<Item = &'k str> + Clone) -> Fault {
        let all: Vec<&str> = known.clone().collect();
        let choices = if all.is_empty() { String::new() } else { format!("，可以写的有：{}", all.join("、")) };
        let message = format!("路径里的“{}”找不到{choices}", quoted(step));
        Fault { suggestion: nearest(step, known), ..self.fault(message) }
    }

    fn on(&self, value: &mut Value<'i>, shape: &Shape, steps: &[&str]) -> Result<bool, Fault> {
        match shape {
            Shape::Section(section) => self.section(value, section, steps),
            Shape::List(of, _) if matches!(of, Shape::Section(_)) => self.several(value, of, steps),
            Shape::Pairs(of) => self.named(value, of, steps),
            _ => Err(self.fault(format!("“{}”下面没有更细的项，整项写上", self.so_far(steps)))),
        }
    }

    fn section(&self, value: &mut Value<'i>, section: &Section, steps: &[&str]) -> Result<bool, Fault> {
        let Some(step) = steps.first() else { return Ok(false) };
        let Some(key) = section.keys.iter().find(|key| key.name == *step) else {
            return Err(self.unknown(step, section.keys.iter().map(|key| key.name)));
        };
        self.entry(value, &key.shape, steps)
    }

    fn named(&self, value: &mut Value<'i>, of: &Shape, steps: &[&str]) -> Result<bool, Fault> {
        self.entry(value, of, steps)
    }

    /// The entry of a table that the first of `steps` names.
    fn entry(&self, value: &mut Value<'i>, shape: &Shape, steps: &[&str]) -> Result<bool, Fault> {
        let (Some((step, rest)), DeValue::Table(table)) = (steps.split_first(), value.get_mut()) else {
            return Err(self.fault(format!("“{}”不是一节", self.so_far(steps))));
        };
        if rest.is_empty() {
            return self.act(table, step);
        }
        if let (Shape::List(..), [_], false) = (shape, rest, table.contains_key(*step)) {
            // The first of several is one more section like any other.
            let none = DeValue::Array(DeArray::new());
            table.insert(
                Spanned::new(self.path.span(), Cow::Owned((*step).to_owned())),
                Spanned::new(self.path.span(), none),
            );
        }
        match table.get_mut(*step) {
            Some(inner) => self.on(inner, shape, rest),
            None => Err(self.fault(format!("政策里没有写“{}”，请把它整节写上", self.so_far(rest)))),
        }
    }

    fn act(&self, table: &mut DeTable<'i>, step: &str) -> Result<bool, Fault> {
        match self.act {
            Act::Look => Ok(false),
            Act::Set(new) => Ok(match table.get_mut(step) {
                Some(old) => {
                    let differs = !same(old.get_ref(), new.get_ref());
                    *old = (*new).clone();
                    differs
                }
                None => {
                    table.insert(Spanned::new(self.path.span(), Cow::Owned(step.to_owned())), (*new).clone());
                    true
                }
            }),
            Act::Remove => match table.remove(step) {
                Some(_) => Ok(true),
                None => Err(self.fault(format!("政策里没有写“{}”，不用删", self.path.get_ref()))),
            },
        }
    }

    /// One of several sections, some of them, or all.
    fn several(&self, value: &mut Value<'i>, of: &Shape, steps: &[&str]) -> Result<bool, Fault> {
        let (Some((step, rest)), DeValue::Array(all)) = (steps.split_first(), value.get_mut()) else {
            return Err(self.fault(format!("“{}”不是几节", self.so_far(steps))));
        };
        let mut changed = false;
        let wanted: Vec<&str> = step.split([',', '、', '，']).map(str::trim).collect();
        for wanted in wanted {
            let chosen: Vec<usize> =
                (0..all.len()).filter(|at| wanted == "*" || is_called(all[*at].get_ref(), wanted, *at)).collect();
            match (chosen.is_empty(), self.act, rest.is_empty()) {
                (true, Act::Set(new), true) if is_called(new.get_ref(), wanted, usize::MAX) => {
                    all.push((*new).clone());
                    changed = true;
                }
                (true, Act::Look, true) => {}
                (true, ..) => {
                    let names: Vec<String> = all.iter().filter_map(|one| names(one.get_ref()).next()).collect();
                    return Err(self.unknown(wanted, names.iter().map(String::as_str)));
                }
                (false, Act::Remove, true) => {
                    let mut kept = DeArray::new();
                    let left = all.iter().enumerate().filter(|(at, _)| !chosen.contains(at));
                    left.for_each(|(_, one)| kept.push(one.clone()));
                    *all = kept;
                    changed = true;
                }
                (false, act, last) => {
                    for at in chosen {
                        let Some(one) = all.get_mut(at) else { continue };
                        changed |= match (act, last) {
                            (Act::Set(new), true) => {
                                let differs = !same(one.get_ref(), new.get_ref());
                                *one = (*new).clone();
                                differs
                            }
                            (_, true) => false,
                            (_, false) => self.on(one, of, rest)?,
                        };
                    }
                }
            }
        }
        Ok(changed)
    }
}

/// What one of several sections may be called.
fn names(value: &DeValue<'_>) -> impl Iterator<Item = String> {
    let table = value.as_table();
    ["id", "name", "code"].into_iter().filter_map(move |key| {
        let name = table?.get(key)?.get_ref();
        name.as_str().map(str::to_owned)
    })
}

fn is_called(value: &DeValue<'_>, wanted: &str, at: usize) -> bool {
    names(value).any(|name| name == wanted) || wanted.parse::<usize>().is_ok_and(|number| number == at.wrapping_add(1))
}

/// The same value, wherever it stands.
pub(super) fn same(one: &DeValue<'_>, other: &DeValue<'_>) -> bool {
    match (one, other) {
        (DeValue::String(one), DeValue::String(other)) => one == other,
        (DeValue::Integer(one), DeValue::Integer(other)) => one.as_str() == other.as_str(),
        (DeValue::Float(one), DeValue::Float(other)) => one.as_str() == other.as_str(),
        (DeValue::Boolean(one), DeValue::Boolean(other)) => one == other,
        (DeValue::Datetime(one), DeValue::Datetime(other)) => one == other,
        (DeValue::Array(one), DeValue::Array(other)) => {
            one.len() == other.len()
                && one.iter().zip(other.iter()).all(|(one, other)| same(one.get_ref(), other.get_ref()))
        }
        (DeValue::Table(one), DeValue::Table(other)) => {
            one.len() == other.len()
                && one.iter().all(|(key, value)| {
                    other.get(key.get_ref().as_ref()).is_some_and(|theirs| same(value.get_ref(), theirs.get_ref()))
                })
        }
        _ => false,
    }
}
