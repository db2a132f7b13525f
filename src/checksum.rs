//! SHA-256 as auditors compare it: lower-case hexadecimal.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use sha2::{Digest, Sha256};

/// The SHA-256 of the program's sources, the same for every build of them.
pub const SOURCES: &str = env!("JIANGBU_SOURCES");

/// The SHA-256 of `bytes`.
#[must_use]
pub fn sha256(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The SHA-256 of the file at `path`.
///
/// # Errors
/// If it cannot be read.
pub fn of_file(path: &Path) -> io::Result<String> {
    let (mut file, mut digest, mut buffer) = (File::open(path)?, Sha256::new(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(hexadecimal(&digest.finalize())),
            count => digest.update(&buffer[..count]),
        }
    }
}

/// The bytes as lower-case hexadecimal digits.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The text with each SHA-256 in it by its first digits, for a screen: they tell files apart; the whole stands in what is filed.
#[must_use]
pub fn brief(text: &str) -> String {
    const WHOLE: usize = 64;
    const SHOWN: usize = 12;
    let pieces = text.split_inclusive(|c: char| !c.is_ascii_hexdigit());
    pieces
        .map(|piece| {
            let digits = piece.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
            if digits.len() == WHOLE { format!("{}…{}", &digits[..SHOWN], &piece[WHOLE..]) } else { piece.to_owned() }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn on_a_screen_a_checksum_is_short() {
        let whole = sha256(b"");
        assert_eq!(brief(&format!("表里 {whole}，现在 {whole}")), "表里 e3b0c44298fc…，现在 e3b0c44298fc…");
        assert_eq!(brief(&whole[1..]), whole[1..]);
        assert_eq!(brief(&format!("0{whole}")), format!("0{whole}"));
    }
}
