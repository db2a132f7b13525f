//! The award under every other reading of the document: a real run of the whole engine each, on data that was read once.

use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};

use super::examine::{examine, has_errors};
use super::{Console, Subject};
use crate::award::{Assessment, assess};
use crate::check::Checked;
use crate::money::Overflow;
use crate::policy::Variant;
use crate::readings::{Price, Shift, shift};

/// What each of `variants` comes to against the award at hand. Where another reading reads or checks the data otherwise, the data is
/// read by it.
pub(super) fn prices(
    checked: &Checked<'_>,
    assessment: &Assessment,
    variants: &[Variant],
    subject: &Subject,
    console: &mut Console<'_>,
) -> anyhow::Result<Vec<Price>> {
    let under = |other: &Checked<'_>| -> Result<Option<Shift>, Overflow> {
        let award = assess(other)?;
        // Judging finds errors too: figures that do not work out.
        let priced = !has_errors(&award.findings);
        priced.then(|| shift((checked, assessment), (other, &award))).transpose()
    };
    let priced = |variant: &Variant, shift: Option<Shift>| Price {
        reading: variant.reading,
        alternative: variant.alternative,
        shift,
    };
    let (alike, otherwise): (Vec<&Variant>, Vec<&Variant>) = variants.iter().partition(|variant| variant.reads_alike);
    let runs = alike.par_iter().map(|variant| Ok(priced(variant, under(&checked.under(&variant.policy))?)));
    let mut prices = runs.collect::<anyhow::Result<Vec<Price>>>()?;
    let subject = Subject { year: Some(checked.year), ..subject.clone() };
    for variant in otherwise {
        let examined = examine(&variant.policy, &subject, console)?;
        let shift = if examined.has_errors() {
            None
        } else {
            let (other, ..) = examined.checked(&variant.policy)?;
            under(&other)?
        };
        prices.push(priced(variant, shift));
    }
    prices.sort_by_key(|price| (price.reading, price.alternative));
    Ok(prices)
}
