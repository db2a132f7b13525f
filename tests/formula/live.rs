//! Formulas as the award workbook holds them: each cell is called by its name, and any but the bound may be empty.

use jiangbu::formula::{
    Arithmetic, Cells, Choice, Expression, Formula, Scale, ScaleStep, live_figure, live_test, live_value, where_known,
};

use crate::{Case, NAMES, Target, parsed};

/// The names as cells; `投入/收入` as a whole stands in a cell of its own where that is asked.
struct Sheet {
    whole: bool,
}

impl Cells<Target> for Sheet {
    fn cell(&self, target: Target) -> String {
        NAMES[target].0.to_owned()
    }

    fn may_be_blank(&self, target: Target) -> bool {
        NAMES[target].0 != "下限"
    }

    fn whole(&self, node: &Expression<Target>) -> Option<String> {
        (self.whole && *node == of("投入/收入")).then(|| "比".to_owned())
    }
}

fn of(source: &str) -> Expression<Target> {
    parsed(source, &mut Case::default()).root
}

fn formula(root: Expression<Target>) -> Formula<Target> {
    Formula { root, ..parsed("1", &mut Case::default()) }
}

fn value(root: Expression<Target>) -> String {
    live_value(&formula(root), &Sheet { whole: false })
}

fn choice(by: &[&str], rows: &[(&[&str], &str)], otherwise: Option<&str>) -> Expression<Target> {
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key != "*").then(|| of(key))).collect();
    let rows = rows.iter().map(|(of_row, figure)| (keys(of_row), of(figure))).collect();
    let by = by.iter().map(|by| of(by)).collect();
    Expression::Choice(Box::new(Choice { by, rows, otherwise: otherwise.map(of) }))
}

fn scale(by: &str, steps: &[(&str, bool, &str)], marginal: bool) -> Expression<Target> {
    let step = |(from, inclusive, gives): &(&str, bool, &str)| ScaleStep {
        from: of(from),
        inclusive: *inclusive,
        gives: of(gives),
    };
    Expression::Scale(Box::new(Scale { by: of(by), steps: steps.iter().map(step).collect(), marginal }))
}

/// A test is 1, 0 or 0.5: undetermined.
const TESTS: &[(&str, &str)] = &[
    ("TRUE", "1"),
    ("FALSE", "0"),
    ("合格", r#"IF(合格="",0.5,IF(合格="是",1,0))"#),
    (
        "合格=达标",
        r#"IF(OR(IF(合格="",0.5,IF(合格="是",1,0))=0.5,IF(达标="",0.5,IF(达标="是",1,0))=0.5),0.5,IF(IF(合格="",0.5,IF(合格="是",1,0))=IF(达标="",0.5,IF(达标="是",1,0)),1,0))"#,
    ),
    (
        "合格=TRUE",
        r#"IF(OR(IF(合格="",0.5,IF(合格="是",1,0))=0.5,1=0.5),0.5,IF(IF(合格="",0.5,IF(合格="是",1,0))=1,1,0))"#,
    ),
    (
        "合格<>(投入>0)",
        r#"IF(OR(IF(合格="",0.5,IF(合格="是",1,0))=0.5,IF(投入<>"",IF(投入>0,1,0),0.5)=0.5),0.5,IF(IF(合格="",0.5,IF(合格="是",1,0))<>IF(投入<>"",IF(投入>0,1,0),0.5),1,0))"#,
    ),
    ("投入>收入", r#"IF(AND(投入<>"",收入<>""),IF(投入>收入,1,0),0.5)"#),
    ("占比>=下限", r#"IF(占比<>"",IF(占比>=下限,1,0),0.5)"#),
    ("下限>5%", "IF(下限>5%,1,0)"),
    ("投入/收入>=下限", r#"IF(AND(投入<>"",收入<>"",收入>0),IF(ROUND(投入/收入,14)>=下限,1,0),0.5)"#),
    ("投入-收入>=0", r#"IF(AND(投入<>"",收入<>""),IF(ROUND(投入-收入,14)>=0,1,0),0.5)"#),
    (r#"规模="规上""#, r#"IF(规模<>"",IF(规模="规上",1,0),0.5)"#),
    ("AND(合格,投入>0)", r#"MIN(IF(合格="",0.5,IF(合格="是",1,0)),IF(投入<>"",IF(投入>0,1,0),0.5))"#),
    ("OR(合格,达标)", r#"MAX(IF(合格="",0.5,IF(合格="是",1,0)),IF(达标="",0.5,IF(达标="是",1,0)))"#),
    ("NOT(合格)", r#"(1-IF(合格="",0.5,IF(合格="是",1,0)))"#),
    ("ISBLANK(投入)", r#"IF(投入<>"",0,1)"#),
    ("ISBLANK(投入/收入)", r#"IF(AND(投入<>"",收入<>"",收入>0),0,1)"#),
    (
        "ATLEAST(2,合格,投入>0)",
        r#"IF((IF(合格="",0.5,IF(合格="是",1,0))=1)+(IF(投入<>"",IF(投入>0,1,0),0.5)=1)>=2,1,IF((IF(合格="",0.5,IF(合格="是",1,0))>0)+(IF(投入<>"",IF(投入>0,1,0),0.5)>0)>=2,0.5,0))"#,
    ),
    (
        "ATLEAST(能耗,合格,达标)",
        r#"IF(能耗<>"",IF((IF(合格="",0.5,IF(合格="是",1,0))=1)+(IF(达标="",0.5,IF(达标="是",1,0))=1)>=能耗,1,IF((IF(合格="",0.5,IF(合格="是",1,0))>0)+(IF(达标="",0.5,IF(达标="是",1,0))>0)>=能耗,0.5,0)),0.5)"#,
    ),
    (
        "IF(合格,达标,投入>0)",
        r#"IF(IF(合格="",0.5,IF(合格="是",1,0))=1,IF(达标="",0.5,IF(达标="是",1,0)),IF(IF(合格="",0.5,IF(合格="是",1,0))=0,IF(投入<>"",IF(投入>0,1,0),0.5),0.5))"#,
    ),
    ("YEAR(认定日)=成立年", r#"IF(AND(认定日<>"",成立年<>""),IF(YEAR(认定日)=成立年,1,0),0.5)"#),
    (
        r#"DATEDIF(认定日,DATE(2022,12,31),"Y")>=1"#,
        r#"IF(AND(认定日<>"",DATE(2022,12,31)>=认定日),IF(DATEDIF(认定日,DATE(2022,12,31),"Y")>=1,1,0),0.5)"#,
    ),
    (
        "IF(合格,投入,收入)>5",
        r#"IF(IF(IF(合格="",0.5,IF(合格="是",1,0))=1,投入<>"",IF(IF(合格="",0.5,IF(合格="是",1,0))=0,收入<>"",FALSE)),IF(IF(IF(合格="",0.5,IF(合格="是",1,0))=1,投入,收入)>5,1,0),0.5)"#,
    ),
];

/// A figure is "" where it is not known.
const VALUES: &[(&str, &str)] = &[
    ("5", "5"),
    ("5%", "5%"),
    ("下限", "下限"),
    ("投入", r#"IF(投入<>"",投入,"")"#),
    ("-投入", r#"IF(投入<>"",-投入,"")"#),
    ("-(投入+收入)", r#"IF(AND(投入<>"",收入<>""),-(投入+收入),"")"#),
    ("投入+收入*2", r#"IF(AND(投入<>"",收入<>""),投入+收入*2,"")"#),
    ("(投入+收入)*2", r#"IF(AND(投入<>"",收入<>""),(投入+收入)*2,"")"#),
    ("投入-(收入-上年收入)", r#"IF(AND(投入<>"",收入<>"",上年收入<>""),投入-(收入-上年收入),"")"#),
    ("投入-(收入+上年收入)", r#"IF(AND(投入<>"",收入<>"",上年收入<>""),投入-(收入+上年收入),"")"#),
    ("投入+(收入+上年收入)", r#"IF(AND(投入<>"",收入<>"",上年收入<>""),投入+收入+上年收入,"")"#),
    ("投入/2", r#"IF(投入<>"",投入/2,"")"#),
    ("投入/收入", r#"IF(AND(投入<>"",收入<>"",收入>0),投入/收入,"")"#),
    ("投入/(收入-上年收入)", r#"IF(AND(投入<>"",收入<>"",上年收入<>"",收入-上年收入>0),投入/(收入-上年收入),"")"#),
    (
        "IF(合格,投入,5)",
        r#"IF(IF(IF(合格="",0.5,IF(合格="是",1,0))=1,投入<>"",IF(IF(合格="",0.5,IF(合格="是",1,0))=0,TRUE,FALSE)),IF(IF(合格="",0.5,IF(合格="是",1,0))=1,投入,5),"")"#,
    ),
    (
        "IF(合格,5,1)",
        r#"IF(IF(IF(合格="",0.5,IF(合格="是",1,0))=1,TRUE,IF(IF(合格="",0.5,IF(合格="是",1,0))=0,TRUE,FALSE)),IF(IF(合格="",0.5,IF(合格="是",1,0))=1,5,1),"")"#,
    ),
    ("INT(投入/3)", r#"IF(投入<>"",INT(ROUND(投入/3,10)),"")"#),
    ("ROUND(投入,2)", r#"IF(投入<>"",ROUND(ROUND(投入,10),2),"")"#),
    ("ROUNDDOWN(投入,2)", r#"IF(投入<>"",ROUNDDOWN(ROUND(投入,10),2),"")"#),
    ("ROUNDUP(投入,0)", r#"IF(投入<>"",ROUNDUP(ROUND(投入,10),0),"")"#),
    ("MAX(投入,收入,0)", r#"IF(AND(投入<>"",收入<>""),MAX(投入,收入,0),"")"#),
    ("MIN(投入,投入)", r#"IF(投入<>"",MIN(投入,投入),"")"#),
    ("ABS(投入)", r#"IF(投入<>"",ABS(投入),"")"#),
    (
        r#"DATEDIF(认定日,DATE(2022,12,31),"D")"#,
        r#"IF(AND(认定日<>"",DATE(2022,12,31)>=认定日),(DATE(2022,12,31)-认定日),"")"#,
    ),
    (
        r#"DATEDIF(认定日,EDATE(认定日,6),"M")"#,
        r#"IF(AND(认定日<>"",EDATE(认定日,6)>=认定日),DATEDIF(认定日,EDATE(认定日,6),"M"),"")"#,
    ),
    ("MONTH(认定日)+DAY(认定日)", r#"IF(认定日<>"",MONTH(认定日)+DAY(认定日),"")"#),
    ("认定日", r#"IF(认定日<>"",认定日,"")"#),
];

/// What stands in a cell of its own is taken from there.
const WHOLE: &[(&str, &str)] = &[
    ("投入/收入", r#"IF(比<>"",比,"")"#),
    ("投入/收入*2", r#"IF(比<>"",比*2,"")"#),
    ("(投入/收入+1)*2", r#"IF(比<>"",(比+1)*2,"")"#),
    ("(投入/收入)*2", r#"IF(比<>"",比*2,"")"#),
    ("ROUND(投入/收入,2)", r#"IF(比<>"",ROUND(ROUND(比,10),2),"")"#),
];

#[test]
fn tests_are_three_valued() {
    for (source, live) in TESTS {
        assert_eq!(live_test(&formula(of(source)), &Sheet { whole: false }), *live, "{source}");
    }
}

#[test]
fn figures_are_known_or_empty() {
    for (source, live) in VALUES {
        assert_eq!(value(of(source)), *live, "{source}");
        let (known, figure) = live_figure(&formula(of(source)), &Sheet { whole: false });
        assert_eq!(where_known(known, &figure), *live, "{source}");
    }
    for (source, live) in WHOLE {
        assert_eq!(live_value(&formula(of(source)), &Sheet { whole: true }), *live, "{source}");
    }
}

/// Only a sum needs brackets, and a scale that is one.
#[test]
fn a_scale_within_a_product_has_brackets_where_it_is_a_sum() {
    let steps: &[(&str, bool, &str)] = &[("0", true, "1"), ("100", true, "2")];
    for (marginal, live) in [
        (false, r#"IF(投入<>"",IF(投入>=100,2,IF(投入>=0,1,0))*2,"")"#),
        (true, r#"IF(投入<>"",(MAX(0,MIN(投入,100)-0)*1+MAX(0,投入-100)*2)*2,"")"#),
    ] {
        let scale = Box::new(scale("投入", steps, marginal));
        assert_eq!(value(Expression::Arithmetic(Arithmetic::Multiply, scale, Box::new(of("2")))), live);
    }
}

#[test]
fn a_choice_asks_only_what_decides() {
    for (root, live) in [
        // One figure chooses, plain rows.
        (
            choice(&["规模"], &[(&["\"规上\""], "5"), (&["\"规下\""], "3")], None),
            r#"IF(规模<>"",IF(规模="规上",5,IF(规模="规下",3,0)),"")"#,
        ),
        // Otherwise.
        (choice(&["规模"], &[(&["\"规上\""], "5")], Some("1")), r#"IF(规模<>"",IF(规模="规上",5,1),"")"#),
        // A row's figure may be blank.
        (
            choice(&["规模"], &[(&["\"规上\""], "投入"), (&["\"规下\""], "3")], None),
            r#"IF(AND(规模<>"",IF(规模="规上",投入<>"",IF(规模="规下",TRUE,TRUE))),IF(规模="规上",投入,IF(规模="规下",3,0)),"")"#,
        ),
        // Otherwise may be blank.
        (
            choice(&["规模"], &[(&["\"规上\""], "5")], Some("收入")),
            r#"IF(AND(规模<>"",IF(规模="规上",TRUE,收入<>"")),IF(规模="规上",5,收入),"")"#,
        ),
        // A truth chooses.
        (
            choice(&["合格"], &[(&["TRUE"], "5"), (&["FALSE"], "3")], None),
            r#"IF(合格<>"",IF(IF(合格="",0.5,IF(合格="是",1,0))=1,5,IF(IF(合格="",0.5,IF(合格="是",1,0))=0,3,0)),"")"#,
        ),
        // Two choose.
        (
            choice(
                &["规模", "合格"],
                &[
                    (&["\"规上\"", "TRUE"], "5"),
                    (&["\"规上\"", "FALSE"], "投入"),
                    (&["*", "TRUE"], "2"),
                    (&["*", "*"], "1"),
                ],
                None,
            ),
            r#"IF(IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),IF(合格="",0.5,IF(合格="是",1,0)))=1,TRUE,IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),IF(合格="",0.5,IF(合格="是",1,0)))=0,IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),(1-IF(合格="",0.5,IF(合格="是",1,0))))=1,投入<>"",IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),(1-IF(合格="",0.5,IF(合格="是",1,0))))=0,IF(MIN(IF(合格="",0.5,IF(合格="是",1,0)))=1,TRUE,IF(MIN(IF(合格="",0.5,IF(合格="是",1,0)))=0,TRUE,FALSE)),FALSE)),FALSE)),IF(AND(规模="规上",IF(合格="",0.5,IF(合格="是",1,0))=1),5,IF(AND(规模="规上",IF(合格="",0.5,IF(合格="是",1,0))=0),投入,IF(IF(合格="",0.5,IF(合格="是",1,0))=1,2,IF(TRUE,1,0)))),"")"#,
        ),
        // Two choose, none holds.
        (
            choice(&["规模", "成立年"], &[(&["\"规上\"", "2020"], "5")], Some("收入")),
            r#"IF(IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),IF(成立年<>"",IF(成立年=2020,1,0),0.5))=1,TRUE,IF(MIN(IF(规模<>"",IF(规模="规上",1,0),0.5),IF(成立年<>"",IF(成立年=2020,1,0),0.5))=0,收入<>"",FALSE)),IF(AND(规模="规上",成立年=2020),5,收入),"")"#,
        ),
    ] {
        assert_eq!(value(root), live);
    }
}

#[test]
fn steps_give_what_the_last_one_reached_gives_or_each_its_part() {
    for (root, live) in [
        // Steps.
        (
            scale("投入", &[("0", true, "1"), ("100", false, "2")], false),
            r#"IF(投入<>"",IF(投入>100,2,IF(投入>=0,1,0)),"")"#,
        ),
        // Steps of a quotient.
        (
            scale("投入/收入", &[("下限", true, "1"), ("10%", true, "2")], false),
            r#"IF(AND(投入<>"",收入<>"",收入>0),IF(ROUND(投入/收入,14)>=10%,2,IF(ROUND(投入/收入,14)>=下限,1,0)),"")"#,
        ),
        // Steps that give what may be blank.
        (
            scale("投入", &[("0", true, "收入"), ("100", false, "收入*2"), ("上年收入", true, "3")], false),
            r#"IF(AND(投入<>"",上年收入<>"",OR(NOT(投入>=0),收入<>"",投入>100),OR(NOT(投入>100),收入<>"",投入>=上年收入)),IF(投入>=上年收入,3,IF(投入>100,收入*2,IF(投入>=0,收入,0))),"")"#,
        ),
        // Marginal.
        (
            scale("投入", &[("0", true, "1%"), ("100", true, "收入+1"), ("下限+1", true, "3%")], true),
            r#"IF(AND(投入<>"",OR(NOT(投入>=100),收入<>"")),MAX(0,MIN(投入,100)-0)*1%+MAX(0,MIN(投入,下限+1)-100)*(收入+1)+MAX(0,投入-(下限+1))*3%,"")"#,
        ),
    ] {
        assert_eq!(value(root), live);
    }
}
