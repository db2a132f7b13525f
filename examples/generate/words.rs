//! Words the made-up town is made of.

/// Towns and streets of the register.
pub const DISTRICTS: &[&str] = &[
    "潘庄镇",
    "唐园镇",
    "八岔路镇",
    "烟店镇",
    "松林镇",
    "老赵庄镇",
    "康庄镇",
    "魏湾镇",
    "刘垓子镇",
    "新华路街道",
    "先锋路街道",
    "大辛庄街道",
];

const FIRST: &[char] =
    &['恒', '宏', '华', '金', '鑫', '瑞', '盛', '泰', '德', '信', '昌', '隆', '峻', '瀚', '骁', '昊'];
const SECOND: &[char] =
    &['达', '通', '远', '辉', '源', '腾', '翔', '弘', '轩', '川', '宇', '业', '峰', '海', '旺', '成'];
const TRADE: &[&str] = &["轴承", "精密轴承", "特种轴承", "轴承制造", "轴承锻造", "滚动体", "保持器", "轴承科技"];
const SURNAMES: &[char] =
    &['赵', '钱', '孙', '李', '周', '吴', '郑', '王', '冯', '陈', '韩', '杨', '朱', '秦', '许', '何'];
const GIVEN: &[char] =
    &['建', '国', '志', '明', '华', '强', '涛', '旋', '玉', '林', '生', '新', '栋', '晓', '伟', '军'];
const PARTS: &[&str] =
    &["圆锥滚子轴承", "深沟球轴承", "调心滚子轴承", "轴承套圈", "轴承保持架", "轴承钢球", "轴承内圈", "轴承密封圈"];
const WORK: &[&str] = &["磨削", "清洗", "检测", "装配", "热处理", "车加工", "超精研", "上料", "去毛刺", "打标"];
const KIND: &[&str] = &["装置", "设备", "夹具", "方法", "机构", "生产线", "工装", "系统"];

use super::chance::Chance;

/// The name of firm `number`; no two are the same.
pub fn firm(chance: &mut Chance, number: u64) -> String {
    let (first, second, trade) = (chance.one(FIRST), chance.one(SECOND), chance.one(TRADE));
    format!("临清市{first}{second}{number}{trade}有限公司")
}

/// A person's name.
pub fn person(chance: &mut Chance) -> String {
    [chance.one(SURNAMES), chance.one(GIVEN), chance.one(GIVEN)].iter().collect()
}

/// What a patent, a project or a contract is about.
pub fn invention(chance: &mut Chance) -> String {
    format!("一种{}{}{}", chance.one(PARTS), chance.one(WORK), chance.one(KIND))
}
