//! A policy from its text: alone, with the policies that other readings make of it, or with remarks.

use super::fault::{Advice, Fault, PolicyError};
use super::load::read;
use super::{Policy, Variant, advice, alternatives, form};

impl Policy {
    /// Reads and checks the policy in `text`; `file` is what messages call it.
    ///
    /// # Errors
    /// [`PolicyError`] with everything that is wrong, each with line, column and a suggestion.
    pub fn load(text: &str, file: &str) -> Result<Self, PolicyError> {
        let (_, policy) = read(&form::read(text), text).map_err(|faults| refused(faults, text, file))?;
        Ok(policy)
    }

    /// The same, with the policies that the alternatives of its readings make of it. The texts of all of them are the same, so that
    /// data read by one can be judged by any.
    ///
    /// # Errors
    /// [`PolicyError`] with everything that is wrong, also in an alternative.
    pub fn load_variants(text: &str, file: &str) -> Result<(Self, Vec<Variant>), PolicyError> {
        let form = form::read(text);
        let (raw, policy) = read(&form, text).map_err(|faults| refused(faults, text, file))?;
        alternatives::of(&form, &raw, policy, text).map_err(|faults| refused(faults, text, file))
    }

    /// The same, with what is written and does nothing, or does what nobody meant.
    ///
    /// # Errors
    /// [`PolicyError`] with everything that is wrong, also in an alternative.
    pub fn load_advised(text: &str, file: &str) -> Result<(Self, Advice), PolicyError> {
        let form = form::read(text);
        let (raw, policy) = read(&form, text).map_err(|faults| refused(faults, text, file))?;
        let (policy, _) = alternatives::of(&form, &raw, policy, text).map_err(|faults| refused(faults, text, file))?;
        let remarks = advice::of(&raw, &policy);
        Ok((policy, Advice { file: file.into(), text: text.into(), remarks }))
    }
}

fn refused(faults: Vec<Fault>, text: &str, file: &str) -> PolicyError {
    PolicyError { file: file.into(), text: text.into(), faults }
}
