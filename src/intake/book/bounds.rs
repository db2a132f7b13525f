//! How much of a file is read before the program says it is too large. Memory that runs out ends a program without a
//! word, so every size a file claims is compared here before anything is allocated for it.

use std::path::Path;

use super::fault::BookFault;

const MIB: u64 = 1 << 20;

/// The bounds of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// The file itself, in bytes.
    pub file: u64,
    /// Entries of a zip package.
    pub entries: usize,
    /// What a package may unpack to, in bytes, however small it is.
    pub unpacked: u64,
    /// How many times its own size a package may unpack to where that is more: honest sheets shrink to a tenth or less, an award of
    /// very many like lines to a twenty-second.
    pub expansion: u64,
    /// A part that is held in memory whole (styles, relations, an .ods content).
    pub held: u64,
    /// A sheet up to this size is unpacked once and held; a larger one is unpacked twice, for its layout and for its rows.
    pub sheet: u64,
    /// All shared texts of a workbook together, in bytes.
    pub texts: u64,
    /// The number of shared texts.
    pub text_count: usize,
    /// One row or one text as it stands in the file, in bytes. Excel's longest text has 32 767 characters.
    pub piece: usize,
    /// The cells a format that is not streamed may spread to (.xls, repeated cells of .ods).
    pub spread: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            file: 200 * MIB,
            entries: 20_000,
            unpacked: 512 * MIB,
            expansion: 32,
            held: 256 * MIB,
            sheet: 96 * MIB,
            texts: 384 * MIB,
            text_count: 24_000_000,
            piece: 32 << 20,
            spread: 20_000_000,
        }
    }
}

impl Bounds {
    /// The bounds for someone who allows files of `bytes`: what depends on a file's size grows with it, but never what
    /// guards the memory.
    #[must_use]
    pub fn with_file_size(bytes: u64) -> Self {
        let usual = Self::default();
        let factor = bytes.div_ceil(usual.file).max(1);
        Self { file: bytes, unpacked: usual.unpacked.saturating_mul(factor), ..usual }
    }

    /// The bounds for the file at `path`, which may be as large as it is: an award grows with its data.
    #[must_use]
    pub fn of_file(path: &Path) -> Self {
        let size = path.metadata().map_or(0, |about| about.len());
        Self::with_file_size(size.max(Self::default().file))
    }

    /// Refuses a file of `size` bytes that is over the bound.
    pub(super) fn file(&self, size: u64) -> Result<(), BookFault> {
        if size > self.file {
            let (size, bound) = (size.div_ceil(MIB), self.file / MIB);
            return Err(BookFault::TooLarge(format!("文件有 {size} MiB，超过 {bound} MiB")));
        }
        Ok(())
    }

    /// Refuses a package of `size` bytes whose parts claim to unpack to `total`.
    pub(super) fn package(&self, size: u64, entries: usize, total: u64) -> Result<(), BookFault> {
        if entries > self.entries {
            return Err(BookFault::TooLarge(format!("压缩包里有 {entries} 个部件，超过 {}", self.entries)));
        }
        if total > self.unpacked.max(size.saturating_mul(self.expansion)) {
            return Err(BookFault::TooLarge(format!("解压后有 {} MiB，大得不合常情", total / MIB)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_just_at_and_over() {
        let bounds = Bounds::default();
        assert!(bounds.file(200 * MIB).is_ok());
        assert!(bounds.file(200 * MIB + 1).is_err());
        assert!(bounds.package(1, 20_000, 512 * MIB).is_ok());
        assert!(bounds.package(1, 20_001, 0).is_err());
        assert!(bounds.package(1, 1, 512 * MIB + 1).is_err());
        // A large honest file may unpack to more.
        assert!(bounds.package(100 * MIB, 1, 3200 * MIB).is_ok());
        assert!(bounds.package(100 * MIB, 1, 3200 * MIB + 1).is_err());
    }

    #[test]
    fn a_wider_bound_is_wider_in_what_depends_on_the_file() {
        let wide = Bounds::with_file_size(800 * MIB);
        assert_eq!((wide.file, wide.unpacked), (800 * MIB, 2048 * MIB));
        assert_eq!(wide.piece, Bounds::default().piece);
        assert!(Bounds::with_file_size(MIB).file(2 * MIB).is_err());
    }
}
