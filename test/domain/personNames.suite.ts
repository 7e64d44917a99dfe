import { demonstrationRounds } from "../../scripts/seed/demonstration";
import { SAID, SUBSIDIES_CORRECTED, TOWNSHIP, VILLAGE } from "../../scripts/seed/story/texts";
import { holdsNumberOfPerson, maskPersons, personHints } from "../../subgraphs/domain/finding/personNames";

/** Every name here is invented: the proverbial 张三 and 李四, and surnames with 某. */
test.each([
  ["村支书张三违规领取误工补贴。", ["张三"]],
  ["村支书张某某将集体资金存入个人账户。", ["张某某"]],
  ["张某某书记未按规定召开会议。", ["张某某"]],
  ["经李四同志批准，支出未入账。", ["李四"]],
  ["报账员王五、赵六等挪用集体资金。", ["王五", "赵六"]],
  ["村民张三、李四和王五未领到补贴。", ["张三", "李四", "王五"]],
  ["时任村主任赵六在项目中优亲厚友。", ["赵六"]],
  ["李某收受土特产。", ["李某"]],
  ["原会计王某，长期不报账。", ["王某"]],
  ["由王书记一人决定。", ["王书记"]],
  ["该村党总支书记欧阳三多次缺席。", ["欧阳三"]],
  ["其妻孙七名下有两处低保。", ["孙七"]],
  ["联系电话13800000000已停机。", ["13800000000"]],
  ["电话 138-0000-0000。", ["138-0000-0000"]],
  ["身份证号110101190001010000的低保对象。", ["110101190001010000"]],
  ["身份证号11010119000101000X。", ["11010119000101000X"]],
  ["村长钱八在会上说明。", ["钱八"]],
  ["局长周九擅自改变用途。", ["周九"]],
])("%s names somebody", (text, names) => {
  expect(personHints(text).map((hint) => hint.text)).toEqual(names);
  for (const { start, end, text: name } of personHints(text)) expect(text.slice(start, end)).toBe(name);
});

/** What findings say of a unit without naming anybody. */
const ORDINARY = `
民生项目公示不及时
三个小型民生项目完工后超过两个月才在公示栏公布结算情况
党建经费台账记载不完整，台账缺少两个季度的支出用途说明
四份集体房屋出租合同只有复印件，原件未归档
惠农补贴发放名单沿用上年，未按规定每季核对
“四议两公开”记录缺项，两次会议缺少结果公开的记录
村党支部书记、村委会主任一肩挑后监督机制未建立
党支部书记抓党建第一责任人职责落实不到位
书记办公会代替党委会研究“三重一大”事项
主任办公会议记录不规范，会议纪要未归档
镇党委书记和镇长未按要求开展谈心谈话
林业局局长办公会未研究项目验收
林业局长期未开展执法检查
财政所所长与出纳岗位未分离
会计凭证附件不全，会计核算不规范
会计和出纳由一人兼任
村委会计划外支出未经集体决策
党员管理不严，党员发展程序不规范
党员干部廉洁教育流于形式
干部任用程序不规范，干部档案涂改
干部管理台账更新不及时
干部常年不在岗，考勤管理松散
村民代表会议记录缺少签名
村民小组长补贴发放不及时
主任方面的工作未落实，主任任期内未审计
组长负责制落实不到位，包村干部全年只到村两次
纪委书记履行监督责任不到位，纪委监督流于形式
校长负责制不落实，学校长期未开展家长会
经理层成员薪酬超标准发放
项目经理部未按合同履约，施工单位资质不符
向某公司拨付工程款未经验收
在某村的项目中未按程序招标
于某月某日召开会议，无会议记录
和某企业签订的合同未备案
石桥村村主任职责不清，龙潭村主任岗位空缺
温泉镇镇长办公会议题未按规定公示
车间主任岗位职责不明确
班主任津贴发放不规范
高校长期未整改上轮问题
文书记录不全，文书档案散失
办公室主任兼任出纳，不相容岗位未分离
常务副主任分管财务，未实行集体决策
全体党员大会未按期召开，全年只开两次
关于低保评定的会议没有记录
低保户安置房分配方案未公示
贫困户马铃薯种薯补贴发放不到位
脱贫户时有返贫风险，未纳入监测
负责人安全意识不强，安全检查走过场
法人任职资格未核验，法人章程缺失
户主易地搬迁后旧房未拆除
经办人成本核算不准确
支书任期经济责任审计未开展
支部委员会未按期换届，委员分工不明确
队长期未配备，护林员补贴发放滞后
部长办公会未研究意识形态工作
站长常驻县城，站内工作无人负责
金额13800元的发票未入账，合同编号20260311
文号示天巡〔2026〕2号，账号6228480000000000000
集体资金23万元长期挂账，应收款项未清理
危房改造验收单据无经办人签字
公益岗位考勤记录不完整，抽查的一个月中有六天没有考勤记录
两个部门仍保留清单之外的月报
饮水工程管护责任未落实，管护公约已签，未明确巡查频次
年度重点任务分解到科室后没有中期检查
三项整改只有一次性措施，没有制度
党员花名册与实际不符，党费收缴不及时
党员严重违纪后未按规定处理
会计管理制度缺失，会计档案未移交
党委委员会议记录本缺页
村民房屋确权登记不准确
村民石料款拖欠两年，村民田间道路损毁未修
村民反映强烈的路灯问题未解决
出纳金额核对不及时
干部包保责任不落实，干部车辆补贴重复发放
单位主要负责人和分管负责人述职述廉不到位
总经理办公会与董事会职责不分
县委书记专题会议要求未传达
安置办主任职数超配，扶贫办主任长期空缺
管委会主任办公会未集体研究
`
  .trim()
  .split("\n");

test.each(ORDINARY)("%s names nobody", (text) => {
  expect(personHints(text)).toEqual([]);
});

test("the demonstration names nobody", () => {
  const findings = [
    ...demonstrationRounds.flatMap((round) => round.findings),
    ...Object.values({ ...VILLAGE, ...TOWNSHIP, SUBSIDIES_CORRECTED }),
  ];
  const texts = [...findings.map(({ title, description }) => title + description), ...Object.values(SAID)];
  expect(texts.filter((text) => personHints(text).length > 0)).toEqual([]);
});

test.each([
  ["村支书张三违规领取误工补贴。", false],
  ["会计李某联系电话138 0000 0000。", true],
  ["身份证号11010119000101000x。", true],
  ["身份证号××××××××××××××××××，电话×××××××××××。", false],
  ["电话１３８００００００００。", true],
  ["电话+8613800000000。", true],
  ["电话（+86）138 0000 0000。", true],
  ["电话0086-138-0000-0000。", true],
  ["电话8613800000000。", true],
  ["电话138　0000　0000。", true],
  ["电话1 3 8 0 0 0 0 0 0 0 0。", true],
  ["电话138－0000－0000，138—0000—0000。", true],
  ["电话1380\u200b0000000。", true],
  ["电话1380 000\n0000。", true],
  ["身份证号１１０１０１１９０００１０１０００Ｘ。", true],
  ["身份证号110101 1900 0101 0000。", true],
  ["身份证号110101-19000101-000x。", true],
  ["1998-2005 123户，2019年13人，2020-01-13至2020-02-14。", false],
  ["支出1,380,000.00元，13800000000000元，编号138-0000-00000。", false],
  ["①③⑧为附件序号；2024 1380 0000。", false],
  ["账号6228480000000000000，合同编号20260311。", false],
])("%s: that it holds a number of a person is %s", (text, holds) => {
  expect(holdsNumberOfPerson(text)).toBe(holds);
});

test("a masked text names nobody any more, and keeps its length and everything else", () => {
  const masked = maskPersons("村支书张三、李四收受土特产，电话13800000000。");
  expect(masked).toBe("村支书××、××收受土特产，电话×××××××××××。");
  expect(personHints(masked)).toEqual([]);
});

test("a long text is searched in a moment", () => {
  const text = ORDINARY.join("。").repeat(8).slice(0, 10_000);
  const before = process.cpuUsage();
  expect(personHints(text)).toEqual([]);
  expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
});
