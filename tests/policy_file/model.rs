//! What a loaded policy answers about itself, of small changes to the rules of the invented county.

use jiangbu::index::TableIndex;
use jiangbu::policy::{BUILT_IN, Policy};

use crate::policy_texts::grain;

/// The county's rules, each first of the pairs replaced by the second.
fn grain_with(changes: &[(&str, &str)]) -> Policy {
    let mut text = grain().to_owned();
    for (says, instead) in changes {
        assert!(text.contains(says), "the policy no longer says: {says}");
        text = text.replacen(says, instead, 1);
    }
    Policy::load(&text, "policy.toml").unwrap_or_else(|error| panic!("{error}"))
}

/// A second cap, over one item.
const BRANDS: &str = r#"
[[item_cap]]
name = "品牌限额"
items = ["brand"]
increment = "当年营收"

[[item_cap.class]]
id = "all"
name = "全部"
clause = "第十条"
ratio = "1%"

[fund]"#;

#[test]
fn one_cap_is_not_several_and_an_item_says_which_it_counts_toward() {
    let words = |policy: &Policy| {
        let item = |id: &str| policy.items.iter().find(|item| &*item.id == id).expect("the item").clone();
        ["scale", "brand", "talent"].map(|id| policy.counted_word(&item(id)).to_owned())
    };
    let one = grain_with(&[]);
    assert!(!one.has_several_caps());
    assert_eq!(words(&one), ["是", "否", "否"]);
    let uncapped = "once = { reason = \"同一证书只奖一次\" }\ncounts_toward_cap = false";
    let two = grain_with(&[(uncapped, "once = { reason = \"同一证书只奖一次\" }"), ("[fund]", BRANDS)]);
    assert!(two.has_several_caps());
    assert_eq!(words(&two), ["是", "品牌限额", "否"]);
}

#[test]
fn an_item_rests_on_past_awards_if_they_bar_it_or_use_its_limit_up() {
    let rests = |policy: &Policy, id: &str| {
        let item = policy.items.iter().find(|item| &*item.id == id).expect("the item");
        (item.rests_on_past(), item.is_matched_with_past())
    };
    let plain = grain_with(&[]);
    for (id, expected) in [("upgrade", (true, true)), ("order", (false, false)), ("scale", (false, false))] {
        assert_eq!(rests(&plain, id), expected, "{id}");
    }
    let by_firm = "once = { reason = \"一家企业只补一次\", of = \"firm\" }";
    let firm = grain_with(&[("once = { reason = \"同一项目只补一次\" }", by_firm)]);
    assert_eq!(rests(&firm, "upgrade"), (true, false));
    let life = grain_with(&[(
        "over = \"record\", name = \"每份合同上限\"",
        "over = \"record-life\", name = \"每份合同累计上限\"",
    )]);
    assert_eq!(rests(&life, "order"), (true, true));
    // Of a firm's limit the past uses up the sum, whatever the record.
    let life =
        grain_with(&[("over = \"record\", name = \"每份合同上限\"", "over = \"firm-life\", name = \"累计上限\"")]);
    assert_eq!(rests(&life, "order"), (false, false));
}

#[test]
fn a_shortfall_is_borne_where_the_fund_says_so() {
    let of = "of = '类型<>\"种植\"'";
    assert_eq!(grain_with(&[]).fund_limit(), None);
    assert_eq!(grain_with(&[]).shortfall_borne(), "只列明，不按比例压减");
    let spread = grain_with(&[(of, "amount = 1000000\nshort = \"in-proportion\"")]);
    assert_eq!((spread.fund_limit(), spread.shortfall_borne()), (Some(0), "按比例压减到各行"));
    let order = grain_with(&[(of, "amount = 1000000\nshort = \"in-order\"\norder = \"-当年营收\"")]);
    assert_eq!((order.fund_limit(), order.shortfall_borne()), (Some(0), "按先后付，付完为止"));
}

/// The tables of each blank workbook by name.
fn blank(policy: &Policy) -> Vec<String> {
    let named = |tables: Vec<TableIndex>| {
        tables.iter().map(|table| policy.tables[*table].name.to_string()).collect::<Vec<_>>().join(" ")
    };
    policy.blank_tables().into_iter().map(named).collect()
}

#[test]
fn every_table_stands_in_one_blank_workbook() {
    let all = ["粮企名录 粮企年报 技改项目 品牌 贷款 展会 仓房", "订单收购 历年扶持 失信 收款账户 人才"];
    assert_eq!(blank(&grain_with(&[])), all);
    let left = grain_with(&[("\"品牌\", \"贷款\"", "\"贷款\""), ("\"失信\", ", "")]);
    let last = ["粮企名录 粮企年报 技改项目 贷款 展会 仓房", "订单收购 历年扶持 收款账户 人才", "品牌 失信"];
    assert_eq!(blank(&left), last);
}

/// A blank workbook carries the document's number and a mark that follows what is filled in, and nothing else.
#[test]
fn an_edition_follows_what_is_filled_in() {
    let edition = |policy: &Policy, workbook: usize| policy.edition(&policy.blank_tables()[workbook]);
    let plain = grain_with(&[]);
    let [first, second] = [0, 1].map(|workbook| edition(&plain, workbook));
    let mark = first.strip_prefix("禾政办〔2031〕8号　表式 ").expect("the number and a mark");
    assert!(mark.len() == 8 && mark.chars().all(|c| c.is_ascii_hexdigit()), "{mark}");
    assert_ne!(first, second);
    for (says, instead) in [
        ("note = \"超过，不含本数\"", "note = \"超过\""),
        ("name = \"仓容\", type = \"number\"", "name = \"仓容\", type = \"number\", most = 90000"),
    ] {
        let other = grain_with(&[(says, instead)]);
        assert_eq!([0, 1].map(|workbook| edition(&other, workbook)), [first.clone(), second.clone()], "{instead}");
    }
    for (says, instead, changed) in [
        ("name = \"编号\", type = \"text\"", "name = \"编号\", type = \"code\"", 1),
        ("name = \"职工人数\", type = \"number\"", "name = \"职工人数\", type = \"number\", unit = \"人\"", 0),
        ("\"仓储\", \"种植\"", "\"仓储\", \"运输\", \"种植\"", 0),
        (
            "name = \"姓名\", type = \"text\", required = true },",
            "name = \"姓名\", type = \"text\", required = true }, { name = \"单位\", type = \"text\", informative = true },",
            1,
        ),
        ("name = \"贷款贴息\"", "name = \"贷款利息补助\"", 1),
    ] {
        let other = grain_with(&[(says, instead)]);
        let now = [0, 1].map(|workbook| edition(&other, workbook));
        assert_ne!(now[changed], [first.clone(), second.clone()][changed], "{instead}");
        assert_eq!(now[1 - changed], [first.clone(), second.clone()][1 - changed], "{instead}");
    }
}

/// Of two columns of codes the register's own is the one it names; other tables' are of the same kind.
#[test]
fn the_register_is_keyed_by_the_column_it_names() {
    let two = "{ name = \"主管代码\", type = \"code\", informative = true },\n  { name = \"代码\", type = \"credit-code\", required = true },";
    let policy = grain_with(&[("{ name = \"代码\", type = \"credit-code\", required = true },", two)]);
    let register = &policy.tables[policy.register.table];
    assert_eq!(&*register.columns[policy.register.code].name, "代码");
    // A table that writes no code has the register's.
    let implied = grain_with(&[
        ("{ name = \"代码\", type = \"credit-code\", required = true },", two),
        (
            "columns = [\n  { name = \"代码\", type = \"credit-code\", required = true },\n  { name = \"年度\", type = \"year\", required = true },\n  { name = \"姓名\"",
            "columns = [\n  { name = \"年度\", type = \"year\", required = true },\n  { name = \"姓名\"",
        ),
    ]);
    let people = implied.tables.iter().find(|table| &*table.name == "人才").expect("the table");
    assert!(people.columns.iter().any(|column| &*column.name == "代码"));
    assert!(people.columns.iter().all(|column| &*column.name != "主管代码"));
}

#[test]
fn a_place_in_the_file_is_told_by_line_and_character() {
    let text = grain().replacen("[register]", "[registr]", 1);
    let error = Policy::load(&text, "policy.toml").expect_err("a slip");
    let place = |at: usize| error.position(at);
    assert_eq!(place(0), (1, 1));
    let second = text.find('\n').expect("a line") + 1;
    assert_eq!((place(second - 1).0, place(second)), (1, (2, 1)));
    // 号 takes three bytes: within it one is before it, and behind the end at the end.
    let number = text.find("号").expect("the number");
    assert_eq!(place(number + 1), place(number));
    assert_eq!(place(number + 3).1, place(number).1 + 1);
    assert_eq!(place(text.len() + 9), place(text.len()));
}

#[test]
fn a_long_line_is_shown_around_its_slip_and_a_shorter_one_whole() {
    let told = |pad: usize| {
        let line = format!("banded = [\"{}\"]", "x".repeat(pad));
        let text =
            grain().replacen("[disqualified]", &format!("[publication]\n{line}\nbands = [1]\n\n[disqualified]"), 1);
        (line, Policy::load(&text, "policy.toml").expect_err("no such item").to_string())
    };
    // A line of two hundred cells stands whole, a longer one not.
    let (line, whole) = told(200 - "banded = [\"\"]".len());
    assert!(whole.contains(&format!("| {line}\n")), "{whole}");
    let (line, cut) = told(201 - "banded = [\"\"]".len());
    assert!(!cut.contains(&line) && cut.contains('…'), "{cut}");
}

/// The same slip all over a file is told once, with its places: forty, and that there are more.
#[test]
fn the_same_slip_in_many_places_is_told_once() {
    let told = |count: usize| {
        let columns: String = (0..count).map(|nth| format!("  {{ name = \"列{nth}\", type = \"txt\" }},\n")).collect();
        let text = grain().replacen("  { name = \"仓容\"", &format!("{columns}  {{ name = \"仓容\""), 1);
        Policy::load(&text, "policy.toml").expect_err("no such type").to_string()
    };
    for (count, said, more) in [(41, "同样的还有 40 处：", false), (42, "同样的还有 41 处：", true)] {
        let text = told(count);
        assert!(text.contains(said), "{text}");
        assert_eq!(text.contains(" 等\n"), more, "{text}");
    }
}

#[test]
fn what_a_policy_counts_of_itself() {
    let policy = grain_with(&[]);
    assert_eq!(policy.years_covered(), 3);
    assert_eq!([2030, 2031, 2032, 2033, 2034].map(|year| policy.years_gone(year)), [1, 1, 2, 3, 3]);
    assert_eq!(grain_with(&[("[2031, 2033]", "[2031, 2031]"), ("2033-12-31", "2031-12-31")]).years_covered(), 1);
    let line = policy.parameters.position(|parameter| &*parameter.name == "收入门槛").expect("the parameter");
    assert_eq!(policy.amount(line).to_string(), "20000000.00");
    assert!(!policy.is_built_in());
    assert!(Policy::load(BUILT_IN, "policy.toml").expect("the policy").is_built_in());
    // 订单收购奖 has one of each.
    assert_eq!([false, true].map(|of_firm| policy.most_own_limits(of_firm)), [1, 1]);
    let second = "name = \"每年上限\" }, { amount = 900000, over = \"firm-life\", name = \"累计上限\" }";
    let more = grain_with(&[("name = \"每年上限\" }", second)]);
    assert_eq!([false, true].map(|of_firm| more.most_own_limits(of_firm)), [1, 2]);
}

#[test]
fn a_check_says_whether_it_needs_the_year() {
    let check = |fault: &str| {
        let text = format!(
            "[[check]]\ncode = \"E900\"\nseverity = \"error\"\ntitle = \"甲\"\nremedy = \"乙\"\ntable = \"仓房\"\ncolumn = \"仓容\"\nfault = '{fault}'\nexpected = \"丙\"\n\n[disqualified]"
        );
        grain_with(&[("[disqualified]", &text)]).checks[0].needs_year
    };
    assert!(check("AND(YEAR(验收日期)=年度,仓容<0)"));
    assert!(!check("AND(YEAR(验收日期)=2031,仓容<0)"));
}

#[test]
fn facts_that_rules_ask_are_known_also_through_other_facts() {
    let named = |policy: &Policy| {
        let names = policy.facts_of_rules().into_iter().map(|fact| policy.facts[fact].name.to_string());
        names.collect::<Vec<_>>().join(" ")
    };
    let all = "当年营收 当年研发 新增税收 有效省级以上品牌数 当年收购吨数 弄虚作假过 当年处罚次数";
    assert_eq!(named(&grain_with(&[])), all);
    let through = grain_with(&[
        (
            "[[condition]]\nid = \"revenue\"",
            "[[fact]]\nname = \"人均\"\nclause = \"第五条\"\nformula = '当年营收/职工人数'\n\n[[condition]]\nid = \"revenue\"",
        ),
        ("当年营收/职工人数>人均收入线", "人均>人均收入线"),
    ]);
    assert_eq!(named(&through), format!("{all} 人均"));
    let unasked = grain_with(&[("increment = \"新增税收\"", "increment = \"当年营收\"")]);
    assert_eq!(named(&unasked), all.replace("新增税收 ", ""));
}

/// The values of a table of figures stand as the list has them, which people know, however they are written.
#[test]
fn values_stand_in_the_order_of_their_list() {
    let order = |policy: &Policy| {
        let item = policy.items.iter().find(|item| &*item.id == "brand").expect("the item");
        let said = format!("{:?}", item.method);
        let mut places: Vec<(usize, &str)> =
            ["国家级", "省级", "市级"].into_iter().map(|level| (said.find(level).expect("the level"), level)).collect();
        places.sort_unstable();
        places.into_iter().map(|(_, level)| level).collect::<Vec<_>>()
    };
    let turned = grain_with(&[(
        "{ \"国家级\" = 300000, \"省级\" = 100000, \"市级\" = 30000 }",
        "{ \"市级\" = 30000, \"国家级\" = 300000, \"省级\" = 100000 }",
    )]);
    assert_eq!(order(&turned), ["国家级", "省级", "市级"]);
}

/// What an alternative changes is changed in its variant alone.
#[test]
fn an_alternative_changes_what_its_path_names_and_nothing_else() {
    let reading = |changes: &str, removes: &str| {
        let text = grain().replacen(
            "[register]",
            &format!("[[reading]]\nclause = \"第四条\"\nchoice = \"甲\"\nreason = \"乙\"\nkeys = [\"item\", \"cap\", \"rival\", \"parameter\"]\n\n[[reading.alternative]]\nname = \"丙\"\nreason = \"丁\"\nchanges = {{ {changes} }}\nremoves = [{removes}]\n\n[register]"),
            1,
        );
        let (policy, mut variants) =
            Policy::load_variants(&text, "policy.toml").unwrap_or_else(|error| panic!("{error}"));
        (policy, variants.remove(0))
    };
    let capped = |policy: &Policy| {
        policy
            .items
            .iter()
            .filter(|item| item.counts_toward_cap)
            .map(|item| item.id.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    for (changes, removes, expected, reads_alike) in [
        ("\"item.scale.counts_toward_cap\" = false", "", "growth upgrade order interest fair store", true),
        ("\"item.scale,growth.counts_toward_cap\" = false", "", "upgrade order interest fair store", true),
        (
            "\"item.*.counts_toward_cap\" = true",
            "",
            "scale growth upgrade order brand talent interest fair store standard",
            true,
        ),
        ("\"item.2.counts_toward_cap\" = false", "", "scale upgrade order interest fair store", true),
        ("", "\"item.order\", \"item.fair\"", "scale growth upgrade interest store", false),
        (
            "\"item.scale.name\" = \"规模\", \"item.scale.counts_toward_cap\" = false",
            "",
            "growth upgrade order interest fair store",
            false,
        ),
        ("\"item.order.id\" = \"size\"", "", "scale growth upgrade size interest fair store", false),
    ] {
        let (policy, variant) = reading(changes, removes);
        assert_eq!(capped(&policy), "scale growth upgrade order interest fair store");
        assert_eq!(capped(&variant.policy), expected, "{changes} {removes}");
        assert_eq!(variant.reads_alike, reads_alike, "{changes} {removes}");
    }
}

/// What rests on a table's records: every kind of rule that reads it, in words.
#[test]
fn what_rests_on_a_table_is_told_rule_by_rule() {
    let policy = grain_with(&[]);
    let on = |name: &str| {
        let table = policy.tables.position(|table| &*table.name == name).expect("the table");
        policy.rests_on(table).join("；")
    };
    let all = ["粮企年报", "订单收购", "品牌", "失信", "历年扶持", "收款账户", "仓房"]
        .map(|name| format!("{name}：{}\n", on(name)));
    let expected = "\
粮企年报：奖励：规模奖、增长奖；条件：营业收入、研发占比、人均收入；限额
订单收购：奖励：订单收购奖；条件：人均收入
品牌：奖励：品牌奖；限额档次：两个以上省级品牌
失信：条件：没有处罚；弄虚作假
历年扶持：不重复奖励、累计上限：技改补助、品牌奖；追缴
收款账户：拨付的账户
仓房：奖励：仓容奖、高标准仓奖
";
    assert_eq!(all.concat(), expected);
}
