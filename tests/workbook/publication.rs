//! What is published: no code, no account, no tax figure, no reference to one; bands where the amount would tell a person's pay.
//! And what the notes on surrounding law say of this award.

use std::fs::File;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use jiangbu::report::{Run, publication_workbook};

use crate::payments::rows;
use crate::recalculated::agrees;
use crate::{Award, award, built_in, dataset, load};

const DATA: &str = "企业基本情况
统一社会信用代码|企业名称|镇街|轴承工业企业|规模|销售收入|研发投入|上年度亩均评价
A|甲厂|东镇|是|规上|100|5|A

税收地方财力
统一社会信用代码|年度|新增地方财力
A|2022|7654321

研发加计扣除
统一社会信用代码|所属年度|加计扣除总额
A|2022|40000

柔性引进人才
统一社会信用代码|姓名|年度|在临劳动报酬
A|钱|2022|2000

人才入选
统一社会信用代码|姓名|工程名称|级别|培养方式|入选日期
A|李|某工程|省部级|自主培养|2022-07-01

收款账户
统一社会信用代码|户名|开户行|账号
A|甲厂|农商行|62010000

绩效评价
统一社会信用代码|年度|结论
A|2022|通过
";

fn publish(award: &Award<'_>, path: &Path) {
    let answers = jiangbu::answers::Answers::default();
    let inputs = &award.checked.data.inputs;
    let run = Run { version: "0", ..Run::of(inputs, &answers) };
    let out = File::create(path).expect("a file");
    publication_workbook(&award.checked, &award.assessment, &run, out).expect("a workbook");
}

#[test]
fn what_is_published_gives_nothing_else_away() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let one = award(&policy, dataset::dataset(&policy, DATA), 2022, folder.path(), "award");
    let path = folder.path().join("published.xlsx");
    publish(&one, &path);
    let list = rows(&path, "公示表");
    let expected = [
        "序号|单位或个人|镇街|奖励事项（条款）|金额（元）",
        "一、企业||||",
        "1|甲厂|东镇|研发加计扣除（三(三)4）|10000",
        "小计|1 家|||10000",
        "二、个人||||",
        "1|李（甲厂）|东镇|人才入选（三(三)11）|200000",
        "2|钱（甲厂）|东镇|柔性引进人才（三(三)11）|不满1万元",
        "小计|2 人（其中 1 个只公示档次，没有计入）|||200000",
        "合计|3 个收款对象（其中 1 个只公示档次，没有计入）|||210000",
    ];
    assert_eq!(list[..expected.len()], expected);
    let mut book: Xlsx<_> = open_workbook(&path).expect("the workbook");
    assert_eq!(book.sheet_names(), ["公示文", "公示表"]);
    let code = one.checked.data.texts.get(one.assessment.firms.first().expect("a firm").code);
    for sheet in ["公示文", "公示表"] {
        let formulas = book.worksheet_formula(sheet).expect("formulas");
        let texts = book.worksheet_range(sheet).expect("the sheet");
        let cells = texts.used_cells().map(|(.., cell)| match cell {
            Data::String(text) => text.clone(),
            other => other.to_string(),
        });
        for text in formulas.used_cells().map(|(.., formula)| formula.clone()).chain(cells) {
            for telling in ["奖励明细", "核算汇总", "7654321", "62010000", "600.00", "210600"] {
                assert!(!text.contains(telling), "{sheet}: {text}");
            }
            assert!(text != code, "{sheet}: {text}");
        }
    }
    let notice = rows(&path, "公示文");
    let said = " 1 家企业、 2 名个人（其中 1 个只公示档次，不在下面的数里）兑现奖励资金，共计 210,000.00 元";
    assert!(notice.iter().any(|line| line.contains(said)), "{notice:#?}");
    agrees(&[&path], 3);

    // A policy that does not ask for bands publishes amounts.
    let text = jiangbu::policy::BUILT_IN;
    let (from, to) =
        (text.find("[publication]").expect("the rule"), text.find("# ———— 发展目标").expect("what follows"));
    let plain = load(&text.replace(&text[from..to], ""));
    let one = award(&plain, dataset::dataset(&plain, DATA), 2022, folder.path(), "plain");
    publish(&one, &path);
    assert!(rows(&path, "公示表").iter().any(|row| row.ends_with("|钱（甲厂）|东镇|柔性引进人才（三(三)11）|600")));
}

#[test]
fn a_note_says_what_the_award_pays_of_its_items_and_what_is_to_be_filled_in() {
    let (policy, folder) = (built_in(), tempfile::tempdir().expect("a scratch folder"));
    let one = award(&policy, dataset::dataset(&policy, DATA), 2022, folder.path(), "award");
    let basis = rows(&one.path, "核算依据");
    let ends = |words: &str| basis.iter().any(|row| row.contains(words));
    assert!(ends("|涉及人才入选、顶尖人才、柔性引进人才，实发 200,600.00 元|"), "{basis:#?}");
    assert!(ends("|涉及研发加计扣除，实发 10,000.00 元；与税收挂钩的批准文件：〔待填〕|"), "{basis:#?}");
    assert!(ends("|涉及授权专利，实发 0.00 元；继续按件奖励的依据：〔待填〕|"), "{basis:#?}");
    let answered = load(
        &jiangbu::policy::BUILT_IN
            .replace("ask = \"与税收挂钩的批准文件\"", "ask = \"与税收挂钩的批准文件\"\nanswer = \"国函〔2022〕1号\""),
    );
    let two = award(&answered, dataset::dataset(&answered, DATA), 2022, folder.path(), "answered");
    let basis = rows(&two.path, "核算依据");
    assert!(basis.iter().any(|row| row.contains("与税收挂钩的批准文件：国函〔2022〕1号|")), "{basis:#?}");
    agrees(&[&one.path], 50);
}
