//! Readings of the document and their alternatives, as written.

use super::Text;
use crate::policy::keys::keys;
use crate::policy::written::{Anything, Pairs, Prose};
use toml::Spanned;

keys! {
    /// A choice between readings of the document.
    pub(in crate::policy) struct Reading: "文件没有写明或有两种读法的地方，选了哪一种，为什么；写了别的读法的，jiangbu 口径 算出各差多少" {
        clause: String, "条款", "\"三(三)6\"";
        choice: Text, "选了哪一种读法", "\"同一设备只补一次\"";
        reason: String, "为什么", "\"买的是同一台设备\"";
        keys: Vec<Text>, "这一读法决定了本文件的哪几项，写路径：节.代号.项，如 item.machine.once", "[\"item.machine.once\"]";
        asked: Prose, "由谁解释；不写就是 [policy] 的 interpreter", "\"县农业局\"";
        answer: Prose, "书面答复的文号；还没有答复就不写", "\"水农函〔2030〕3号\"";
        alternative: Vec<Alternative>, "别的读法", "[[reading.alternative]]";
    }

    /// Another reading, as changes to this file.
    pub(in crate::policy) struct Alternative: "另一种读法：照它改了本文件，就是另一份政策，policy check 一并检查" {
        name: Text, "怎样读", "\"每年都补\"";
        reason: Prose, "为什么也说得通", "\"原文没有写只补一次\"";
        changes: Pairs<Spanned<Anything>>, "改成什么：路径 = 值；几个代号之间用逗号，全部用 *；没有的一节整节写上", "{ \"item.machine.limits\" = [] }";
        removes: Vec<Text>, "删去哪几项，写路径", "[\"item.machine.once\"]";
    }
}
