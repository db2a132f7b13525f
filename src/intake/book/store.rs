//! Where the bytes of a package are: in memory, read once, or in a file of the program's own.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// A file's bytes, read once, shared by all who read parts of it.
#[derive(Clone, Debug)]
pub(crate) struct Bytes(pub Arc<Vec<u8>>);

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Bytes {
    /// Their SHA-256, in lower-case hexadecimal digits.
    pub fn sha256(&self) -> String {
        crate::checksum::sha256(&self.0)
    }
}

/// Bytes that nobody changes. Two awards of 100 000 firms in memory would be 400 MB: `verify` reads them from files of its own.
#[derive(Clone, Debug)]
pub(crate) enum Store {
    /// In memory, shared by all who read parts of them.
    Held(Bytes),
    /// In a file, and how many there are.
    Own(Arc<File>, u64),
}

impl Store {
    /// Those of the file at `path`, which must be the program's own.
    pub fn own(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = file.metadata()?.len();
        Ok(Self::Own(Arc::new(file), length))
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        match self {
            Self::Held(bytes) => bytes.0.len() as u64,
            Self::Own(_, length) => *length,
        }
    }

    /// So many of them from `start` on; `None` where there are fewer, or they cannot be read.
    pub fn part(&self, start: u64, length: usize) -> Option<Vec<u8>> {
        let mut part = vec![0; length];
        Cursor { store: self.clone(), at: start }.read_exact(&mut part).ok()?;
        Some(part)
    }

    /// From the first one on.
    pub fn cursor(self) -> Cursor {
        Cursor { store: self, at: 0 }
    }
}

/// A place in the bytes: each reader has its own.
#[derive(Clone, Debug)]
pub(crate) struct Cursor {
    store: Store,
    at: u64,
}

impl Cursor {
    /// The bytes.
    pub fn into_inner(self) -> Store {
        self.store
    }
}

impl Read for Cursor {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = match &self.store {
            Store::Held(bytes) => {
                let rest = usize::try_from(self.at).ok().and_then(|at| bytes.0.get(at..)).unwrap_or_default();
                let count = rest.len().min(buffer.len());
                buffer[..count].copy_from_slice(&rest[..count]);
                count
            }
            Store::Own(file, _) => read_at(file, buffer, self.at)?,
        };
        self.at += count as u64;
        Ok(count)
    }
}

#[cfg(unix)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn read_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

impl Seek for Cursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.store.len().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    /// Both kinds give the same, from wherever they are read.
    #[test]
    fn in_memory_and_in_a_file_are_the_same() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(&bytes).expect("written");
        let own = Store::own(file.path()).expect("a file");
        for store in [Store::Held(Bytes(Arc::new(bytes))), own] {
            assert_eq!(store.len(), 256);
            assert_eq!(store.part(250, 6), Some(vec![250, 251, 252, 253, 254, 255]));
            assert_eq!((store.part(250, 7), store.part(256, 1), store.part(u64::MAX, 1)), (None, None, None));
            let (mut cursor, mut two) = (store.cursor(), [0; 2]);
            for (to, found) in [
                (SeekFrom::Start(3), Some([3, 4])),
                (SeekFrom::Current(-1), Some([4, 5])),
                (SeekFrom::End(-2), Some([254, 255])),
                (SeekFrom::Start(0), Some([0, 1])),
                (SeekFrom::Current(-3), None),
            ] {
                let read = cursor.seek(to).and_then(|_| cursor.read_exact(&mut two)).ok().map(|()| two);
                assert_eq!(read, found, "{to:?}");
            }
        }
    }
}
