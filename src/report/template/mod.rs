//! Blank workbooks made from the policy, one per handing-in bureau: what a clerk fills in, intake reads without a word.

mod column;
mod guide;
mod lists;
mod sheet;
mod style;
mod validation;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use crate::index::TableIndex;
use crate::policy::{Policy, TEMPLATE_MARK, Table};
use lists::Lists;
use style::Styles;

/// Where tables go that the policy assigns to no workbook.
const REST: &str = "其他表";

/// A blank workbook to be written.
#[derive(Clone, Debug)]
pub struct Blank<'p> {
    /// Its name, without the extension.
    pub name: String,
    /// Who hands it in; empty where the policy does not say.
    pub bureau: &'p str,
    /// Which edition of it this is.
    pub edition: String,
    /// Its tables.
    pub tables: Vec<&'p Table>,
}

/// The blank workbooks of `policy`, in its order; tables it puts into none of them come in one more.
#[must_use]
pub fn blanks(policy: &Policy) -> Vec<Blank<'_>> {
    let taken = |name: &String| policy.workbooks.iter().any(|workbook| *workbook.name == **name);
    let numbered = (2..).map(|number| format!("{REST}{number}"));
    let rest = std::iter::once(REST.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default();
    let of = |tables: Vec<TableIndex>| {
        let workbook = policy.workbooks.iter().find(|workbook| workbook.tables == tables);
        Blank {
            name: workbook.map_or_else(|| rest.clone(), |workbook| workbook.name.to_string()),
            bureau: workbook.map_or("", |workbook| &workbook.bureau),
            edition: policy.edition(&tables),
            tables: tables.iter().map(|table| &policy.tables[*table]).collect(),
        }
    };
    policy.blank_tables().into_iter().map(of).collect()
}

/// The bytes of `blank` as an .xlsx file, the same for the same policy and year.
///
/// # Errors
/// If a name or a text of the policy does not fit a workbook.
pub fn workbook(policy: &Policy, blank: &Blank<'_>, year: Option<i32>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(policy, blank)?);
    let styles = Styles::new();
    let lists = Lists::of(policy, &blank.tables);
    let guide = guide::Guide { policy, blank, year, styles: &styles };
    // The guide comes first: it is what a clerk should see on opening, and long lists refer to its cells.
    let lists = guide.write(workbook.add_worksheet(), lists)?;
    for table in &blank.tables {
        sheet::EntrySheet { policy, blank, table, styles: &styles, lists: &lists }.write(workbook.add_worksheet())?;
    }
    workbook.save_to_buffer()
}

/// Says that it is a template of this program, and nothing of when and where it was made.
fn properties(policy: &Policy, blank: &Blank<'_>) -> Result<DocProperties, XlsxError> {
    // Not the clock's: a template is as old as its policy, and the same policy gives the same bytes.
    let year = u16::try_from(*policy.years.start()).unwrap_or(2000);
    Ok(DocProperties::new()
        .set_author("jiangbu")
        .set_category(TEMPLATE_MARK)
        .set_title(format!("{}（空白表）", blank.name))
        .set_subject(&*policy.number)
        .set_company(&*policy.issuer)
        .set_creation_datetime(&ExcelDateTime::from_ymd(year, 1, 1)?))
}
