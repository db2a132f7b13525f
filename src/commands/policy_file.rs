//! Which policy a run uses: the one named, else `./policy.toml`, else the one built in.

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::Console;
use crate::plain_file;
use crate::policy::{Advice, BUILT_IN, Policy, PolicyError, Variant};

/// The largest policy file that is read, in bytes: a hundred times the one built in.
const LARGEST: u64 = 8 << 20;

/// A loaded policy and where it came from.
pub(super) struct PolicyFile {
    pub policy: Policy,
    /// For people: a file's name, or that it is built in.
    pub origin: String,
}

impl PolicyFile {
    /// Says which policy it is; its checksum by the first digits, which tell policies apart: the whole stands in every file.
    pub fn say(&self, console: &mut Console<'_>) -> io::Result<()> {
        let Self { policy, origin } = self;
        writeln!(console.err, "政策：{}（{origin}，SHA-256 {:.12}…）", policy.number, policy.sha256)
    }
}

/// A policy's text, what messages call it, and where it came from.
struct Source {
    text: String,
    name: String,
    origin: String,
}

/// Loads the policy for `given`.
pub(super) fn load(given: Option<&PathBuf>) -> anyhow::Result<PolicyFile> {
    let Source { text, name, origin } = source(given)?;
    let policy = Policy::load(&text, &name).map_err(|error| refused(&error))?;
    Ok(PolicyFile { policy, origin })
}

/// The same, with the policies that the alternatives of its readings make of it.
pub(super) fn load_variants(given: Option<&PathBuf>) -> anyhow::Result<(PolicyFile, Vec<Variant>)> {
    let Source { text, name, origin } = source(given)?;
    let (policy, variants) = Policy::load_variants(&text, &name).map_err(|error| refused(&error))?;
    Ok((PolicyFile { policy, origin }, variants))
}

/// The same, with those only whose readings nobody has answered in writing; `None` if they are not `wanted`.
pub(super) fn load_open(given: Option<&PathBuf>, wanted: bool) -> anyhow::Result<(PolicyFile, Option<Vec<Variant>>)> {
    if !wanted {
        return Ok((load(given)?, None));
    }
    let (file, mut variants) = load_variants(given)?;
    variants.retain(|variant| file.policy.readings[variant.reading].is_open());
    Ok((file, Some(variants)))
}

/// The same, with what `policy check` remarks on it.
pub(super) fn load_advised(given: Option<&PathBuf>) -> anyhow::Result<(PolicyFile, Advice)> {
    let Source { text, name, origin } = source(given)?;
    let (policy, advice) = Policy::load_advised(&text, &name).map_err(|error| refused(&error))?;
    Ok((PolicyFile { policy, origin }, advice))
}

fn refused(error: &PolicyError) -> anyhow::Error {
    anyhow::anyhow!("政策文件有错：\n{error}")
}

fn source(given: Option<&PathBuf>) -> anyhow::Result<Source> {
    let beside = Path::new("policy.toml");
    let path = given.map(PathBuf::as_path).or_else(|| beside.symlink_metadata().is_ok().then_some(beside));
    let (text, name, origin) = match path {
        Some(path) => {
            let bytes =
                plain_file::read(path, LARGEST).with_context(|| format!("读不出政策文件 {}", path.display()))?;
            let Ok(text) = String::from_utf8(bytes) else {
                anyhow::bail!("政策文件 {} 不是 UTF-8 编码，请用记事本另存为 UTF-8", path.display());
            };
            (text, path.display().to_string(), path.display().to_string())
        }
        None => (BUILT_IN.to_owned(), "policy.toml".to_owned(), "内置政策".to_owned()),
    };
    // A byte-order mark is an editor's habit, not the policy's.
    let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
    Ok(Source { text, name, origin })
}
