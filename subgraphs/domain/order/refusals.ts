import type { RefusalTexts } from "../refusalTexts";

/** What may be said no to, and why: 派单. */
export const ORDER_REFUSALS = {
  ORDER_TO_ONESELF: {
    zh: "不能向本办派单。",
    en: "No office gives itself an order.",
    remedyZh: "请选择下级巡察办。",
    remedyEn: "Name offices below yours.",
  },
  OFFICE_NOT_BELOW: {
    zh: "只能向下级巡察办派单。",
    en: "An order goes to an inspection office below yours, and to no other.",
    remedyZh: "请核对所在地代码。",
    remedyEn: "Check the region code.",
  },
  ORDER_DUE_PASSED: {
    zh: "期限早于今天。",
    en: "The due date lies before today.",
    remedyZh: "请填写今天或以后的 dueOn，或留空依时限规定。",
    remedyEn: "Give a `dueOn` from today on, or none, and the policy counts.",
  },
  ORDER_WITHDRAWN: {
    zh: "此单已由下达方撤回。",
    en: "The office that issued this order has withdrawn it.",
    remedyZh: "无须办理；理由见 reason。",
    remedyEn: "Nothing is to be done about it; see its `reason`.",
  },
  ORDER_IS_A_COPY: {
    zh: "此单抄送本办，由下达方和承办方办理。",
    en: "Your office has a copy of this order: those who gave and got it move it.",
    remedyZh: "请与承办方联系。",
    remedyEn: "Turn to the office that it went to.",
  },
  REMINDED_TODAY: {
    zh: "今天已经催办。",
    en: "The office was reminded today already.",
    remedyZh: "请明天再催办。",
    remedyEn: "Remind it again tomorrow.",
  },
  ANSWER_REQUIRED: {
    zh: "须填写反馈内容。",
    en: "The answer is required.",
    remedyZh: "请填写 note。",
    remedyEn: "Fill in `note`.",
  },
  PEOPLE_REQUIRED: {
    zh: "抽调须派出人员，不超过所需人数；任务不派人。",
    en: "An order for people is answered with people, no more than it asks for, and a task with none.",
    remedyZh: "请填写 people；无人可派的，说明理由不予承办。",
    remedyEn: "Fill in `people`, or decline with a reason.",
  },
  ORDER_SETTLED: {
    zh: "任务已办结，不能撤回。",
    en: "The task is closed and is not withdrawn any more.",
    remedyZh: "如需补充，请另行派单。",
    remedyEn: "Issue another order.",
  },
  ROUND_IS_OVER: {
    zh: "本轮已结束或已撤回，不再抽调。",
    en: "The round is over or withdrawn: nobody is asked for it.",
    remedyZh: "请核对轮次。",
    remedyEn: "Check the round.",
  },
  PERSON_NOT_SECONDED: {
    zh: "下级巡察办人员须经抽调：由其所在巡察办派出，并在抽调期内。",
    en: "Somebody of an office below is appointed only where that office has lent them for this round, and for that time.",
    remedyZh: "请先下达抽调，待对方派出并予认可；任期须在抽调期内。",
    remedyEn: "Order people for the round first and take who is named; stay within the time.",
  },
  OFFICE_TAKES_NO_PART: {
    zh: "该巡视办、巡察办未入网，无人接收。",
    en: "That office takes no part in the platform: nobody would receive it.",
    remedyZh: "请以其他方式送达，或待其入网后再办。",
    remedyEn: "Deliver it by other means, or wait until the office is enrolled.",
  },
  ENCLOSURE_NOT_RELEASED: {
    zh: "所附通报未发给全部承办方，或已撤回、到期。",
    en: "What is enclosed was not released to each addressee, or has ended.",
    remedyZh: "请先向各承办方通报，再随派单附上。",
    remedyEn: "Release it to each of them first, then enclose it.",
  },
  PERSON_LENT_ALREADY: {
    zh: "此人在这些日子已派往别处。",
    en: "The person is lent elsewhere on some of these days.",
    remedyZh: "请另派人员，或请对方先撤回那一件抽调。",
    remedyEn: "Name somebody else, or ask who has the person to withdraw that order first.",
  },
} as const satisfies RefusalTexts;
