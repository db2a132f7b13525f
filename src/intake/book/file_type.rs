//! Files that are something else under a spreadsheet's name: said by name, so that the clerk knows what to do.

use super::package::Package;

/// What a package is that is no workbook.
pub(super) fn package(package: &Package) -> Option<&'static str> {
    let signs = [
        ("word/document.xml", "Word 文档"),
        ("ppt/presentation.xml", "演示文稿"),
        ("Index/Document.iwa", "Numbers 表格，请先导出为 .xlsx"),
        ("content.xml", "OpenDocument 文字文档"),
    ];
    signs.into_iter().find(|(part, _)| package.has(part)).map(|(_, name)| name)
}

/// What a file is that starts like this.
pub(super) fn start(bytes: &[u8]) -> Option<&'static str> {
    let signs: [(&[u8], &str); 8] = [
        (b"%PDF-", "PDF 文件"),
        (b"Rar!", "压缩包，请先解压"),
        (b"7z\xBC\xAF\x27\x1C", "压缩包，请先解压"),
        (b"\x1F\x8B", "压缩包，请先解压"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "图片"),
        (b"{\\rtf", "RTF 文档"),
        (b"SQLite format 3", "数据库"),
    ];
    signs.into_iter().find(|(sign, _)| bytes.starts_with(sign)).map(|(_, name)| name)
}

/// What a text is that is marked up rather than a table.
pub(super) fn text(text: &str) -> Option<&'static str> {
    let start: String = text.trim_start().chars().take(4096).collect::<String>().to_ascii_lowercase();
    if start.starts_with("mime-version:") || start.contains("content-type: multipart/related") {
        return Some("网页（MHTML）");
    }
    if !start.starts_with('<') {
        return None;
    }
    Some(if start.contains("urn:schemas-microsoft-com:office:spreadsheet") {
        "XML 表格 2003"
    } else if ["<html", "<!doctype html", "<table", "<meta", "<head", "<body"].iter().any(|sign| start.contains(sign)) {
        "网页（HTML）"
    } else {
        "XML 文件"
    })
}

/// Does the name promise a workbook, so that a plain text under it is a disguise?
pub(super) fn promises_workbook(extension: &str) -> bool {
    let promised = ["xls", "xlsx", "xlsm", "xlsb", "xlt", "xltx", "ods", "et", "ett"];
    promised.iter().any(|promised| extension.eq_ignore_ascii_case(promised))
}

#[cfg(test)]
mod tests {
    use super::super::test_support::{package, read_bytes};

    #[test]
    fn disguises_are_named() {
        let table: [(&str, &[u8], &str); 10] = [
            ("税务.xls", b"<html><table><tr><td>1</td></tr></table></html>", "名为电子表格，其实是网页（HTML）"),
            ("税务.xls", b"\xEF\xBB\xBF  <!DOCTYPE HTML>", "名为电子表格，其实是网页（HTML）"),
            ("税务.xls", b"MIME-Version: 1.0\n", "名为电子表格，其实是网页（MHTML）"),
            (
                "税务.xls",
                b"<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"/>",
                "名为电子表格，其实是XML 表格 2003",
            ),
            ("税务.csv", b"<a/>", "名为电子表格，其实是XML 文件"),
            ("税务.et", "一,二".as_bytes(), "名为电子表格，其实是文字表格（CSV）"),
            ("税务.xlsx", b"%PDF-1.7", "名为电子表格，其实是PDF 文件"),
            ("税务.xlsx", &package(&[("word/document.xml", b"")]), "名为电子表格，其实是Word 文档"),
            ("税务.xlsx", &package(&[("a", b"")]), "压缩包里没有工作簿"),
            ("税务.xlsx", b"\0\x01\x02", "不是电子表格文件"),
        ];
        for (name, bytes, expected) in table {
            assert_eq!(read_bytes(name, bytes).unwrap_err().to_string(), expected, "{name}");
        }
    }
}
