//! Why a file was not read, in words a clerk understands. Nothing that cannot be read exactly is read at all.

use std::sync::Arc;

use thiserror::Error;

use crate::finding::Entry;
use crate::finding::catalogue::{FILE_DAMAGED, FILE_ENCRYPTED, FILE_TOO_LARGE, FILE_UNREADABLE};

/// Where in a file the damage was met, as far as known; row and column from 0.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// The row.
    pub row: Option<u32>,
    /// The column.
    pub column: Option<u32>,
}

/// A file that was not read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BookFault {
    /// It cannot be opened, or is nothing this program reads.
    #[error("{0}")]
    Unreadable(String),
    /// It is something else under a spreadsheet's name.
    #[error("名为电子表格，其实是{0}")]
    Disguised(&'static str),
    /// It asks for a password.
    #[error("文件设置了打开密码")]
    Encrypted,
    /// Reading on would cost more memory or time than an honest file does.
    #[error("{0}")]
    TooLarge(String),
    /// It opens, but what it says cannot be relied on.
    #[error("{what}")]
    Damaged {
        /// What is wrong.
        what: String,
        /// Where.
        spot: Spot,
    },
}

impl BookFault {
    /// Damage whose place is not known (yet).
    pub(crate) fn damaged(what: impl Into<String>) -> Self {
        Self::Damaged { what: what.into(), spot: Spot::default() }
    }

    /// Names the cell, both counted from 0, if the fault does not yet.
    pub(super) fn at(self, row: u32, column: u32) -> Self {
        match self {
            Self::Damaged { what, mut spot } => {
                spot.row.get_or_insert(row);
                spot.column.get_or_insert(column);
                Self::Damaged { what, spot }
            }
            other => other,
        }
    }

    /// Names the sheet, if the fault does not yet.
    pub(crate) fn on_sheet(self, name: &Arc<str>) -> Self {
        match self {
            Self::Damaged { what, mut spot } => {
                spot.sheet.get_or_insert_with(|| Arc::clone(name));
                Self::Damaged { what, spot }
            }
            other => other,
        }
    }

    /// The kind of finding it becomes.
    #[must_use]
    pub fn entry(&self) -> &'static Entry {
        match self {
            Self::Unreadable(_) | Self::Disguised(_) => &FILE_UNREADABLE,
            Self::Encrypted => &FILE_ENCRYPTED,
            Self::TooLarge(_) => &FILE_TOO_LARGE,
            Self::Damaged { .. } => &FILE_DAMAGED,
        }
    }

    /// What was seen, for the finding.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            // The kind says all there is to say.
            Self::Encrypted => String::new(),
            other => other.to_string(),
        }
    }

    /// Where, if the fault has a place inside the file.
    #[must_use]
    pub fn spot(&self) -> Option<&Spot> {
        match self {
            Self::Damaged { spot, .. } => Some(spot),
            _ => None,
        }
    }
}

impl From<&str> for BookFault {
    fn from(what: &str) -> Self {
        Self::damaged(what)
    }
}

impl From<zip::result::ZipError> for BookFault {
    fn from(error: zip::result::ZipError) -> Self {
        use zip::result::ZipError;
        match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Self::Encrypted,
            ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
                Self::Unreadable("文件的压缩方式不是电子表格软件用的".into())
            }
            _ => Self::damaged("压缩包不完整或已损坏"),
        }
    }
}

impl From<std::io::Error> for BookFault {
    // Reads come from memory: a failure is the decompressor's, or a bound of ours that was met on the way.
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<Self>() {
            Ok(own) => own,
            Err(_) => Self::damaged("压缩的内容已损坏，解不开"),
        }
    }
}

impl From<quick_xml::Error> for BookFault {
    fn from(_: quick_xml::Error) -> Self {
        Self::damaged("内容的 XML 不完整或有错")
    }
}

impl From<quick_xml::events::attributes::AttrError> for BookFault {
    fn from(_: quick_xml::events::attributes::AttrError) -> Self {
        Self::damaged("内容的 XML 属性有错")
    }
}

impl From<quick_xml::escape::EscapeError> for BookFault {
    fn from(_: quick_xml::escape::EscapeError) -> Self {
        Self::damaged("用了没有定义的 XML 字符")
    }
}
