//! Colours as they are seen: themes, tints and palettes worked out.

use super::element::Element;

/// The palette of old, where a workbook has none of its own.
const PALETTE: [&str; 64] = [
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "000000", "FFFFFF", "FF0000",
    "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "800000", "008000", "000080", "808000", "800080", "008080",
    "C0C0C0", "808080", "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080",
    "FF00FF", "FFFF00", "00FFFF", "800080", "800000", "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99",
    "99CCFF", "FF99CC", "CC99FF", "FFCC99", "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699",
    "969696", "003366", "339966", "003300", "333300", "993300", "993366", "333399", "333333",
];

/// The usual theme: light, dark, light 2, dark 2, six accents, links.
const THEME: [&str; 12] = [
    "FFFFFF", "000000", "EEECE1", "1F497D", "4F81BD", "C0504D", "9BBB59", "8064A2", "4BACC6", "F79646", "0000FF",
    "800080",
];

/// A workbook's colours.
#[derive(Clone, Debug)]
pub(in crate::verify) struct Colors {
    palette: Vec<String>,
    theme: Vec<String>,
}

impl Default for Colors {
    fn default() -> Self {
        let owned = |colors: &[&str]| colors.iter().map(|&color| color.to_owned()).collect();
        Self { palette: owned(&PALETTE), theme: owned(&THEME) }
    }
}

impl Colors {
    /// Takes the theme's colours.
    pub fn set_theme(&mut self, theme: &Element) {
        let Some(scheme) = theme.child("themeElements").and_then(|elements| elements.child("clrScheme")) else {
            return;
        };
        // The file has dark before light; its users count light first.
        const ORDER: [&str; 12] = [
            "lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink",
            "folHlink",
        ];
        for (slot, name) in self.theme.iter_mut().zip(ORDER) {
            if let Some(color) = scheme.child(name).and_then(|entry| entry.children.first()) {
                *slot = themed(color);
            }
        }
    }

    /// Takes the workbook's own palette.
    pub fn set_palette(&mut self, palette: &Element) {
        for (slot, color) in self.palette.iter_mut().zip(palette.all("rgbColor")) {
            *slot = opaque(color.get("rgb").unwrap_or_default());
        }
    }

    /// The colour an element names; `automatic` where it names none.
    pub fn of(&self, element: Option<&Element>, automatic: &str) -> String {
        let Some(element) = element else { return automatic.to_owned() };
        let base = if let Some(rgb) = element.get("rgb") {
            opaque(rgb)
        } else if let Some(theme) = element.get("theme") {
            theme
                .parse()
                .ok()
                .and_then(|index: usize| self.theme.get(index))
                .cloned()
                .unwrap_or(format!("主题 {theme}"))
        } else if let Some(index) = element.get("indexed") {
            match index.parse::<usize>() {
                Ok(64 | 81) => "000000".to_owned(),
                Ok(65) => "FFFFFF".to_owned(),
                Ok(index) => self.palette.get(index).cloned().unwrap_or(format!("颜色 {index}")),
                Err(_) => format!("颜色 {index}"),
            }
        } else {
            automatic.to_owned()
        };
        let ways = ["rgb", "theme", "indexed"].iter().filter(|way| element.get(way).is_some()).count();
        if ways > 1 {
            return format!("{base}，另写了一种，看用什么程序打开");
        }
        match element.get("tint").and_then(|tint| tint.parse::<f64>().ok()) {
            Some(tint) if tint.abs() > 0.001 => tinted(&base, tint),
            _ => base,
        }
    }
}

/// A colour of a theme. Those of the system are what the system makes of them, whatever the file keeps.
fn themed(color: &Element) -> String {
    let (value, kept) = (color.get("val").unwrap_or_default(), color.get("lastClr").map(str::to_uppercase));
    let usual = match value {
        "windowText" => "000000",
        "window" => "FFFFFF",
        _ => "",
    };
    let mut said = match kept {
        Some(kept) if kept == usual || usual.is_empty() => kept,
        Some(kept) => format!("系统颜色 {value}（存的是 {kept}）"),
        None if color.name == "sysClr" && !usual.is_empty() => usual.to_owned(),
        None => value.to_uppercase(),
    };
    for change in &color.children {
        said.push_str(&format!(" {}", super::plain::written(change)));
    }
    said
}

/// Without the transparency, which spreadsheets do not draw.
fn opaque(rgb: &str) -> String {
    let rgb = rgb.to_uppercase();
    if rgb.len() == 8 { rgb[2..].to_owned() } else { rgb }
}

/// Lightened towards white or darkened towards black.
#[allow(
    clippy::float_arithmetic,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a colour is no amount"
)]
fn tinted(rgb: &str, tint: f64) -> String {
    let channel = |at: usize| rgb.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    let (Some(r), Some(g), Some(b)) = (channel(0), channel(2), channel(4)) else {
        return format!("{rgb} {tint:+.2}");
    };
    let mixed = [r, g, b].map(|channel| {
        let channel = f64::from(channel);
        let mixed = if tint < 0.0 { channel * (1.0 + tint) } else { channel + (255.0 - channel) * tint };
        mixed.clamp(0.0, 255.0).round() as u8
    });
    format!("{:02X}{:02X}{:02X}", mixed[0], mixed[1], mixed[2])
}

#[cfg(test)]
mod tests {
    use super::super::tree::read;
    use super::*;

    /// What the colours make of an element as it is written.
    fn seen(colors: &Colors, written: &str) -> String {
        colors.of(Some(&read(written.as_bytes()).unwrap()), "自动")
    }

    #[test]
    fn a_colour_is_what_is_seen_however_it_is_named() {
        let colors = Colors::default();
        for (written, expected) in [
            ("<color rgb=\"FF1f4E79\"/>", "1F4E79"),
            ("<color rgb=\"1F4E79\"/>", "1F4E79"),
            ("<color theme=\"0\"/>", "FFFFFF"),
            ("<color theme=\"1\"/>", "000000"),
            ("<color theme=\"12\"/>", "主题 12"),
            ("<color indexed=\"2\"/>", "FF0000"),
            ("<color indexed=\"64\"/>", "000000"),
            ("<color indexed=\"65\"/>", "FFFFFF"),
            ("<color indexed=\"66\"/>", "颜色 66"),
            ("<color indexed=\"x\"/>", "颜色 x"),
            ("<color auto=\"1\"/>", "自动"),
            // Excel's own figures: white a twentieth darker, black half lighter, an accent both ways.
            ("<color theme=\"0\" tint=\"-0.0499893185216834\"/>", "F2F2F2"),
            ("<color theme=\"1\" tint=\"0.5\"/>", "808080"),
            ("<color theme=\"4\" tint=\"-0.25\"/>", "3B618E"),
            ("<color theme=\"4\" tint=\"0.6\"/>", "B9CDE5"),
            ("<color theme=\"0\" tint=\"-1\"/>", "000000"),
            ("<color theme=\"1\" tint=\"1\"/>", "FFFFFF"),
            ("<color theme=\"4\" tint=\"0\"/>", "4F81BD"),
            ("<color theme=\"12\" tint=\"0.5\"/>", "主题 12 +0.50"),
            ("<color rgb=\"FF000000\" theme=\"0\"/>", "000000，另写了一种，看用什么程序打开"),
        ] {
            assert_eq!(seen(&colors, written), expected, "{written}");
        }
        assert_eq!(colors.of(None, "自动"), "自动");
    }

    #[test]
    fn a_workbook_s_own_palette_and_theme_count() {
        let mut colors = Colors::default();
        let palette = "<indexedColors><rgbColor rgb=\"00112233\"/><rgbColor rgb=\"00abcdef\"/></indexedColors>";
        colors.set_palette(&read(palette.as_bytes()).unwrap());
        for (index, expected) in [(0, "112233"), (1, "ABCDEF"), (2, "FF0000")] {
            assert_eq!(seen(&colors, &format!("<color indexed=\"{index}\"/>")), expected, "{index}");
        }
        let scheme = "<theme><themeElements><clrScheme>\
            <dk1><sysClr val=\"windowText\" lastClr=\"000000\"/></dk1><lt1><sysClr val=\"window\"/></lt1>\
            <dk2><sysClr val=\"windowText\" lastClr=\"ffffff\"/></dk2><lt2><srgbClr val=\"aabbcc\"/></lt2>\
            <accent1><srgbClr val=\"112233\"><lumMod val=\"50000\"/></srgbClr></accent1>\
            <accent2><srgbClr val=\"window\"/></accent2><accent3><sysClr val=\"other\" lastClr=\"010203\"/></accent3>\
            </clrScheme></themeElements></theme>";
        colors.set_theme(&read(scheme.as_bytes()).unwrap());
        for (theme, expected) in [
            (0, "FFFFFF"),
            (1, "000000"),
            (2, "AABBCC"),
            (3, "系统颜色 windowText（存的是 FFFFFF）"),
            (4, "112233 lumMod 50000"),
            (5, "WINDOW"),
            (6, "010203"),
            (7, "8064A2"),
        ] {
            assert_eq!(seen(&colors, &format!("<color theme=\"{theme}\"/>")), expected, "{theme}");
        }
    }
}
