//! Every kind of finding the program can make, each with a permanent code. A code is never reused; a kind that goes leaves its number empty.

use super::Severity::{self, Error, Note, Warning};

/// One kind of finding.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The permanent code: `E` error, `W` warning, `N` note; 1xx files and sheets, 2xx cells, 3xx records, 4xx the policy's tests, 5xx the award.
    pub code: &'static str,
    /// How grave.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// What it means and why it matters.
    pub meaning: &'static str,
    /// How to mend it.
    pub remedy: &'static str,
    /// A small example.
    pub example: &'static str,
    /// How it can be answered instead of mended.
    pub answer: Answer,
}

/// How a person may answer a finding in the findings workbook, instead of mending the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Not at all: it must be mended, or there is nothing to answer.
    None,
    /// Looked into: the figures stand.
    Reason,
    /// The sheet, or the file, is no data: it is passed over.
    NotData,
    /// The row is left out.
    NotCounted,
}

impl Answer {
    /// The word a clerk writes.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Reason => "已核实",
            Self::NotData => "不读",
            Self::NotCounted => "不计",
        }
    }

    /// What is usual: a warning can be looked into.
    const fn usual(severity: Severity) -> Self {
        match severity {
            Warning => Self::Reason,
            Error | Note => Self::None,
        }
    }
}

/// An entry that can be answered otherwise than usual says so behind its severity: `Error answer NotData`.
macro_rules! catalogue {
    (@answer $severity:ident) => { Answer::usual($severity) };
    (@answer $severity:ident $answer:ident) => { Answer::$answer };
    ($(
        $name:ident = $code:literal $severity:ident $(answer $answer:ident)? $title:literal,
        $meaning:literal, $remedy:literal, $example:literal;
    )+) => {
        $(
            #[doc = $title]
            pub static $name: Entry = Entry {
                code: $code, severity: $severity, title: $title, meaning: $meaning, remedy: $remedy, example: $example,
                answer: catalogue!(@answer $severity $($answer)?),
            };
        )+
        /// All kinds, in the order of their codes.
        pub static ALL: &[&Entry] = &[$(&$name),+];
    };
}

catalogue! {
    // 1xx: files and sheets.
    FILE_UNREADABLE = "E101" Error answer NotData "文件打不开",
        "文件损坏、加了打开密码，或者不是电子表格。",
        "请用表格软件打开后另存为 .xlsx，再交给本程序。",
        "把网页另存成的“税务数据.xls”，其实是 HTML。";
    FILE_ENCRYPTED = "E102" Error answer NotData "文件有打开密码",
        "加了打开密码的工作簿读不出内容。",
        "请在表格软件中取消打开密码后重新保存。",
        "企业名录.xlsx 设置了打开密码。";
    FILE_TOO_LARGE = "E103" Error answer NotData "文件超出可读的规模",
        "文件太大，或者解压后的内容大得不合常情，继续读会耗尽内存。",
        "请删去与本表无关的内容后重新保存；确属大表的，用 --max-size 放宽。",
        "3 MB 的文件解压后有 3 GB。";
    FILE_DAMAGED = "E104" Error answer NotData "文件内容有损坏",
        "文件里有读不准的内容，读出来的数可能是错的，所以不读。",
        "请用表格软件打开，核对后另存为 .xlsx。",
        "单元格引用了不存在的共享文字。";
    TABLE_MISSING = "E105" Error "缺少必需的表",
        "政策文件要求的表在所给的工作簿里都没有找到。",
        "请补上这张表；表名或表头须与模板一致。",
        "没有“税收地方财力”表。";
    TABLE_EMPTY = "E136" Error "必需的表里没有记录",
        "表找到了，一条记录也没有，没有东西可以核算。",
        "请填好这张表；填在别的工作簿里的，把那一本一起交给程序。",
        "“企业基本情况”只有表头。";
    COLUMN_MISSING = "E106" Error answer NotData "找不到需要的列",
        "必需的列没有，或者一列的名称与规定的相近而不相同，不能猜。",
        "请补上这一列，或者把相近的列名改正。",
        "“研发投入”写成了“研发费”。";
    COLUMN_TWICE = "E107" Error "同一列出现两次",
        "两列的表头都对应同一个项目，不知道以哪一列为准。",
        "请删去或改名其中一列。",
        "“核定金额（元）”与“核定金额（万元）”同在一表。";
    SHEET_NOT_TABLE = "N108" Note "不是数据表，未读",
        "这个工作表的名称和表头都不像任何一张表。",
        "如果它应当是数据表，请按模板改正表名或表头。",
        "“填表说明”。";
    SHEET_HIDDEN = "W109" Warning "隐藏的工作表、行或列也读入了",
        "隐藏的内容照样计入核算。",
        "请取消隐藏后核对；不应计入的请删除。",
        "第 12 行被隐藏。";
    COLUMN_IGNORED = "N110" Note "这一列没有用到",
        "表里有政策文件没有声明的列，已忽略。",
        "如果它应当参加核算，请按模板改正列名。",
        "“联系人”。";
    TABLE_ABSENT = "N111" Note "没有这张表",
        "可以没有的表没有提供，按没有记录处理。",
        "如果本年度有这类记录，请补上这张表。",
        "没有“孵化载体”表。";
    FILE_SKIPPED = "N112" Note "这个文件没有读",
        "锁文件、本程序自己写出的工作簿不作为数据。",
        "不需要处理。",
        "~$企业名录.xlsx。";
    UNIT_UNCLEAR = "E113" Error "金额单位不明",
        "表头和单位行写的单位互相矛盾，或者认不出。",
        "请在表头写明（元）或（万元）；千元、亿元的数请先换算：千元乘以 1000 是元，亿元乘以 10000 是万元。",
        "表头写“金额（千元）”；表上写单位：元，表下写单位：万元。";
    COLUMN_ABSENT = "W114" Warning "表里没有这一列",
        "可以空白的一列整列没有，按不知道处理，不当作零。",
        "请补上这一列；确实没有数据的不需要处理。",
        "没有“上年产值”一列。";
    FINDINGS_OMITTED = "N115" Note "问题太多，其余没有列出",
        "同一张工作表的问题太多，只列出前面的。",
        "请先改正列出的问题，再检查一遍。",
        "整列格式都不对。";
    NEVER_CALCULATED = "W140" Warning "公式的结果全是 0，可能没有计算过",
        "文件不是表格软件保存的，里面的公式结果全是 0：写文件的程序多半没有计算。",
        "请用表格软件打开，重新计算后保存。",
        "管理系统导出的表，三个公式都是 0。";
    ROW_TOO_LONG = "E141" Error "这一行的单元格比表头多",
        "文字表格里多出一格，多半是数字里的逗号把一格分成了两格，后面的都错了位。",
        "请去掉数字里的逗号，或者给这一格加上引号。",
        "“300,000”没有加引号，读成 300 和 000 两格。";

    SHEET_UNREAD = "E116" Error answer NotData "工作表没有读，里面却有名录里的代码",
        "名称和表头都认不出是哪张表，里面的记录一条也没有用到。",
        "请按模板改正表名和表头；确实不是数据的，请删去这张工作表，或者在问题清单里答复“不读”。",
        "“安全生产处罚”，表头写“违法类型、处罚日期”。";
    ROWS_UNREAD = "E117" Error "表里有没有读到的行或格，写着名录里的代码",
        "表头以上、旁边或夹在中间的内容不属于认出的这张表。",
        "一张工作表只放一张表，表头在最上面；请把另外的内容移到另一张工作表。",
        "两张表上下排在一张工作表里。";
    HEADER_AGAIN = "E118" Error "表中间又有一个不同的表头",
        "从这一行起是另一张表，或者列的次序、单位变了，接着读会读错。",
        "请把它移到另一张工作表，或者改成与上面一样的列。",
        "第二批的“交通费”和“技术咨询费”换了位置。";
    NOTE_OF_FIRM = "W130" Warning "表外的话提到名录里的代码，没有读",
        "注释、签名和合计里的代码不是记录。",
        "请核对；应当是记录的，另起一行按列填写。",
        "表下写“注：91371581MAH9KBJD25 严重失信”。";
    SHEET_OF_NAMES = "W119" Warning "工作表没有读，里面有名录里的企业名称",
        "只有企业名称、没有代码的工作表不能当作数据。",
        "如果它应当是数据表，请按模板补上代码和表头。",
        "只列了企业名称的处罚通报。";
    UNIT_BARE = "W120" Warning "这一列没有写单位，按元计算",
        "同一张表里别的列写的是万元，这一列可能也是。",
        "请在表头写明（元）或（万元）。",
        "“技术咨询费（万元）、交通费（万元）、其他相关费用”。";
    HEADER_QUALIFIED = "W129" Warning "列名里的话可能改变意思",
        "括号里、上一层表头里写的不像要的那一列；照样按列名读了。",
        "请核对是不是这一列要的数；是的，请把列名改成与模板一样。",
        "“销售收入（上年）”“产值（预计）”。";
    FILE_PASSED_OVER = "W121" Warning "这个文件不是电子表格，没有读",
        "文件夹里的其他文件不作为数据。",
        "如果里面有数据，请按模板填成电子表格；没有的请移到别处。",
        "授权专利.docx。";
    FILE_TWICE = "W122" Warning "两个文件一模一样，各算一次",
        "同一份数据读了两遍，没有唯一编号的记录会算两次。",
        "请删去多余的一个。",
        "“技术引进 - 副本.xlsx”。";
    TABLE_BARE = "N139" Note "这些表里没有记录",
        "只有表头，按没有记录处理。",
        "如果本年度有这类记录，请填上。",
        "“授权专利”导出时筛掉了全部的行。";
    ROW_TWICE = "W123" Warning "两行一模一样，各算一次",
        "这张表没有规定唯一编号，每行都是一笔。",
        "如果是重复登记，请删去一行。",
        "同一份合同同一年同样金额的两次支付。";
    HEADER_SYNONYM = "N124" Note "列名不同，按同义的列读",
        "这个列名不是模板里的，但意思相同。",
        "不需要处理；不是一回事的，请改列名。",
        "“纳税人识别号”按“统一社会信用代码”读。";
    ROWS_ASIDE = "N125" Note "这些行看不出是记录，没有读",
        "没有代码，也没有填写其他内容的行，当作说明。",
        "如果应当是记录，请补上代码。",
        "只写着“第二批”的一行。";
    ROW_NAMED = "W126" Warning "这一行有名称，没有代码，没有读",
        "看不出是一家企业还是一个小标题。",
        "如果是企业，请补上代码；是标题的不需要处理。",
        "名称列里写着“潘庄镇片区”。";
    FOLDER_UNREADABLE = "E127" Error "文件夹或链接打不开",
        "里面有没有数据无从知道。",
        "请检查权限，或者删去失效的链接。",
        "指向已删除文件的快捷链接。";
    TEMPLATE_OTHER = "W128" Warning "工作簿是用另一版模板填的",
        "列名和可填的内容可能不同。",
        "请核对列名和可填的内容；有变化的，用“jiangbu 模板”另做一份，把数据贴过去。",
        "模板照上一年的文件做的。";

    // 2xx: cells.
    CELL_BLANK = "E201" Error answer NotCounted "必填的单元格是空白",
        "没有这一项就无法核算，空白不能当作零。",
        "请填写；确实不知道的，先向提供单位核实。",
        "统一社会信用代码为空。";
    CELL_ERROR = "E202" Error answer NotCounted "单元格是公式错误值",
        "公式算出了错误，读不出数。",
        "请改正公式，或者改填数值。",
        "#REF!。";
    CELL_UNCALCULATED = "E203" Error answer NotCounted "公式没有计算结果",
        "文件里只有公式，没有保存算出的数。",
        "请用表格软件打开，重新计算后保存。",
        "由程序生成、没有在表格软件里打开过的文件。";
    NUMBER_MALFORMED = "E204" Error answer NotCounted "不是规范的数字",
        "文字里的数认不准，不能猜。",
        "请只填数字。",
        "“约12万”。";
    AMOUNT_TOO_PRECISE = "E205" Error answer NotCounted "金额的小数位太多",
        "金额精确到分；万元最多六位小数。",
        "请核对原始数据，四舍五入到分后填写。",
        "“12.345”（元）。";
    AMOUNT_OUT_OF_RANGE = "E206" Error answer NotCounted "金额大得不合常情",
        "超过正负一百亿元，多半是单位弄错了。",
        "请核对单位是元还是万元。",
        "“100000000000”。";
    AMOUNT_NEGATIVE = "E207" Error answer NotCounted "金额不能是负数",
        "这一列不应有负数。",
        "请核对后改正。",
        "“-5000”。";
    PERCENT_MALFORMED = "E208" Error answer NotCounted "不是规范的百分比",
        "没有百分号也没有百分比格式的数，大于 1 的认不出是多少。",
        "请写成“5%”，或者把单元格设为百分比格式。",
        "“5”。";
    VALUE_OUT_OF_BOUNDS = "E209" Error answer NotCounted "超出规定的范围",
        "政策文件为这一列规定了上下限。",
        "请核对后改正。",
        "核定比例 40%，应不低于 50%。";
    DATE_MALFORMED = "E210" Error answer NotCounted "不是规范的日期",
        "日期认不出，或者日历上没有这一天。",
        "请写成 2022-10-05 这样的日期。",
        "“2022.13.5”。";
    YEAR_MALFORMED = "E211" Error answer NotCounted "不是规范的年度",
        "年度认不出。",
        "请写成 2022 这样的四位年度。",
        "“二〇二二”。";
    VALUE_NOT_LISTED = "E212" Error answer NotCounted "不在可填的内容之内",
        "这一列只能填规定的几种内容。",
        "请改成规定的写法。",
        "规模填“小型”。";
    CODE_MALFORMED = "E213" Error answer NotCounted "代码不对",
        "统一社会信用代码（GB 32100-2015）、公民身份号码（GB 11643-1999）都是 18 位，最后一位是校验码；对不上就是抄错了。",
        "请对照营业执照、身份证改正。",
        "末位校验码不符。";
    CODE_TRUNCATED = "E214" Error answer NotCounted "号码存成了数字，末几位已经丢失",
        "表格软件里的数字只有 15 位准确，更长的号码后几位变成了 0。",
        "请先把单元格设为文本格式，再重新填写号码。",
        "6.2E+18。";
    PATENT_MALFORMED = "E215" Error answer NotCounted "专利号不对",
        "专利号是 12 位数字加一位校验码（2003 年 10 月以前为 8 位加一位）。",
        "请对照专利证书改正。",
        "“ZL2020100”。";
    PATENT_CHECK_DIGIT = "W216" Warning "专利号校验码不符",
        "最后一位校验码与前面的数字对不上，可能抄错了。",
        "请对照专利证书核对。",
        "ZL202010000001.2。";
    PATENT_KIND = "E217" Error answer NotCounted "专利号与专利类型不一致",
        "专利号第五位表示种类：1、8 发明，2、9 实用新型，3 外观设计。",
        "请对照专利证书改正专利号或专利类型。",
        "ZL202020000002.1 填成“发明”。";
    UNIT_IN_CELL = "W218" Warning "单元格自带单位，与本列单位不同",
        "已按单元格里写的单位换算。",
        "请改成本列的单位，只填数字。",
        "元列里填“12.5万元”。";
    ITEM_UNKNOWN = "E219" Error answer NotCounted "奖励项目不认识",
        "奖励项目须写政策里的名称或代号。",
        "请改成规定的名称。",
        "“高企奖”。";
    AMOUNT_MERGED = "W220" Warning "合并的金额格，每一行各算一次",
        "一个金额格往下合并了几行，这几行就各有这个金额。",
        "如果不是各有一笔，请取消合并，每行填自己的金额。",
        "两家企业的“加计扣除总额”合并成一格，填 1200 万元：两家各按 1200 万元计算。";
    MERGED_ACROSS = "E233" Error answer NotCounted "一个格横着合并，盖住了别的列",
        "被盖住的一列没有内容，不知道是空白，还是与合并的格相同。",
        "请取消合并，每列各填自己的。",
        "“技术咨询费”和“交通费”合并成一格。";
    TOTAL_WITH_CODE = "E234" Error answer NotCounted "这一行写着小计、合计，却填了代码",
        "可能是上面几行之和，当作一条记录就会算两次。",
        "是合计的，请删去这一行，或者清空它的代码；确实是一条记录的，请改正名称。",
        "同一企业几行下面的“小计”。";
    FORMAT_MISLEADS = "E221" Error "单元格显示的与存的不一致",
        "数字格式把数缩小了、添上了单位或百分号，或者换成了别的内容：看到的是一个数，文件里存的是另一个。",
        "请把数字格式改成“常规”，对照原始材料核对后重新填写。",
        "存的是 900000，格式“0!.0000”显示成 90.0000。";
    REMARK_DOUBTS = "W236" Warning "备注里的话可能是说这一行不算",
        "备注、批注和旁边的字程序不懂，这一行照样计算。",
        "请核对；不算的请删去这一行，算的写明理由。",
        "备注写“证书已撤销”，这一行还是计算了。";
    SHARES_TINY = "W235" Warning "写着（%）的列，数都不到 1",
        "写着（%）的列里 2 是百分之二，0.02 是万分之二。",
        "请核对：百分之二填 2；本来就这么小的不需要处理。",
        "列名是“核定比例（%）”，格里填 0.02。";
    CURRENCY_FOREIGN = "E222" Error "金额不是人民币",
        "数字格式里写的是别的货币，折算多少不能猜。",
        "请折算成人民币填写；本来就是人民币的，请把数字格式改成“常规”。",
        "显示为 $100,000.00。";
    LETTERS_MIXED = "E223" Error "数字旁边有划掉的或上下标的字",
        "划掉的字、注号读入后与数字连在一起，成了另一个数。",
        "请删去划掉的字和注号，只留要填的内容。",
        "“30”后面的注号“1”读成 301。";
    VALUES_TWO = "E224" Error "一个单元格里有两行内容",
        "数字、日期、号码只能有一个，不知道以哪一行为准。",
        "请只留一个，其余的另起一行记录。",
        "账号一格里写了两个账号。";
    PICTURE_BLANK = "W225" Warning "单元格里是图片，按空白处理",
        "图片里的内容读不出来。",
        "请把图片里的内容打成文字或数字。",
        "“核定金额”里贴了批文的截图。";
    PICTURE_REQUIRED = "E226" Error "单元格里是图片，读不出内容",
        "没有这一项就无法核算，而图片里的内容读不出来。",
        "请把图片里的内容打成文字或数字。",
        "“认定日期”里贴了证书的截图。";
    STRUCK_OUT = "W227" Warning "划掉的内容也读入了",
        "删除线只是样子，划掉的单元格和行照样计入核算。",
        "不应计入的请删除；应当计入的请取消删除线。",
        "第 4 行整行划掉。";
    DATE_FAR = "E228" Error "日期或年度不合常情",
        "早于 1980 年或晚于 2100 年，多半是填错了。",
        "请核对后改正。",
        "1900-01-00。";
    YEAR_AS_DATE = "E229" Error "日期格式的单元格里填了年份",
        "在日期格式的单元格里填一个数，表格软件把它当作 1900 年以来的第几天。",
        "请把单元格的格式改成“常规”，再填四位年度。",
        "填 2022，显示成 1905 年。";
    DATE_NEAR_MIDNIGHT = "W230" Warning "日期带着接近零点的时刻",
        "软件换算时差几十秒，就会变成前一天。已按所写的那一天计算。",
        "请核对是哪一天，只填日期。",
        "2022-10-04 23:59:17，原意是 2022-10-05。";
    LETTER_STRANGE = "E231" Error "混入了看起来一样的外文字母",
        "俄文、希腊文等字母与英文字母看不出区别，却是不同的字。",
        "请删去这个字，用键盘重新输入。",
        "代码里的“М”是俄文字母。";
    LETTER_DOUBTFUL = "W232" Warning "文字里有看起来一样的外文字母",
        "俄文、希腊文等字母与英文字母看不出区别，比较名称时对不上。",
        "请核对；不是有意的，请用键盘重新输入。",
        "项目名称里的“В”是俄文字母。";

    // 3xx: records.
    FIRM_UNKNOWN = "E301" Error answer NotCounted "企业不在名录里",
        "这个代码在企业名录里没有，不知道是哪家企业。",
        "请改正代码，或者把企业补进名录。",
        "名录里没有 91371581…。";
    RECORD_TWICE = "E302" Error answer NotCounted "重复的记录",
        "同一件事登记了两次，会重复发钱。",
        "请核对后删去一条。",
        "同一专利号出现两行。";
    NAME_DIFFERS = "W303" Warning "企业名称与名录不一致",
        "代码相同而名称不同，以代码为准。",
        "请核对是不是更名或者抄错了代码。",
        "“甲轴承公司”与“乙轴承公司”。";
    TOTAL_DIFFERS = "W304" Warning "合计数与各行之和不符",
        "合计行只核对，不参加核算。",
        "请核对是不是漏了行或者数字有误。",
        "合计 100，各行之和 90。";
    PERIOD_AHEAD = "W305" Warning "日期在奖励年度之后",
        "这条记录不属于奖励年度，多半是日期写错了。",
        "请核对日期。",
        "2022 年度的表里有 2023-03-01。";
    RECORD_UNUSED = "W306" Warning "本年度的记录没有奖励项目用到",
        "记录属于奖励年度，但不符合任何奖励项目的条件。",
        "请核对原因；确实不符合的不需要处理。",
        "外观设计专利不奖励。";
    ROW_UNKEYED = "E307" Error answer NotCounted "这一行没有代码",
        "不知道是哪家企业的记录。",
        "请填写代码；如果这一行是说明文字，请移到表外。",
        "只有企业名称，没有代码。";
    RECORD_STRANDED = "N308" Note "名录里的代码有误，这些记录对不上",
        "这些记录的企业在名录里，但名录那一行的代码写错了，所以没有用到。",
        "改正名录里的代码就对上了，不用逐行改。",
        "名录里的代码抄错一位，这家企业的两条资质认定对不上。";

    TABLE_UNREPORTED = "W309" Warning "这张表没有交，也没有零报告",
        "按规定没有记录也要报（零报告）；没有交就不知道有没有，有关的条件都无法判断。",
        "请补上这张表；确实没有记录的，在“零报告”一栏或者第一行填“无”。",
        "没有“不良记录”表：所有企业的“无不良记录”都无法判断。";
    TEMPLATE_UNFILLED = "N310" Note "模板里的这张表没有填，按没有交处理",
        "原样的空白模板不算零报告。",
        "确实没有记录的，在“零报告”一栏或者第一行填“无”。",
        "“不良记录”表还是空白模板。";

    FIRM_LEFT = "N312" Note "企业已经不在名录里，这些记录没有用到",
        "往年的奖励、评价和拨付里，企业可能已经注销或者迁走；这张表允许有不在名录里的企业。",
        "不需要处理；代码抄错的，请改正。",
        "前年奖励过的一家企业今年不在名录里。";
    SUCCESSION_WRONG = "E315" Error "代码沿革不对",
        "看不出原代码的企业现在是哪一家，不能把它的记录算到别家。",
        "请核对代码沿革表的原代码和新代码。",
        "原代码的企业还在名录里。";
    SHARES_NOT_WHOLE = "E317" Error "同一记录的分配比例加起来不是 100%",
        "一项奖励按名单上的比例分给几个人，分完正好是这项奖励。",
        "请改正各人的比例，加起来正好 100%。",
        "三个人各 33.33%，加起来是 99.99%。";
    FIRM_FOLLOWED = "N316" Note "按代码沿革归到现在的企业",
        "这些记录写的是合并、更名以前的代码，算作接续的企业的。",
        "不需要处理；不应归它的，请改代码沿革表。",
        "并入甲公司的乙公司，以前年度的奖励算作甲公司的。";
    SPELLED_DIFFERENTLY = "N311" Note "写法不同，按同一个处理",
        "去掉空格、全角半角、大小写、横线和括号的差别以后是同一个。",
        "不需要处理；如果不是同一个，请改成不同的写法。",
        "“韩　栋”和“韩栋”。";

    ACCOUNT_NUMBER = "W339" Warning "账号里有数字以外的字",
        "账号原样写进拨付表，银行只认号码。",
        "请只填一个账号，备注另写一列。",
        "账号填“见附件”“6200…004（基本户）”。";
    UNSETTLED = "W341" Warning "这一格写的是还没有定的话",
        "“待定”“见附件”这样的话按字面算作编号、名称，奖励照算。",
        "请填实际的内容；还没有的，清空这一格或者删去这一行。",
        "证书编号填“待定”，证书还没有发，奖励已经算进去了。";
    VOID_READ = "W342" Warning "名称像是不用的表，也读入了",
        "工作表或文件的名称里有作废、副本这样的字，里面的记录和别的表一样计算。",
        "不用的请删去，或者移出数据的文件夹；要用的请改名。",
        "工作表“科技副总（作废）”和“科技副总”都读入，钱算了两遍。";
    NIL_UNSURE = "W343" Warning "写的不是零报告",
        "没有记录的表算零报告；这句话说的是还不知道，所以按没有交处理。",
        "请补上记录；确实没有的，写“无”。",
        "不良记录表里只写“暂未统计”。";
    PAST_AHEAD = "W344" Warning "历年奖励的年度不在奖励年度以前",
        "这样的记录不算奖过，也不占上限。",
        "请填奖励的年度，不是付款的年度；确实是以后的，写明理由。",
        "2021 年度的奖励 2022 年付款，年度填了 2022。";
    TITLE_EARLIER = "W340" Warning "标题写的是以前的年度",
        "表里没有年度，要从标题看是哪一年的；交成往年的表，企业和账户都会是旧的。",
        "请核对是不是交了往年的表；是今年的，请改标题。",
        "奖励年度是 2022，企业名录的标题是“2021年企业名录”。";
    ACCOUNT_HOLDER = "W314" Warning "户名不是企业名称",
        "钱会付到别人的账户上。",
        "请核对账户；企业更名的，请让银行同时更名。",
        "甲轴承公司的账户，户名是乙轴承公司。";

    // 330: what is answered, and small print.
    ORDINARY_COLUMNS = "N330" Note "常用的附加列没有读",
        "序号、备注、联系人、电话这类列不参加核算。",
        "不需要处理。",
        "“序号”“联系人”。";
    ANSWER_LAPSED = "W331" Warning answer None "答复已经失效",
        "答复时看到的内容后来变了，或者挪了地方，这条答复不再算数。",
        "请核对现在的内容，在新的问题清单里重新答复。",
        "答复以后，单元格里的名称改了。";
    ANSWER_UNNEEDED = "W332" Warning answer None "答复没有用到",
        "现在的数据里没有这条答复所说的问题。",
        "请核对；不再需要的，从问题清单里删去这一行。",
        "问题已经改正，答复还在。";
    ANSWER_WITHOUT_REASON = "W333" Warning answer None "答复没有写理由",
        "没有理由的答复不算数。",
        "请在“理由”一列写明依据。",
        "只选了“已核实”。";
    ANSWER_IMPOSSIBLE = "W334" Warning answer None "这个问题不能答复",
        "只有警告，和可以不读、不计的错误能够答复；会减少或者取消奖励的记录不能不读、不计。",
        "请改正数据。",
        "不良记录里的一行答复“不计”。";
    ANSWER_UNCLEAR = "W335" Warning answer None "答复写得不对",
        "每个问题只能用下拉选项里的一种来答复。",
        "请从下拉选项里选。",
        "一条警告答复“不计”。";
    ANSWER_TWICE = "W336" Warning answer None "同一个问题有两种答复",
        "不知道以哪一条为准，都不算数。",
        "请只留一条。",
        "两本问题清单里写了不同的理由。";
    PASSED_OVER = "N337" Note "按答复没有读",
        "这张表或者这个文件答复为不是数据，整个没有读。",
        "不需要处理。",
        "“汇总”是统计表，不是数据。";
    LEFT_OUT = "N338" Note "按答复没有计这一行",
        "这一行答复为不计，行数交代里算在“合计备注”。",
        "不需要处理。",
        "重复登记的一行。";

    // 4xx: the award.
    YEAR_UNCLEAR = "N401" Note "奖励年度定不下来，与年度有关的检查没有做",
        "没有用 -y 指定年度，数据里又不止一个年度或者没有年度。",
        "请用 -y 指定年度，例如 -y 2022。",
        "税收地方财力有 2021、2022 两个年度。";
    YEAR_TRIAL = "W402" Warning "奖励年度超出试行期",
        "文件试行一年，这个年度需要有延期的依据。",
        "请附上延期文件。",
        "2023 年度。";
    SECOND_RECORD = "W403" Warning "同一年度的第二条记录不奖励",
        "每家企业每类每年只奖励一次。",
        "请核对是不是重复登记。",
        "一年内两张高新技术企业证书。";
    CEILING_EXCEEDED = "W404" Warning "核定金额超过上限，按上限计算",
        "政策规定了最高奖励额。",
        "请核对核定金额。",
        "市级平台核定 50 万元，上限 20 万元。";
    CAP_UNDETERMINED = "W405" Warning "限额档次有一项无法判断，按较低档计算",
        "有空白或上年数不大于零，这一项不能作为提高限额的依据。",
        "补上数据后重新核算。",
        "上年产值为空。";
    OTHER_UNMATCHED = "W406" Warning "其他政策补助对不上本年度的奖励",
        "没有找到这个编号（没有编号的，这个项目）的可发放奖励，未作扣减。",
        "请核对奖励项目和记录编号。",
        "记录编号 GR9999。";
    OTHER_NOT_TO_PAY = "W407" Warning "本政策较高，另一项补助不得再兑付",
        "就高不重复：已按本政策全额计算。",
        "请通知另一项补助的主管单位不再兑付。",
        "另一项补助 3 万元，未兑付。";
    CONDITION_UNDETERMINED = "W408" Warning "条件无法判断",
        "需要的数据是空白，或者分母不大于零。",
        "补上数据后重新核算。",
        "研发投入为空。";
    INCREMENT_MISSING = "W409" Warning "没有新增地方财力，限额无法判断",
        "有受限额约束的奖励，但没有税务部门提供的数。",
        "请税务部门补上；新成立的企业没有上年数的，上年地方财力填 0。",
        "税收地方财力表里没有这家企业。";
    CAP_BASE_MISSING = "W440" Warning "限额的基数不明，限额无法判断",
        "有受这个限额约束的奖励，但限额由它算出的数是空白，或者没有交。",
        "请补上这个数；确实没有的填 0。",
        "培训补贴不超过工资总额的 2%，工资总额空白。";
    ACCOUNT_MISSING = "W410" Warning "没有收款账户",
        "有钱要付，但不知道付到哪里。",
        "请补上收款账户。",
        "收款账户表里没有这家企业。";
    RECORD_PENDING = "W411" Warning "等待核定",
        "还没有主管部门的核定结果，暂不计算金额。",
        "核定后补上再核算。",
        "核定金额为空。";
    POLICY_NOTE = "N412" Note "政策提示",
        "与本政策有关、执行时应当知道的其他规定。",
        "请在会审时说明。",
        "专利资助的国家规定。";
    ARITHMETIC_RANGE = "E413" Error "数值超出可计算的范围",
        "政策里的数或者数据大得无法准确计算。",
        "请核对这一行的数据和政策里的数。",
        "比例写成 1000000000000。";
    YEAR_ABSENT = "W414" Warning "数据里没有这个奖励年度",
        "给出的奖励年度在数据里一行也没有，可能写错了。",
        "请核对 -y 后面的年度，或者补上这一年的数据。",
        "数据是 2022 年度的，写成了 -y 2023。";
    RECORD_UNDETERMINED = "W415" Warning "这条记录算不算，无法判断",
        "判断这条记录是否计入的一格是空白；查清以前整个企业待定，不发放。",
        "请补上这一格后重新核算。",
        "孵化载体的“评价公布日期”空白。";
    PAST_UNNUMBERED = "W416" Warning "历年奖励没有写记录编号",
        "这个项目不能重复奖励，或者往年的奖励要用掉上限；不写编号就对不上，现在没有计入。",
        "请补上当年奖励的证书、项目、合同编号或者载体名称。",
        "2021 年度的“科技项目”没有写记录编号，本年度又有科技项目。";
    PAST_SIMILAR = "W417" Warning "历年奖励的记录编号与本年度的相近而不相同",
        "如果是同一条，就不能重复奖励，或者要用掉上限；现在按两条处理。",
        "请核对两个编号；是同一条的改成一样。",
        "“KJ2O21-017”与“KJ2021-017”。";
    SCHEME_SIMILAR = "W418" Warning "政策名称与条文写的相近而不相同，没有扣减",
        "只有条文写明的政策才与本政策就高不重复。",
        "请核对；就是这个政策的，改成一样的名称。",
        "少写了“（试行）”。";
    SCHEME_OTHER = "N419" Note "其他政策的补助不扣减",
        "条文没有写这个政策，它的补助与本政策的奖励互不影响。",
        "不需要处理。",
        "省级研发补助。";
    PLACE_OPEN = "W422" Warning "分不出有没有名额",
        "名额边上的几条并列，或者有的还没有确定、排名的数空白，看不出谁在前面。",
        "请补齐缺的数；并列的，由主管部门定先后，写进排名用的列。",
        "10 个名额，第 10 名有两家企业。";
    PAYEES_OPEN = "W438" Warning "看不出分给谁、各分多少",
        "这项奖励分给几个收款人；少了名单、姓名或者比例，比例加起来不是 100%，就分不了，查清以前待定，不发放。",
        "请补齐名单、姓名和比例；同一记录的比例加起来是 100%。",
        "团队奖没有交成员名单。";
    OWNER_BLANK = "W423" Warning "看不出和谁合计，这家企业单独计算",
        "同一控制人的几家企业合起来有上限；没有填的，不知道和谁是一家，只按它自己算。",
        "请补齐；确实不和别家合计的，写明理由。",
        "“实际控制人”空白。";
    JOINT_OPEN = "W424" Warning "几家企业合计的上限里，金额定不下来",
        "几家企业合起来分一笔钱，有的企业还没有确定，或者看不出先后；这时别家能分多少也定不下来，没有发放。",
        "请先把没有确定的企业补齐；并列的，由主管部门定先后，写进排名用的列。",
        "同一控制人的三家企业，一家待定。";
    PAST_UNMATCHED = "W421" Warning "历年奖励的年度没有对应的记录",
        "这个项目一种身份只奖一次；当年没有记录，就不知道奖的是哪种身份，现在没有计入。",
        "请补上当年的记录。",
        "历年奖励有 2021 年度的“科技型中小企业”，资质认定里没有 2021 年的。";
    STANDING_PAST_MISSING = "W420" Warning "没有往年的记录，每家企业都按首次计算",
        "首次、连续还是中断后再次，要看往年的记录；一条也没有，多半是漏交。",
        "请把往年的记录一并交来。",
        "资质认定表里只有 2022 年的高新技术企业。";
    PAYMENT_UNMATCHED = "W432" Warning "拨付记录对不上本年度应发的奖励",
        "付了钱，却没有应发给这个人的奖励；这笔钱没有算进谁的已付金额。",
        "请核对代码、收款人和年度；确实多付的请追回。",
        "付给“张三”，本年度没有应发给张三的奖励。";
    PAID_TOO_MUCH = "W433" Warning "已付的超过应发的",
        "核算结果变小了，或者重复付过；多付的要追回。",
        "请核对拨付记录；多付的请追回。",
        "应发 5,000 元，已付 8,000 元。";
    ACCOUNT_OF_OTHER = "W434" Warning "户名不是本人",
        "钱会付到别人的账户上。",
        "请核对账户。",
        "张三的账户，户名是李四。";
    RETURN_UNMATCHED = "W435" Warning "缴回的对不上应追缴的",
        "缴回的钱没有对应的应追缴奖励，或者超过了它。",
        "请核对企业、项目和编号。",
        "应追缴 3 万元，缴回 5 万元。";
    PAID_THE_CAP = "N436" Note "实发正好等于限额",
        "限额按企业的一个数的比例算；实发等于限额的，从公示的金额能推算出这个数。",
        "公示以前请知道；不影响金额。",
        "12 家企业实发正好等于限额。";
    REPORT_UNMATCHED = "W437" Warning "报的数对不上哪一个目标",
        "名称和由部门报数的目标都不一样，这个数没有用上。",
        "请照目标的名称填写。",
        "“市场销售”，目标是“轴承市场销售额”。";
    RECORD_PROVISIONAL = "W431" Warning "只有暂时的数，先按它计算",
        "这条记录还不是最后的数，最后的数来了金额会变。",
        "请催交最后的数；确实只有这一条的，写明理由。",
        "研发加计扣除只有预缴，没有年度汇算。";
}

/// The kind with `code`, in any letter case.
#[must_use]
pub fn find(code: &str) -> Option<&'static Entry> {
    ALL.iter().find(|entry| entry.code.eq_ignore_ascii_case(code)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn only_errors_can_be_passed_over_and_notes_need_no_answer() {
        for entry in ALL {
            match entry.answer {
                Answer::None => {}
                Answer::Reason => assert_eq!(entry.severity, Warning, "{}", entry.code),
                Answer::NotData | Answer::NotCounted => assert_eq!(entry.severity, Error, "{}", entry.code),
            }
        }
    }

    #[test]
    fn codes_are_unique_and_say_their_severity() {
        let codes: BTreeSet<_> = ALL.iter().map(|entry| entry.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for entry in ALL {
            let letter = match entry.severity {
                Error => 'E',
                Warning => 'W',
                Note => 'N',
            };
            assert!(entry.code.starts_with(letter), "{}", entry.code);
        }
    }
}
