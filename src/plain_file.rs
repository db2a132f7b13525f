//! Files that can be read to their end: a pipe may wait for ever, a device may never end.

use std::fs::{File, Metadata};
use std::io::{self, ErrorKind, Read as _};
use std::path::Path;

/// Opens the file at `path`, and what the system says of it.
///
/// # Errors
/// If there is none, it cannot be opened, or it is a folder, a pipe or a device: these are refused before they are opened, for opening a
/// pipe alone may wait for ever.
pub fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let refuse = |about: &Metadata| {
        if about.is_dir() {
            return Err(io::Error::new(ErrorKind::IsADirectory, "这是文件夹，不是文件"));
        }
        if about.is_file() {
            Ok(())
        } else {
            Err(io::Error::new(ErrorKind::InvalidInput, "不是文件，是管道或者设备"))
        }
    };
    refuse(&path.metadata()?)?;
    let file = File::open(path)?;
    let about = file.metadata()?;
    // It may have become something else in between.
    refuse(&about)?;
    Ok((file, about))
}

/// Reads the file at `path` whole, unless it has more than `most` bytes.
///
/// # Errors
/// As [`open()`]; or it is larger, or was changed while it was read.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let (file, about) = open(path)?;
    let mut bytes = Vec::new();
    (&file).take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(ErrorKind::FileTooLarge, format!("文件超过 {} MiB", most.div_ceil(1 << 20))));
    }
    unchanged(&file, &about)?;
    Ok(bytes)
}

/// Is the file still as it was when it was opened? Half of one state and half of another is no file.
///
/// # Errors
/// If it is not.
pub fn unchanged(file: &File, opened: &Metadata) -> io::Result<()> {
    let now = file.metadata()?;
    let same = now.len() == opened.len() && now.modified().ok() == opened.modified().ok();
    if same {
        Ok(())
    } else {
        Err(io::Error::new(ErrorKind::ResourceBusy, "读的中途文件变了，请等它存好再试"))
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_as_large_as_the_bound_is_read_and_no_larger_one() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("甲");
        fs::write(&path, "123").expect("a file");
        assert_eq!(read(&path, 3).expect("its bytes"), b"123");
        assert_eq!(read(&path, 2).expect_err("too large").kind(), ErrorKind::FileTooLarge);
        assert_eq!(read(folder.path(), 3).expect_err("a folder").kind(), ErrorKind::IsADirectory);
    }

    #[test]
    fn a_file_that_grew_since_it_was_opened_is_told() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("甲");
        fs::write(&path, "123").expect("a file");
        let (file, about) = open(&path).expect("the file");
        assert!(unchanged(&file, &about).is_ok());
        fs::write(&path, "1234").expect("a change");
        assert!(unchanged(&file, &about).expect_err("changed").to_string().contains("中途文件变了"));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_without_end_is_refused() {
        assert!(read(Path::new("/dev/zero"), 3).expect_err("a device").to_string().contains("不是文件"));
    }
}
