//! Findings workbooks: one with everything, or one a bureau, to be sent back.

use std::path::{Path, PathBuf};

use crate::answers::Answers;
use crate::check::Whose;
use crate::finding::Finding;
use crate::intake::Source;
use crate::policy::Policy;
use crate::report::{FindingsList, Links};
use crate::tables::Dataset;

/// What findings workbooks are made of.
pub(super) struct Lists<'a> {
    pub policy: &'a Policy,
    pub data: &'a Dataset,
    pub findings: &'a [Finding],
    pub answers: &'a Answers,
    pub files: &'a [Source],
}

impl<'a> Lists<'a> {
    /// The list of everything, to be written to `target`.
    pub fn whole(&self, target: &Path) -> FindingsList<'a> {
        FindingsList {
            policy: self.policy,
            open: crate::finding::gravest_first(self.findings),
            settled: self.answers.settled.iter().collect(),
            whose: Whose::of(self.policy, self.data),
            links: Links::new(
                target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")),
                self.files,
            ),
            bureau: None,
        }
    }

    /// The list of what concerns `bureau`.
    pub fn of_bureau(&self, bureau: &'a str, target: &Path) -> FindingsList<'a> {
        let mut list = self.whole(target);
        list.open.retain(|finding| list.whose.bureau(finding) == bureau);
        list.settled.retain(|settled| settled.bureau == bureau);
        FindingsList { bureau: Some(bureau), ..list }
    }

    /// The bureaux that findings concern, in the policy's order, and the file for each beside `whole`.
    pub fn bureaux(&self, whole: &Path) -> Vec<(&'a str, PathBuf)> {
        let whose = Whose::of(self.policy, self.data);
        let concerned: Vec<&str> = self.findings.iter().map(|finding| whose.bureau(finding)).collect();
        let mut bureaux: Vec<(&str, PathBuf)> = Vec::new();
        for workbook in &self.policy.workbooks {
            let bureau = &*workbook.bureau;
            if bureau.is_empty() || !concerned.contains(&bureau) || bureaux.iter().any(|(known, _)| *known == bureau) {
                continue;
            }
            let stem = whole.file_stem().unwrap_or_default().to_string_lossy();
            let name = format!("{stem}-{}", file_name(bureau));
            let numbered = (2..).map(|number| format!("{name}({number})"));
            let paths =
                std::iter::once(name.clone()).chain(numbered).map(|name| whole.with_file_name(format!("{name}.xlsx")));
            let taken = |path: &PathBuf| {
                let small = |path: &Path| path.to_string_lossy().to_lowercase();
                bureaux.iter().any(|(_, known)| small(known) == small(path))
            };
            let path = paths.into_iter().find(|path| !taken(path)).unwrap_or_default();
            bureaux.push((bureau, path));
        }
        bureaux
    }
}

/// `name` as part of a file's name on any system: without the signs that some refuse, and not too long.
fn file_name(name: &str) -> String {
    const LONGEST: usize = 40;
    let fits = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let name: String = name.trim().chars().map(fits).take(LONGEST).collect();
    name.trim_end_matches(['.', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bureaus_name_makes_a_file_name_anywhere() {
        for (bureau, name) in
            [("市科技局", "市科技局"), ("工信局/发改局", "工信局_发改局"), (" 甲:乙* ", "甲_乙_"), ("局.", "局")]
        {
            assert_eq!(file_name(bureau), name);
        }
        assert_eq!(file_name(&"长".repeat(300)).chars().count(), 40);
    }
}
