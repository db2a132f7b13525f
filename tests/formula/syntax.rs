//! Slips of a formula's form: each is told where it stands, and how to mend it.

use crate::{fault, faults};

/// formula ⇒ what is marked｜what is said → what is meant
const SLIPS: &str = "
投入>5 且 收入>5 ⇒ 且｜两项都要成立，写 AND(甲,乙)
投入>5 或者 收入>5 ⇒ 或者｜有一项成立，写 OR(甲,乙)
合格 AND 达标 ⇒ AND｜两项都要成立，写 AND(甲,乙)
AND(合格,达标 ⇒ (｜这个左括号没有配对，后面少了一个右括号
AND(合格,OR(达标,合格) ⇒ (｜这个左括号没有配对，后面少了一个右括号
AND(合格,达标)) ⇒ )｜多了一个右括号，前面没有与它配对的左括号
)合格 ⇒ )｜多了一个右括号，前面没有与它配对的左括号
投入＞5 ⇒ ＞｜公式里的符号要用半角，“＞”是全角的→>
AND（合格，达标） ⇒ （｜公式里的符号要用半角，“（”是全角的→(
投入×2≥收入 ⇒ ×｜公式里的符号要用半角，“×”是全角的→*
规模=“规上” ⇒ “｜公式里的符号要用半角，““”是全角的→\"
规模＝\"规上\" ⇒ ＝｜公式里的符号要用半角，“＝”是全角的→=
投入=<5 ⇒ =<｜没有“=<”这个符号→<=
投入=>5 ⇒ =>｜没有“=>”这个符号→>=
规模==\"规上\" ⇒ ==｜没有“==”这个符号→=
规模!=\"规上\" ⇒ !=｜没有“!=”这个符号→<>
规模><\"规上\" ⇒ ><｜没有“><”这个符号→<>
合格&&达标 ⇒ &&｜两项都要成立，写 AND(甲,乙)
合格||达标 ⇒ ||｜有一项成立，写 OR(甲,乙)
!合格 ⇒ !｜不成立写 NOT(甲)，不等于写 <>
投入^2>5 ⇒ ^｜政策公式只用 + - * / 和比较
投入&收入=\"5\" ⇒ &｜公式不拼接文字；两项都要成立，写 AND(甲,乙)
投入#>5 ⇒ #｜公式里不能写“#”
$投入>5 ⇒ $｜公式里不能写“$”
{投入}>5 ⇒ {｜公式里不能写“{”
AND(合格;达标) ⇒ ;｜函数的各项之间用逗号
MAX(A1:A5)>5 ⇒ :｜公式只用列名，不写区域；几条记录的合计写成 [[fact]] 的 sum
规模='规上' ⇒ '规上'｜文字写在半角双引号里，如 色泽=\"墨绿\"
规模=\"规上 ⇒ \"规上｜这个引号没有配对，文字后面少了一个半角双引号
投入>　5 ⇒ 　｜这里有一个不是半角的空格，请删去
投入>\u{200b}5 ⇒ \u{200b}｜这里有一个看不见的字符，请删去
[投入>5 ⇒ [投入>5｜这个方括号没有配对，列写作 [@列名]
[投入]>5 ⇒ [投入]｜方括号里的列名前面要写 @→[@投入]
[@]>5 ⇒ [@]｜方括号里少了列名，写作 [@列名]
[@@投入]>5 ⇒ [@@投入]｜列写作 [@列名]，只用一层方括号
[@投#入]>5 ⇒ [@投#入]｜方括号里只写列名，不写引号和 #
=投入>5 ⇒ =｜公式前面不写等号
AND(合格,) ⇒ ,｜逗号后面少了一项，或者多了一个逗号
AND(合格,,达标) ⇒ ,｜逗号前面少了一项，或者多了一个逗号
AND(,合格) ⇒ ,｜逗号前面少了一项，或者多了一个逗号
AND() ⇒ ()｜括号里是空的，请写上要算的
投入>() ⇒ ()｜括号里是空的，请写上要算的
投入> ⇒ >｜“>”后面少了一项
AND(投入>,合格) ⇒ >｜“>”后面少了一项
(投入+)>5 ⇒ +｜“+”后面少了一项
>5 ⇒ >｜“>”前面少了一项
AND(>5,合格) ⇒ >｜“>”前面少了一项
投入> >5 ⇒ > >｜“>”与“>”连在一起，中间少了一项，或者多了一个符号
投入*/收入>5 ⇒ */｜“*”与“/”连在一起，中间少了一项，或者多了一个符号
5<投入<10 ⇒ <｜比较不能连着写；如 1<=甲<5 写 AND(甲>=1,甲<5)
投入 收入>5 ⇒ 收入｜“收入”前面少了运算符或者逗号
投入5>3 ⇒ 投入5｜没有叫“投入5”的列、事实或参数→投入
投入(收入+1)>5 ⇒ (｜“投入”不是函数，后面不能直接写括号；相乘写 *
AND (合格,达标) ⇒  ｜函数名和括号之间不能有空格
2(投入)>5 ⇒ (｜“(”前面少了运算符或者逗号
投入>1,000 ⇒ 1,000｜数里不写逗号，写 1000
投入>1, 000 ⇒ ,｜逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)
投入>1,00 ⇒ ,｜逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)
投入>1,ABS(2) ⇒ ,｜逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)
投入>收入,000 ⇒ ,｜逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)
合格,达标 ⇒ ,｜逗号只写在函数的括号里；两项都要成立，写 AND(甲,乙)
投入%>5 ⇒ 投入｜百分号只能跟在数字后面
投入>1E5 ⇒ 1E5｜数写成 50000、0.5 这样，最多 28 位，不用科学记数法
投入>1.2.3 ⇒ 1.2.3｜数写成 50000、0.5 这样，最多 28 位，不用科学记数法
投入>100万元 ⇒ 100万元｜“100万元”不是数，写 1000000
投入>2亿 ⇒ 2亿｜“2亿”不是数，写 200000000
投入>5元 ⇒ 5元｜“5元”不是数，写 5
ABS(投入,收入)>5 ⇒ ABS｜ABS 要写 1 项：ABS(数)，写了 2 项
IF(合格,投入)>5 ⇒ IF｜IF 要写 3 项：IF(判断,甲,乙)，写了 2 项
ATLEAST(2) ⇒ ATLEAST｜ATLEAST 要写 2 至 64 项：ATLEAST(个数,判断,…)，写了 1 项
";

#[test]
fn every_slip_is_told_at_its_place() {
    let mut wrong = Vec::new();
    for line in SLIPS.lines().filter(|line| !line.is_empty()) {
        let (source, expected) = line.split_once(" ⇒ ").expect("a slip and what is said");
        let found = fault(source).map_or_else(
            || "nothing".to_owned(),
            |found| {
                let meant = found.suggestion.map(|meant| format!("→{meant}")).unwrap_or_default();
                format!("{}｜{}{meant}", &source[found.span], found.message)
            },
        );
        if found != expected {
            wrong.push(format!("{source}\n  expected {expected}\n  found    {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_empty_formula_is_told() {
    for source in ["", "  ", "\n"] {
        assert_eq!(fault(source).map(|found| found.message).as_deref(), Some("公式是空的，请写公式，或者删去这一项"));
    }
}

/// What a reader can still follow: so long, so deep, a number and a text so large, and no more.
#[test]
fn at_its_bounds_a_formula_is_taken_and_beyond_them_refused() {
    let spaced = |length: usize| format!("投入>5{}", " ".repeat(length - "投入>5".len()));
    let brackets = |depth: usize| format!("{}投入{}>5", "(".repeat(depth), ")".repeat(depth));
    let signs = |count: usize| format!("{}投入<5", "-".repeat(count));
    let nested = |depth: usize| (0..depth).fold("合格".to_owned(), |inner, _| format!("IF({inner},合格,达标)"));
    let number = |figure: u64| format!("投入<{figure}");
    let text = |length: usize| format!("规模=\"{}\"", "字".repeat(length));
    let (long, deep) =
        ("公式太长或者括号套得太深，请分成几个事实来写", "判断里面又套判断，层数太多，请分成几个事实来写");
    for (within, beyond, said) in [
        (spaced(8_000), [spaced(8_001), spaced(8_002)], long),
        (brackets(32), [brackets(33), brackets(34)], long),
        (signs(32), [signs(33), signs(34)], long),
        (nested(5), [nested(6), nested(7)], deep),
        (
            number(1_000_000_000_000_000),
            [number(1_000_000_000_000_001), number(2_000_000_000_000_000)],
            "这个数太大，请核对单位",
        ),
    ] {
        assert_eq!(fault(&within), None, "{within}");
        for beyond in beyond {
            assert_eq!(fault(&beyond).map(|found| found.message).as_deref(), Some(said), "{beyond}");
        }
    }
    let said = |source: &str| fault(source).map(|found| found.message).unwrap_or_default();
    assert!(said(&text(255)).starts_with("“规模”没有"), "{}", said(&text(255)));
    for length in [256, 257, 258] {
        assert_eq!(said(&text(length)), "公式里的一段文字最长 255 个字");
    }
}

/// Quotes within a text: doubled ones are one, and full-width ones are letters like others.
#[test]
fn a_text_ends_at_its_own_quotes() {
    let marked = |source: &str| fault(source).map(|found| (source[found.span].to_owned(), found.message));
    for (source, text) in [("规模=\"规\"\"上\"", "规\"上"), ("规模=\"规“上\"", "规“上")] {
        let (at, message) = marked(source).expect("a value that is not listed");
        assert_eq!((at.as_str(), message.contains(text)), (source.trim_start_matches("规模="), true), "{message}");
    }
}

/// Several slips come at once.
#[test]
fn all_slips_come_at_once() {
    let said: Vec<String> = faults("AND（投入＞5，收入==3）").into_iter().map(|found| found.message).collect();
    assert_eq!(said.len(), 5, "{said:?}");
    let said: Vec<String> = faults("AND(投入>,,(收入 5)").into_iter().map(|found| found.message).collect();
    assert_eq!(said.len(), 4, "{said:?}");
}

/// Whatever a hand can slip: a character more, less or another. It is told by what stands there, or it is a formula.
#[test]
fn no_slip_is_told_in_general_words() {
    let good = [
        "AND(投入>=收入*5%,规模=\"规上\",NOT(合格))",
        "IF(OR(合格,达标),MAX(0,投入-收入),ABS([@投入])/2)>=10.5",
        "认定日>=DATE(成立年,1,1)",
    ];
    let signs = "()[],\"'=<>!&|+-*/%^:;{}@#$ .0a投（）“”，　\n";
    let mut wrong = Vec::new();
    for text in good {
        assert_eq!(fault(text), None, "{text}");
        for (at, c) in text.char_indices() {
            let (before, after) = (&text[..at], &text[at + c.len_utf8()..]);
            let others =
                signs.chars().flat_map(|sign| [format!("{before}{sign}{after}"), format!("{before}{sign}{c}{after}")]);
            for slip in others.chain([format!("{before}{after}"), format!("{before}{c}{c}{after}")]) {
                for found in faults(&slip) {
                    if ["公式写法不对", "政策公式里不能这样写"].iter().any(|general| found.message.starts_with(general))
                    {
                        wrong.push(format!("{slip:?}: {}", found.message));
                    }
                    assert!(slip.get(found.span.clone()).is_some(), "{slip:?}: {:?}", found.span);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
