//! What a run writes before it stands in its place, and what becomes of it when the run is told to stop: nothing of it is left.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tempfile::{Builder, NamedTempFile, TempDir};

/// What half-written files are called until they are whole.
const PREFIX: &str = ".jiangbu-";

/// All that is on the disk and not in its place yet.
static LEFT: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// A temporary file or folder that goes with its owner, and also when the run is interrupted.
#[derive(Debug)]
pub(super) struct Scratch<T> {
    pub inner: T,
    listing: Listing,
}

/// A place in the list, until it is dropped.
#[derive(Debug)]
struct Listing(PathBuf);

/// A new file in `folder`; without one, where the system keeps such files.
pub(super) fn file(folder: Option<&Path>) -> io::Result<Scratch<NamedTempFile>> {
    let mut builder = Builder::new();
    let builder = builder.prefix(PREFIX);
    listed(|| match folder {
        Some(folder) => builder.tempfile_in(folder).map(|file| (file.path().to_owned(), file)),
        None => builder.tempfile().map(|file| (file.path().to_owned(), file)),
    })
}

/// A new folder where the system keeps such.
pub(super) fn folder() -> io::Result<Scratch<TempDir>> {
    listed(|| Builder::new().prefix("jiangbu-").tempdir().map(|folder| (folder.path().to_owned(), folder)))
}

/// Made and listed in one step, as an interruption sees it.
fn listed<T>(make: impl FnOnce() -> io::Result<(PathBuf, T)>) -> io::Result<Scratch<T>> {
    let mut left = left();
    let (path, inner) = make()?;
    left.push(path.clone());
    Ok(Scratch { inner, listing: Listing(path) })
}

impl Scratch<NamedTempFile> {
    /// Puts the file into its place, over what is there only with `force`.
    pub fn persist(self, path: &Path, force: bool) -> io::Result<()> {
        let Self { listing: _listing, inner } = self;
        let placed = if force { inner.persist(path) } else { inner.persist_noclobber(path) };
        placed.map(drop).map_err(|error| error.error)
    }
}

impl Drop for Listing {
    fn drop(&mut self) {
        left().retain(|path| *path != self.0);
    }
}

/// Ends the program when it is told to (Ctrl-C, a closed window, the end of the session): what is half written is removed, then `said` is
/// called, and the exit status is that of an interrupted program. From then on nothing new is begun.
///
/// # Errors
/// If the system does not let us know.
pub fn end_cleanly(said: impl Fn() + Send + 'static) -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(move || {
        let left = left();
        for path in left.iter() {
            let removed = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
            // It may have been put into its place at this very moment.
            drop(removed);
        }
        said();
        std::process::exit(INTERRUPTED);
    })
}

/// The exit status of a program that was interrupted, as shells know it.
const INTERRUPTED: i32 = 130;

fn left() -> MutexGuard<'static, Vec<PathBuf>> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_is_no_longer_listed() {
        let here = tempfile::tempdir().expect("a folder");
        let (one, other) = (file(Some(here.path())).expect("a file"), folder().expect("a folder"));
        let listed = |path: &PathBuf| left().contains(path);
        let (file, folder) = (one.listing.0.clone(), other.listing.0.clone());
        assert!(listed(&file) && listed(&folder) && file.is_file() && folder.is_dir());
        drop((one, other));
        assert!(!listed(&file) && !listed(&folder) && !file.exists() && !folder.exists());
    }
}
