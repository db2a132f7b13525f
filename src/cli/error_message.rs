//! What stopped a run, in one line of the clerk's language.

use std::io::{self, ErrorKind};

/// The trouble and its causes, each said once; what the system says is translated, and no temporary file is named.
#[must_use]
pub fn said(trouble: &anyhow::Error) -> String {
    let mut said = String::new();
    for cause in trouble.chain() {
        let text = translated(&cause.to_string());
        if said.is_empty() {
            said = text;
        } else if !said.contains(&text) {
            said = format!("{said}：{text}");
        }
    }
    said
}

/// The text with the system's own words, which end in a number, in Chinese.
fn translated(text: &str) -> String {
    let number = text.split_once("(os error ").and_then(|(_, rest)| rest.split(')').next()?.parse().ok());
    let Some(system) = number.map(io::Error::from_raw_os_error) else { return text.to_owned() };
    let text = text.split_once(" at path ").map_or(text, |(before, _)| before);
    match words(&system) {
        Some(words) => text.replace(&system.to_string(), words),
        None => text.to_owned(),
    }
}

fn words(error: &io::Error) -> Option<&'static str> {
    // Sharing and lock violations have no kind of their own.
    if cfg!(windows) && matches!(error.raw_os_error(), Some(32 | 33)) {
        return Some("正被别的程序打开");
    }
    Some(match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限，或者正被别的程序打开",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::FileTooLarge => "文件大得系统不许写",
        ErrorKind::QuotaExceeded => "磁盘配额已用完",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径里有一段不是文件夹",
        ErrorKind::AlreadyExists => "已经有这个名字的文件",
        ErrorKind::ReadOnlyFilesystem => "磁盘只能读，不能写",
        ErrorKind::InvalidFilename => "名字太长，或者有不能用的字符",
        ErrorKind::ResourceBusy => "正被别的程序使用",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    fn missing() -> io::Error {
        io::Error::from_raw_os_error(2)
    }

    #[test]
    fn each_thing_is_said_once_and_in_chinese() {
        let embedded = anyhow::Error::new(missing()).context(format!("找不到 甲：{}", missing())).context("读不了数据");
        assert_eq!(said(&embedded), "读不了数据：找不到 甲：没有这个文件或文件夹");
        let plain = Err::<(), _>(missing()).context("读不出 乙").expect_err("trouble");
        assert_eq!(said(&plain), "读不出 乙：没有这个文件或文件夹");
    }

    #[test]
    fn a_temporary_file_is_not_named() {
        let trouble = tempfile::Builder::new().prefix(".jiangbu-").tempfile_in("/nowhere/at all").expect_err("trouble");
        let trouble = Err::<(), _>(trouble).context("写不出 丙.xlsx").expect_err("trouble");
        assert_eq!(said(&trouble), "写不出 丙.xlsx：没有这个文件或文件夹");
    }

    #[test]
    fn what_has_no_translation_keeps_the_systems_words() {
        let trouble = anyhow::Error::new(io::Error::from_raw_os_error(5));
        assert_eq!(said(&trouble), io::Error::from_raw_os_error(5).to_string());
    }
}
