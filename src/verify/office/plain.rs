//! An element written down in one way: what is usual left out, truth as 1 and 0, prefixes gone.

use super::element::{Element, Space};

/// An attribute's value in one spelling.
pub(in crate::verify) fn value(value: &str) -> String {
    match value.trim() {
        "true" | "on" => "1".to_owned(),
        "false" | "off" => "0".to_owned(),
        text => text.replace("\r\n", "\n"),
    }
}

/// What an element says where nothing is said. One list for all elements: a name means the same everywhere it occurs.
const USUAL: [(&str, &str, &str); 84] = [
    ("sheetPr", "filterMode", "0"),
    ("sheetPr", "published", "1"),
    ("sheetPr", "syncHorizontal", "0"),
    ("sheetPr", "syncVertical", "0"),
    ("sheetPr", "transitionEvaluation", "0"),
    ("sheetPr", "transitionEntry", "0"),
    ("sheetPr", "enableFormatConditionsCalculation", "1"),
    ("pageSetUpPr", "fitToPage", "0"),
    ("pageSetUpPr", "autoPageBreaks", "1"),
    ("outlinePr", "applyStyles", "0"),
    ("outlinePr", "summaryBelow", "1"),
    ("outlinePr", "summaryRight", "1"),
    ("outlinePr", "showOutlineSymbols", "1"),
    ("sheetView", "windowProtection", "0"),
    ("sheetView", "showFormulas", "0"),
    ("sheetView", "showGridLines", "1"),
    ("sheetView", "showRowColHeaders", "1"),
    ("sheetView", "showZeros", "1"),
    ("sheetView", "rightToLeft", "0"),
    ("sheetView", "showRuler", "1"),
    ("sheetView", "showOutlineSymbols", "1"),
    ("sheetView", "defaultGridColor", "1"),
    ("sheetView", "showWhiteSpace", "1"),
    ("sheetView", "view", "normal"),
    ("printOptions", "horizontalCentered", "0"),
    ("printOptions", "verticalCentered", "0"),
    ("printOptions", "headings", "0"),
    ("printOptions", "gridLines", "0"),
    ("printOptions", "gridLinesSet", "1"),
    ("pageSetup", "paperSize", "1"),
    ("pageSetup", "firstPageNumber", "1"),
    ("pageSetup", "useFirstPageNumber", "0"),
    ("pageSetup", "pageOrder", "downThenOver"),
    ("pageSetup", "orientation", "default"),
    ("pageSetup", "blackAndWhite", "0"),
    ("pageSetup", "draft", "0"),
    ("pageSetup", "cellComments", "none"),
    ("pageSetup", "errors", "displayed"),
    ("pageSetup", "copies", "1"),
    ("pageSetup", "usePrinterDefaults", "1"),
    ("headerFooter", "differentOddEven", "0"),
    ("headerFooter", "differentFirst", "0"),
    ("headerFooter", "scaleWithDoc", "1"),
    ("headerFooter", "alignWithMargins", "1"),
    ("workbookPr", "date1904", "0"),
    ("workbookPr", "showObjects", "all"),
    ("workbookPr", "showBorderUnselectedTables", "1"),
    ("workbookPr", "filterPrivacy", "0"),
    ("workbookPr", "promptedSolutions", "0"),
    ("workbookPr", "showInkAnnotation", "1"),
    ("workbookPr", "backupFile", "0"),
    ("workbookPr", "saveExternalLinkValues", "1"),
    ("workbookPr", "hidePivotFieldList", "0"),
    ("workbookPr", "showPivotChartFilter", "0"),
    ("workbookPr", "allowRefreshQuery", "0"),
    ("workbookPr", "publishItems", "0"),
    ("workbookPr", "checkCompatibility", "0"),
    ("workbookPr", "autoCompressPictures", "1"),
    ("workbookPr", "refreshAllConnections", "0"),
    ("workbookView", "visibility", "visible"),
    ("workbookView", "minimized", "0"),
    ("workbookView", "showHorizontalScroll", "1"),
    ("workbookView", "showVerticalScroll", "1"),
    ("workbookView", "showSheetTabs", "1"),
    ("workbookView", "autoFilterDateGrouping", "1"),
    ("workbookView", "firstSheet", "0"),
    ("calcPr", "calcMode", "auto"),
    ("calcPr", "refMode", "A1"),
    ("calcPr", "iterate", "0"),
    ("calcPr", "fullPrecision", "1"),
    ("calcPr", "calcOnSave", "1"),
    ("calcPr", "concurrentCalc", "1"),
    ("calcPr", "forceFullCalc", "0"),
    ("dataValidation", "type", "none"),
    ("dataValidation", "errorStyle", "stop"),
    ("dataValidation", "imeMode", "noControl"),
    ("dataValidation", "operator", "between"),
    ("dataValidation", "allowBlank", "0"),
    ("dataValidation", "showDropDown", "0"),
    ("dataValidation", "showInputMessage", "0"),
    ("dataValidation", "showErrorMessage", "0"),
    ("protectedRange", "securityDescriptor", ""),
    ("filterColumn", "hiddenButton", "0"),
    ("filterColumn", "showButton", "1"),
];

/// What nobody sees: where a window stood, a printer's own settings, what is worked out anew, how a program counts.
const UNSEEN: [(&str, &str); 32] = [
    ("sheetPr", "codeName"),
    ("sheetView", "tabSelected"),
    ("sheetView", "workbookViewId"),
    ("sheetView", "colorId"),
    ("sheetView", "zoomScale"),
    ("sheetView", "zoomScaleNormal"),
    ("sheetView", "zoomScaleSheetLayoutView"),
    ("sheetView", "zoomScalePageLayoutView"),
    ("sheetView", "topLeftCell"),
    ("pageSetup", "horizontalDpi"),
    ("pageSetup", "verticalDpi"),
    ("pageSetup", "scale"),
    ("pageSetup", "fitToWidth"),
    ("pageSetup", "fitToHeight"),
    ("workbookPr", "defaultThemeVersion"),
    ("workbookPr", "codeName"),
    ("workbookView", "xWindow"),
    ("workbookView", "yWindow"),
    ("workbookView", "windowWidth"),
    ("workbookView", "windowHeight"),
    ("workbookView", "tabRatio"),
    ("workbookView", "activeTab"),
    ("calcPr", "calcId"),
    ("calcPr", "calcCompleted"),
    ("calcPr", "fullCalcOnLoad"),
    ("calcPr", "iterateCount"),
    ("calcPr", "iterateDelta"),
    ("calcPr", "concurrentManualCount"),
    ("dataValidations", "count"),
    ("dataValidations", "xWindow"),
    ("dataValidations", "yWindow"),
    ("rowBreaks", "count"),
];

/// Names in the words an auditor reads; yes and no where a value is that.
const WORDS: [(&str, &str, bool); 56] = [
    ("showFormulas", "显示公式而不是结果", true),
    ("showGridLines", "显示网格线", true),
    ("showRowColHeaders", "显示行号列标", true),
    ("showZeros", "显示零值", true),
    ("rightToLeft", "从右到左", true),
    ("view", "视图", false),
    ("fitToPage", "按页缩放", true),
    ("tabColor", "标签颜色", false),
    ("enableFormatConditionsCalculation", "条件格式生效", true),
    ("transitionEvaluation", "按 Lotus 规则计算", true),
    ("orientation", "方向", false),
    ("paperSize", "纸张", false),
    ("blackAndWhite", "单色打印", true),
    ("draft", "草稿质量", true),
    ("errors", "错误值打印为", false),
    ("cellComments", "批注打印", false),
    ("useFirstPageNumber", "自定起始页码", true),
    ("firstPageNumber", "起始页码", false),
    ("copies", "份数", false),
    ("horizontalCentered", "水平居中", true),
    ("verticalCentered", "垂直居中", true),
    ("headings", "打印行号列标", true),
    ("gridLines", "打印网格线", true),
    ("differentFirst", "首页不同", true),
    ("differentOddEven", "奇偶页不同", true),
    ("calcMode", "计算方式", false),
    ("fullPrecision", "按完整精度计算", true),
    ("iterate", "迭代计算", true),
    ("refMode", "引用样式", false),
    ("date1904", "1904 日期系统", true),
    ("showObjects", "显示对象", false),
    ("visibility", "窗口", false),
    ("showSheetTabs", "显示工作表标签", true),
    ("firstSheet", "标签从第几个起显示", false),
    ("minimized", "最小化", true),
    ("lockStructure", "锁定结构", true),
    ("lockWindows", "锁定窗口", true),
    ("filterColumn", "筛选列", false),
    ("colId", "第几列", false),
    ("filters", "只显示", false),
    ("filter", "值", false),
    ("val", "", false),
    ("brk", "分页符", false),
    ("type", "类型", false),
    ("operator", "比较", false),
    ("prompt", "提示内容", false),
    ("promptTitle", "提示标题", false),
    ("error", "出错信息", false),
    ("errorTitle", "出错标题", false),
    ("showInputMessage", "显示提示", true),
    ("showErrorMessage", "显示出错信息", true),
    ("allowBlank", "允许空白", true),
    ("showDropDown", "隐藏下拉箭头", true),
    ("sheet", "保护工作表", true),
    ("objects", "保护对象", true),
    ("password", "密码", false),
];

/// The element with all it holds, without its own name: what it is, is said beside it.
pub(in crate::verify) fn content(element: &Element) -> String {
    let all = written(element);
    let name = word(&element.name).0;
    all.strip_prefix(name).map_or(all.clone(), |rest| rest.trim_start().to_owned())
}

fn word(name: &str) -> (&str, bool) {
    WORDS.iter().find(|(word, ..)| *word == name).map_or((name, false), |(_, word, truth)| (word, *truth))
}

/// The element with all it holds, what is usual or unseen left out; empty if nothing is left.
pub(in crate::verify) fn written(element: &Element) -> String {
    let mut attributes: Vec<String> = Vec::new();
    for attribute in &element.attributes {
        if matches!(attribute.space, Space::Ignored | Space::Relation) {
            continue;
        }
        let name = &*attribute.name;
        let value = value(&attribute.value);
        let usual = USUAL.iter().any(|(e, a, v)| *e == element.name && *a == name && *v == value);
        let unseen = UNSEEN.iter().any(|(e, a)| *e == element.name && *a == name);
        if !(attribute.space == Space::Own && (usual || unseen)) {
            let mark = if attribute.space == Space::Own { "" } else { "?" };
            let (word, truth) = word(name);
            let value = match &*value {
                "1" if truth => "是",
                "0" if truth => "否",
                other => other,
            };
            attributes.push(if word.is_empty() { value.to_owned() } else { format!("{mark}{word}={value}") });
        }
    }
    attributes.sort_unstable();
    let children: Vec<String> = element.children.iter().map(written).filter(|child| !child.is_empty()).collect();
    let text = element.text.trim();
    if attributes.is_empty() && children.is_empty() && text.is_empty() {
        return String::new();
    }
    let mut out = word(&element.name).0.to_owned();
    for attribute in attributes {
        out.push(' ');
        out.push_str(&attribute);
    }
    if !text.is_empty() {
        out.push(' ');
        out.push_str(text);
    }
    if !children.is_empty() {
        out.push('（');
        out.push_str(&children.join("；"));
        out.push('）');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::tree::read;
    use super::*;

    #[test]
    fn what_is_usual_is_left_out() {
        let of = |text: &str| written(&read(text.as_bytes()).unwrap());
        assert_eq!(of("<calcPr refMode=\"A1\" iterate=\"false\" calcId=\"7\"/>"), "");
        assert_eq!(
            of("<calcPr calcMode=\"manual\" fullPrecision=\"false\"/>"),
            "calcPr 按完整精度计算=否 计算方式=manual"
        );
        assert_eq!(content(&read(b"<calcPr iterate=\"1\"/>").unwrap()), "迭代计算=是");
        assert_eq!(of("<workbookProtection/>"), "");
        assert_eq!(of("<a><b x=\"true\"/>t<c/></a>"), "a t（b x=1）");
    }
}
