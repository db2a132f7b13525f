//! The fields of a binary record, read one behind the other and never beyond its end.

use super::super::fault::BookFault;

/// What is left of a record.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields<'r>(pub &'r [u8]);

impl<'r> Fields<'r> {
    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'r [u8], BookFault> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BookFault> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or_else(short)?;
        self.0 = rest;
        Ok(*taken)
    }

    pub fn u8(&mut self) -> Result<u8, BookFault> {
        self.array().map(u8::from_le_bytes)
    }

    pub fn u16(&mut self) -> Result<u16, BookFault> {
        self.array().map(u16::from_le_bytes)
    }

    pub fn u32(&mut self) -> Result<u32, BookFault> {
        self.array().map(u32::from_le_bytes)
    }

    pub fn f64(&mut self) -> Result<f64, BookFault> {
        self.array().map(f64::from_le_bytes)
    }

    /// A number in Excel's short form: 30 bits, whole or the upper part of a binary number, perhaps in hundredths.
    // The format is defined by this division.
    #[allow(clippy::float_arithmetic, clippy::cast_possible_wrap)]
    pub fn rk(&mut self) -> Result<f64, BookFault> {
        let bits = self.u32()?;
        let value =
            if bits & 2 == 0 { f64::from_bits(u64::from(bits & !3) << 32) } else { f64::from((bits as i32) >> 2) };
        Ok(if bits & 1 == 0 { value } else { value / 100.0 })
    }

    /// A text of `count` UTF-16 units, added to `text`.
    pub fn utf16(&mut self, count: usize, text: &mut String) -> Result<(), BookFault> {
        let bytes = self.take(count.checked_mul(2).ok_or_else(short)?)?;
        let units = bytes.as_chunks::<2>().0.iter().map(|unit| u16::from_le_bytes(*unit));
        text.extend(char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        Ok(())
    }
}

fn short() -> BookFault {
    BookFault::damaged("有记录不完整")
}

/// The error value with a code.
pub(super) fn error(code: u8) -> Result<&'static str, BookFault> {
    Ok(match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x0F => "#VALUE!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        0x2B => "#GETTING_DATA",
        _ => return Err(BookFault::damaged("错误值的代码不认识")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers() {
        let rk = |bits: u32| Fields(&bits.to_le_bytes()).rk().unwrap();
        let table = [(0x3FF0_0000, 1.0), (0x3FF0_0001, 0.01), (5 << 2 | 2, 5.0), (12345 << 2 | 3, 123.45)];
        for (bits, value) in table {
            assert_eq!(rk(bits).to_string(), f64::to_string(&value));
        }
        assert_eq!(rk((-7_i32 << 2) as u32 | 2).to_string(), "-7");
        assert!(Fields(&[1, 2, 3]).u32().is_err());
        assert!(Fields(&[1, 2, 3]).utf16(2, &mut String::new()).is_err());
        assert!(Fields(&[]).utf16(usize::MAX, &mut String::new()).is_err());
    }
}
