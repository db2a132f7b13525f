//! The manual of the policy file and its JSON Schema, both from the declaration by which the loader reads: neither can go stale.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::formula::FUNCTIONS;
use crate::policy::{KEYS, Key, Section, Shape};

/// What stands before the keys: the rules that hold in every section.
const HEAD: &str = "\
# 政策文件

本页由 `jiangbu 政策 手册` 生成，列出政策文件的每一节、每一项。从 `jiangbu 政策 新建` 写出的样子开始改最快；`examples/policies/` 里每种规则各有一个小文件。

写好后 `jiangbu 政策 检查 文件`：错误一次说全，例子逐个验算，没有用处的写法给出提示。

## 写法

- `[名]` 的一节只写一次，`[[名]]` 的一节可以写多次；一节里一行一项：`项 = 值`。名里有汉字的要加引号：`\"国家级\" = 500`。
- 文字写在引号里；公式写在单引号里，里面的文字用双引号：`'规模=\"大\"'`。长公式写在三个单引号之间，可以换行。
- 数写成 `50000`、`0.5`；百分数带引号：`\"25%\"`。金额都是元。数照字面读，一分不差。
- `true` 是，`false` 否。`#` 后面是说明。

## 公式

公式就是电子表格的公式，不写开头的等号；名称是列名、事实名、参数名。

- `年度` 是奖励年度；某张表里就叫“年度”的列写作 `[@年度]`。
- 对记录的公式（counts、any、base……）用本表的列，也能用企业名录的列；对企业的公式（test、when……）用企业名录的列。
- 空白就是不知道，不是零：公式里有空白，结果就是“待定”。AND 里有一个不成立就不成立，OR 里有一个成立就成立，不管别的是否空白。分母不大于零，结果也是“待定”。
- 以上、以下、以内含本数，写 `>=` `<=`；超过、不满不含本数，写 `>` `<`（民法典第一千二百五十九条）。
- 文字只能比 `=` `<>`；和 list 列、是否列、奖励项目列比的文字必须是那一列可以填的值，奖励项目写代号或名称都可以。
- 日期相减是天数，日期加减一个数是另一天。`列<>\"\"` 是填了，`列=\"\"` 是空白。
- 运算只用 `+ - * /`；百分数写 `5%`。
- 公式里的数也是参数：核算表的“政策参数”里都有，名称是它所属的条件、项目的名称加“_数”。

## 怎样算

一家企业一年的奖励，按这个先后算，每一步写明削减了多少、为什么：

1. 每个项目的表里，`counts` 成立的记录各成一行明细；判断不出的，明细是“待定”。
2. 按 `method` 算出金额，四舍五入到分，只舍入一次；不会是负数。基数或核定的金额空白，明细是“待核定”，不是零。
3. 每条、每个编号、历年累计的上限（`limits` 的 line、record、record-life）。
4. 就高不重复：项目里的 `higher_by`，项目之间的 `[[rival]]`；金额相同的留在前的一项。
5. 企业当年的上限（firm-year），按行的先后用完；以后才是按企业比的 `[[rival]]`（over = \"firm\"）。
6. 别的政策已经给的（`[other_scheme]`）；写了 after_cap 的，在限额以后比。
7. 限额（`[cap]`）：占限额的项目合计不超过 increment × 比例，限额舍去尾数到分。
8. 几家企业合计的上限（`[[limit]]` 的 over = \"owner\"），最后是不够的专项资金（`[fund]` 的 short）：超过的削减到各行，到分；有企业待定、先后看不出的，定不下来的也待定。

`requires` 里有一个条件不通过，明细不奖；有一个待定，明细待定。`once`、`one_per`、第二条重复记录的明细写“不予奖励”和理由，金额照样写出。

## 例子

`[[example]]` 的 `given` 写几张小表：一行表名，一行列名，下面一行一条记录，格子用 `|` 隔开，空行换一张表。
代码和名称可以不写，那就是同一家企业；有几家的，写代码列，填“甲”“乙”这样的叫法。没有写的表当作没有记录。`lines` 写应有的明细：

```toml
[[example]]
name = \"刚好 10 台的，按 10 台算\"
clause = \"第五条\"
given = '''
设备购置
设备编号 | 购置日期 | 台数
S1 | 2030-05-01 | 10
'''
lines = '''
项目 | 记录 | 金额 | 状态
设备补助 | S1 | 8000 | 计入
'''
payable = 8000
```

状态写 计入、待核定、不符合、待定、不予奖励；金额不知道的写“待定”。`lines` 里没有写的列不比；明细的行数要一样多，先后也一样。

";

/// The manual, as Markdown.
#[must_use]
pub fn reference() -> String {
    let mut out = HEAD.to_owned();
    out.push_str("| 函数 | 得出 |\n|---|---|\n");
    for known in FUNCTIONS {
        let _ = writeln!(out, "| `{}({})` | {} |", known.name, known.arguments, known.meaning);
    }
    out.push('\n');
    section(&mut out, "", &KEYS, "整个文件");
    if let Some(table) = quantity(&KEYS) {
        section(&mut out, "数", table, "数、公式或表");
    }
    out
}

fn section(out: &mut String, path: &str, section: &Section, title: &str) {
    let _ = writeln!(out, "## {title}\n\n{}。\n", section.meaning.trim_end_matches('。'));
    out.push_str("| 项 | 值 | 必写 | 说明 | 例 |\n|---|---|---|---|---|\n");
    for key in section.keys {
        let required = if key.required { "是" } else { "" };
        let example = if of_section(&key.shape).is_some() && key.example.starts_with('[') && path.is_empty() {
            format!("`{}`", key.example)
        } else {
            format!("`{} = {}`", key.name, key.example.replace('\n', "\\n"))
        };
        let _ = writeln!(
            out,
            "| `{}` | {} | {required} | {} | {} |",
            key.name,
            kind(&key.shape),
            says(key),
            example.replace('|', "\\|")
        );
    }
    out.push('\n');
    for key in section.keys {
        if let Some(inner) = of_section(&key.shape) {
            let path = if path.is_empty() { key.name.to_owned() } else { format!("{path}.{}", key.name) };
            let many = matches!(key.shape, Shape::List(..));
            let title = match (path.contains('.'), many) {
                (false, true) => format!("[[{path}]]"),
                (false, false) => format!("[{path}]"),
                (true, _) => path.clone(),
            };
            self::section(out, &path, inner, &title);
        }
    }
}

/// The table that may stand for a figure, wherever one is wanted.
fn quantity(of: &Section) -> Option<&'static Section> {
    of.keys.iter().find_map(|key| match inner(&key.shape) {
        Shape::Quantity(table) => Some(*table),
        Shape::Section(section) => quantity(section),
        _ => None,
    })
}

/// What the key means, with what may be written.
fn says(key: &Key) -> String {
    let mut says = key.meaning.replace('|', "\\|");
    if let Shape::Choice(words) = inner(&key.shape) {
        let words: Vec<String> = words.iter().map(|(word, meaning)| format!("`\"{word}\"` {meaning}")).collect();
        let _ = write!(says, "。可以写：{}", words.join("；"));
    }
    if !key.required {
        let default = match key.shape {
            Shape::Flag => "不写是 `false`",
            Shape::List(..) | Shape::Pairs(_) => "不写是没有",
            _ => "可以不写",
        };
        if !says.contains("不写") {
            let _ = write!(says, "。{default}");
        }
    }
    says
}

fn inner(shape: &Shape) -> &Shape {
    match shape {
        Shape::List(of, _) | Shape::Pairs(of) => inner(of),
        other => other,
    }
}

fn of_section(shape: &Shape) -> Option<&'static Section> {
    match inner(shape) {
        Shape::Section(section) => Some(section),
        _ => None,
    }
}

fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Text => "文字".into(),
        Shape::Figure => "数".into(),
        Shape::Whole => "整数".into(),
        Shape::Flag => "true/false".into(),
        Shape::Day => "日期".into(),
        Shape::Choice(_) => "选一个".into(),
        Shape::List(of, Some(count)) => format!("{count} 个{}", kind(of)),
        Shape::List(of, None) => match of {
            Shape::Section(_) => "多节".into(),
            of => format!("[{}…]", kind(of)),
        },
        Shape::Pairs(of) => format!("{{名 = {}}}", kind(of)),
        Shape::Section(_) => "一节".into(),
        Shape::Any => "那一项的值".into(),
        Shape::Quantity(_) => "[数、公式或表](#数公式或表)".into(),
        Shape::OneOrMore => "文字或[文字…]".into(),
    }
}

/// The JSON Schema that editors check a policy file with.
#[must_use]
pub fn schema() -> Value {
    let mut schema = of_keys(&KEYS);
    if let Some(whole) = schema.as_object_mut() {
        whole.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
        whole.insert("title".into(), "政策文件".into());
    }
    schema
}

fn of_keys(section: &Section) -> Value {
    let properties: Map<String, Value> = section
        .keys
        .iter()
        .map(|key| {
            let mut value = of_shape(&key.shape);
            if let Some(value) = value.as_object_mut() {
                value.insert(
                    "description".into(),
                    format!("{}\n例：{} = {}", key.meaning, key.name, key.example).into(),
                );
            }
            (key.name.to_owned(), value)
        })
        .collect();
    let required: Vec<&str> = section.keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({
        "type": "object",
        "description": section.meaning,
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn of_shape(shape: &Shape) -> Value {
    match shape {
        Shape::Text => json!({"type": "string"}),
        Shape::Figure => json!({"type": ["number", "string"]}),
        Shape::Whole => json!({"type": "integer"}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::Day => json!({"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        Shape::Choice(words) => {
            let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
            json!({"type": "string", "enum": words})
        }
        Shape::List(of, count) => {
            let mut list = json!({"type": "array", "items": of_shape(of)});
            if let (Some(count), Some(list)) = (count, list.as_object_mut()) {
                list.insert("minItems".into(), (*count).into());
                list.insert("maxItems".into(), (*count).into());
            }
            list
        }
        Shape::Pairs(of) => json!({"type": "object", "additionalProperties": of_shape(of)}),
        Shape::Section(section) => of_keys(section),
        Shape::Any => json!({}),
        Shape::Quantity(table) => json!({"oneOf": [{"type": ["number", "string"]}, of_keys(table)]}),
        Shape::OneOrMore => json!({"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}),
    }
}
