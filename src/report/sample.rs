//! 抽样: how the firms an auditor looks at were drawn, so that anyone can draw the same again.

use std::io::{self, Write};

use super::ReportError;
use super::book::body;
use super::grid::Grid;
use super::model::{Column, Columns, Look, Row, Sheet};
use super::paragraph::wrapped;
use super::words;
use crate::award::{Assessment, Drawn, Risk, Sample};
use crate::check::Checked;
use crate::checksum::sha256;
use crate::money::group;

const NAME: &str = "抽样";

/// A draw, and what it was drawn from.
#[derive(Clone, Copy, Debug)]
pub struct Draw<'d> {
    /// The data.
    pub checked: &'d Checked<'d>,
    /// The award.
    pub assessment: &'d Assessment,
    /// The draw.
    pub sample: &'d Sample,
    /// The seed.
    pub seed: &'d str,
}

impl Draw<'_> {
    /// How it was drawn.
    fn notes(&self) -> Vec<String> {
        let policy = self.checked.policy;
        let counter = &policy.register.counter;
        let Sample { firms, total, interval, start, drawn } = self.sample;
        let certain = drawn.iter().filter(|drawn| drawn.point.is_none()).count();
        vec![
            format!("从 {}里抽 {} {counter}，种子“{}”；同样的数据、政策和种子，抽出的一样。", policy.counted(*firms), drawn.len(), self.seed),
            "权重：应发金额（分）；不发的，按各项核算额之和；至少 100。有警告、有待定或待核定、同一事项有两项、发给个人或载体，每有一样加一倍。".to_owned(),
            format!("全部权重 {}。权重不小于间隔（全部权重 ÷ 要抽的{counter}数）的必抽，{certain} {counter}；其余重新算间隔。", shown(*total)),
            format!(
                "其余按名录的次序首尾相接，起点是种子的 SHA-256（{}）前 30 位十六进制数除以间隔 {} 的余数，即 {}；每隔一个间隔抽一{counter}。",
                sha256(self.seed.as_bytes()),
                shown(*interval),
                shown(*start)
            ),
        ]
    }

    /// Code, name, what is paid, weight, marks of risk, how it was taken.
    fn row(&self, drawn: &Drawn) -> [String; 6] {
        let (firm, texts) = (&self.assessment.firms[drawn.firm], &self.checked.data.texts);
        let risks: Vec<&str> = drawn.risks.iter().copied().map(Risk::label).collect();
        [
            texts.get(firm.code).to_owned(),
            firm.name.map_or_else(String::new, |name| texts.get(name).to_owned()),
            words::amount(firm.payable),
            shown(drawn.weight),
            risks.join("、"),
            drawn.point.map_or_else(|| "必抽".to_owned(), |point| format!("点 {}", shown(point))),
        ]
    }
}

const FIGURES: [&str; 4] = ["应发（元）", "权重", "风险", "怎样抽中"];

fn shown(number: u128) -> String {
    group(&number.to_string())
}

/// Tells the draw, within `width` cells.
///
/// # Errors
/// If `out` cannot be written.
pub fn write_draw(out: &mut dyn Write, draw: &Draw<'_>, width: usize) -> io::Result<()> {
    for note in draw.notes() {
        wrapped(out, &note, 0, width)?;
    }
    let [payable, weight, risks, how] = FIGURES;
    let mut grid = Grid::new([&*draw.checked.policy.register.called, payable, weight, risks, how]);
    for drawn in &draw.sample.drawn {
        let row = draw.row(drawn);
        let [code, name, payable, weight, risks, how] = row.each_ref().map(String::as_str);
        grid.note(&format!("{code}  {name}"));
        grid.row(["", payable, weight, risks, how]);
    }
    grid.write(out, width)
}

/// The sheet that tells the draw.
pub(super) fn sheet<'d>(draw: &'d Draw<'_>) -> Sheet<'d> {
    let mut columns = Columns::default();
    let titles = draw.checked.policy.titles().into_iter().map(|title| &**title).chain(FIGURES);
    for (title, width) in titles.zip([21, 28, 14, 18, 30, 22]) {
        columns.add(Column::new(title.to_owned(), width, Look::Wrapped));
    }
    let title = format!("{}年度奖励审计抽样表", draw.assessment.year);
    let write = body(move |rows| {
        for drawn in &draw.sample.drawn {
            let mut row = Row::with_capacity(FIGURES.len() + 2);
            for text in draw.row(drawn) {
                row.text(text);
            }
            rows.row(&row)?;
        }
        Ok::<(), ReportError>(())
    });
    Sheet { frozen: 1, ..Sheet::new(NAME.to_owned(), title, draw.notes().join("\n"), columns.done(), write) }
}
