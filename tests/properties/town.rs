//! Random towns: few firms, few names, so that records meet; figures at and around the policy's edges.

use proptest::prelude::*;

/// Tables by name, with header and rows; the first cell of a row is the firm.
#[derive(Clone, Debug)]
pub struct Town {
    tables: Vec<(&'static str, &'static str, Vec<Vec<String>>)>,
}

/// For each table its header, and for each column the cells to choose from.
const TABLES: &[(&str, &str, &[&[&str]])] = &[
    (
        "资质认定",
        "统一社会信用代码|类别|级别|证书编号|认定日期|有效期至|状态",
        &[
            &["A", "B", "C", "D"],
            &["科技型中小企业", "高新技术企业", "高新技术企业", "专精特新"],
            &["国家级", "省级", "市级", ""],
            &["G1", "G2", "G3"],
            &["2018-05-01", "2019-05-01", "2021-03-01", "2022-01-01", "2022-05-01", "2022-12-31"],
            &["", "2021-12-31", "2022-06-01"],
            &["有效", "有效", "", "撤销", "更名换发"],
        ],
    ),
    (
        "创新平台",
        "统一社会信用代码|平台名称|级别|认定日期|核定金额",
        &[
            &["A", "B", "C", "D"],
            &["中心", "实验室"],
            &["国家级", "省级", "市级"],
            &["2021-12-31", "2022-01-01", "2022-07-01"],
            &["", "0", "200000", "200000.01", "1000000", "3000000"],
        ],
    ),
    (
        "研发加计扣除",
        "统一社会信用代码|所属年度|申报类型|加计扣除总额",
        &[&["A", "B", "C", "D"], &["2021", "2022", "2022"], &["预缴", "年度汇算", ""], &["0.02", "1000.10", "400000"]],
    ),
    (
        "授权专利",
        "统一社会信用代码|专利号|专利类型|授权公告日|第一专利权人|取得方式|权属明确",
        &[
            &["A", "B", "C", "D"],
            &["ZL202010000001.1", "ZL202020000001.7"],
            &["发明", "实用新型", "外观设计"],
            &["2022-06-01", "2021-12-31"],
            &["是", "是", "否"],
            &["自主研发", "自主研发", "受让"],
            &["是", "是", "否"],
        ],
    ),
    (
        "科技项目",
        "统一社会信用代码|项目编号|计划类别|级别|立项日期|上级资助额度|首批资金到位日期",
        &[
            &["A", "B", "C", "D"],
            &["X1", "X2"],
            &["科技重大专项", "重点研发计划", "其他"],
            &["省级", "市级", "县级"],
            &["2020-01-01", "2023-01-01"],
            &["", "500000.03"],
            &["", "2022-06-01", "2021-06-01"],
        ],
    ),
    (
        "技术引进合作",
        "统一社会信用代码|合同编号|合作方式|支付年度|实际支付金额|落地见效|核定比例",
        &[
            &["A", "B", "C", "D"],
            &["T1", "T2"],
            &["技术引进", "委托研发"],
            &["2022", "2022", "2021"],
            &["100.01", "800000", "2000000", "2000000.02"],
            &["是", "是", "否"],
            &["", "50%", "75%", "100%"],
        ],
    ),
    (
        "技术合同",
        "统一社会信用代码|合同登记编号|合同类型|认定日期|技术交易额|前次转让金额|核定比例",
        &[
            &["A", "B", "C", "D"],
            &["T1", "T2", "T3", "T4"],
            &["技术开发", "技术转让", "技术服务"],
            &["2022-01-01", "2021-12-31"],
            &["1000000", "20000000", "25000000", "60000000"],
            &["", "400000", "30000000"],
            &["", "1.5%"],
        ],
    ),
    (
        "人才入选",
        "统一社会信用代码|姓名|工程名称|级别|培养方式|入选日期",
        &[
            &["A", "B", "C", "D"],
            &["张", "李"],
            &["泰山", "万人"],
            &["国家级", "省部级"],
            &["自主培养", "引进"],
            &["2022-07-01", "2021-07-01"],
        ],
    ),
    (
        "孵化载体",
        "统一社会信用代码|载体名称|载体类型|级别|年度评价|评价公布日期|备案日期",
        &[
            &["A", "B", "C", "D"],
            &["孵化器", "众创"],
            &["众创空间", "专业化众创空间"],
            &["国家级", "省级", "市级"],
            &["A", "B", ""],
            &["", "2022-06-01"],
            &["", "2022-06-01"],
        ],
    ),
    (
        "其他政策补助",
        "统一社会信用代码|政策名称|奖励项目|记录编号|年度|金额|兑付状态",
        &[
            &["A", "B", "C", "D"],
            &[
                "临清市关于支持轴承产业创新发展实施方案（试行）",
                "临清市关于支持轴承产业创新发展实施方案（试行）",
                "别的方案",
            ],
            &["高新技术企业", "授权专利", "技术引进合作", "创新平台"],
            &["", "G1", "T1", "中心", "202010000001.1"],
            &["2022", "2022", "2021"],
            &["0", "3000", "100000", "700000"],
            &["已兑付", "未兑付"],
        ],
    ),
    (
        "历年奖励",
        "统一社会信用代码|年度|奖励项目|记录编号|金额",
        &[
            &["A", "B", "C", "D"],
            &["2019", "2020", "2021", "2022"],
            &["技术引进合作", "技术合同", "科技项目", "孵化载体年度评价"],
            &["", "T1", "X1", "孵化器"],
            &["1", "600000", "2000000"],
        ],
    ),
    (
        "不良记录",
        "统一社会信用代码|类别|等级|发生日期|状态",
        &[
            &["A", "B", "C", "D"],
            &["安全责任事故", "严重失信", "弄虚作假"],
            &["", "一般", "较大"],
            &["2021-06-01", "2023-06-01", "2022-06-01"],
            &["", "已解除", "已解除"],
        ],
    ),
    (
        "绩效评价",
        "统一社会信用代码|年度|结论",
        &[&["A", "B", "C", "D"], &["2020", "2021", "2022", "2023"], &["通过", "通过", "停止执行"]],
    ),
];

const FIRMS: &str = "统一社会信用代码|企业名称|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价|产值|上年产值";
const FIRM_CELLS: &[&[&str]] = &[
    &["甲"],
    &["是", "是", "是", "否"],
    &["规上", "规上", "规下", ""],
    &["100000000"],
    &["5000000", "6000000", "4999999.99", ""],
    &["A", "B", "C", "B", "D", ""],
    &["100000000", "100000000.01", "50000000", ""],
    &["50000000", ""],
];
const TAX: &str = "统一社会信用代码|年度|本年地方财力|上年地方财力|新增地方财力";
const TAX_CELLS: &[&[&str]] =
    &[&["2022", "2022", "2022", "2021"], &["3000000", ""], &["1000000"], &["", "500000", "9000000", "-1", "0.01"]];

fn row(cells: &'static [&'static [&'static str]]) -> impl Strategy<Value = Vec<String>> {
    let columns: Vec<_> = cells.iter().map(|choices| prop::sample::select(choices.to_vec())).collect();
    columns.prop_map(|cells| cells.into_iter().map(str::to_owned).collect())
}

/// A random town of four firms. Tables whose records must differ hold no two of one key.
pub fn town() -> impl Strategy<Value = Town> {
    let named = |cells: &'static [&'static [&'static str]]| {
        prop::collection::vec(row(cells), 4).prop_map(|rows| {
            let codes = ["A", "B", "C", "D"];
            codes.iter().zip(rows).map(|(code, row)| [vec![(*code).to_owned()], row].concat()).collect::<Vec<_>>()
        })
    };
    let others: Vec<_> = TABLES.iter().map(|(_, _, cells)| prop::collection::vec(row(cells), 0..12)).collect();
    (named(FIRM_CELLS), named(TAX_CELLS), others).prop_map(|(firms, tax, others)| {
        let mut tables = vec![("企业基本情况", FIRMS, firms), ("税收地方财力", TAX, tax)];
        for ((name, header, _), mut rows) in TABLES.iter().zip(others) {
            unique(name, &mut rows);
            tables.push((name, header, rows));
        }
        Town { tables }
    })
}

/// What the data's own rules forbid to repeat: the columns that together name a record.
fn unique(table: &str, rows: &mut Vec<Vec<String>>) {
    let key: &[usize] = match table {
        "资质认定" => &[0, 1, 2, 4],
        "创新平台" | "人才入选" | "研发加计扣除" => &[0, 1, 2],
        "科技项目" | "绩效评价" => &[0, 1],
        "授权专利" | "技术合同" => &[1],
        "孵化载体" => &[0, 1, 3],
        _ => return,
    };
    let mut seen = std::collections::HashSet::new();
    rows.retain(|row| {
        let part =
            |column: &usize| if row[*column].is_empty() { "年度汇算".to_owned() } else { row[*column].clone() };
        seen.insert(key.iter().map(part).collect::<Vec<_>>())
    });
}

impl Town {
    pub fn text(&self) -> String {
        let block = |(name, header, rows): &(&str, &str, Vec<Vec<String>>)| {
            let rows: Vec<String> = rows.iter().map(|row| row.join("|")).collect();
            format!("{name}\n{header}\n{}\n\n", rows.join("\n"))
        };
        self.tables.iter().map(block).collect()
    }

    pub fn firms(&self) -> Vec<String> {
        self.tables[0].2.iter().map(|row| row[0].clone()).collect()
    }

    pub fn only(&self, firm: &str) -> Self {
        let mut town = self.clone();
        town.tables.iter_mut().for_each(|(.., rows)| rows.retain(|row| row[0] == firm));
        town
    }

    pub fn without(mut self, table: &str) -> Self {
        self.tables.retain(|(name, ..)| *name != table);
        self
    }

    /// The first firm's increment so many yuan higher.
    pub fn with_more_increment(&self, more: u32) -> Self {
        let mut town = self.clone();
        let row = &mut town.tables[1].2[0];
        // This year's figure, and the increment itself where it is given.
        for cell in [2, 4] {
            if !row[cell].is_empty() {
                let figure: rust_decimal::Decimal = row[cell].parse().expect("a figure");
                row[cell] = (figure + rust_decimal::Decimal::from(more)).to_string();
            }
        }
        town
    }

    /// All rows of all tables in another order.
    pub fn shuffled(&self, seed: u64) -> Self {
        let mut town = self.clone();
        let mut state = seed | 1;
        for (.., rows) in &mut town.tables {
            for i in (1..rows.len()).rev() {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let other = usize::try_from(state >> 33).expect("31 bits") % (i + 1);
                rows.swap(i, other);
            }
        }
        town
    }
}
