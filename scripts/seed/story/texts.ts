/** What the story says of its units: invented, about places that do not exist, and naming nobody. */
function finding(title: string, description: string, focus: string, category: string) {
  return { title, description: `${description}（演示数据）`, focus, category, synthetic: true };
}

/** Of the village, in the order of their numbers. */
export const VILLAGE = {
  contracts: finding(
    "集体资产出租合同未归档",
    "四份集体房屋出租合同只有复印件，原件未归档。",
    "CORRUPTION_NEAR_PEOPLE",
    "村集体“三资”",
  ),
  subsidies: finding(
    "惠农补贴发放名单未按季核对",
    "全年名单沿用上年，四个季度均未核对。",
    "CORRUPTION_NEAR_PEOPLE",
    "惠民惠农资金",
  ),
  fees: finding("卫生费收取未出具票据", "向十二户收取卫生费，未出具票据。", "CORRUPTION_NEAR_PEOPLE", "惠民惠农资金"),
  board: finding("村务公开栏更新不及时", "公开栏仍是上季度内容。", "GRASSROOTS_ORGANISATION", "议事决策"),
  duties: finding(
    "主要负责人联系群众记录不完整",
    "半年的走访记录中有两个月空白。",
    "GRASSROOTS_ORGANISATION",
    "议事决策",
  ),
};

/** What the unit proved in its objection: two quarters, not four. */
export const SUBSIDIES_CORRECTED = (() => {
  const { synthetic: _, ...text } = finding(
    "惠农补贴发放名单两个季度未核对",
    "名单沿用上年，三、四季度未核对；一、二季度有核对记录。",
    "CORRUPTION_NEAR_PEOPLE",
    "惠民惠农资金",
  );
  return text;
})();

export const TOWNSHIP = {
  projects: finding(
    "民生项目公示不及时",
    "三个小型民生项目完工后超过两个月才公示结算情况。",
    "GRASSROOTS_POLICY",
    "工程项目",
  ),
  ledgers: finding("党建经费台账记载不完整", "台账缺少两个季度的支出用途说明。", "GRASSROOTS_ORGANISATION", "党建经费"),
};

export const SAID = {
  reply: "单位对事实无异议。（演示数据）",
  dismissed: "经核对，公开栏当日已更新，不予认定。（演示数据）",
  action: "当场退还多收的卫生费，补开票据。（演示数据）",
  actionDone: "十二户签收表、补开票据存根。（演示数据）",
  objection: "合同原件存于镇档案室，并非缺失。（演示数据）",
  upheld: "镇档案室查无原件，维持原认定。（演示数据）",
  objection2: "一、二季度有核对记录，随附。（演示数据）",
  corrected: "核对记录属实，更正认定范围。（演示数据）",
  plan: "整改方案：补齐合同档案；补贴名单按季核对并公示。（演示数据）",
  claim: "合同目录已建立。（演示数据）",
  returned: "只有目录，未见合同原件或补签件，退回继续整改。（演示数据）",
  claimAgain: "四份合同已补签并归档，附归档清单。（演示数据）",
  claimOther: "整改佐证材料已附。（演示数据）",
  longTerm: "台账制度已建立，长期坚持。（演示数据）",
  report: "集中整改情况报告。（演示数据）",
  opinion: "同意。（演示数据）",
  done: "抽查属实。（演示数据）",
  partly: "走访记录补齐一个月。（演示数据）",
  claimThird: "三季度核对表已补。（演示数据）",
  returnedThird: "四季度仍未核对，退回继续整改。（演示数据）",
  relapsed: "新年度又有两个季度未核对。（演示数据）",
};
