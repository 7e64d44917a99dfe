/** Every reason for a "no" of a rule: what is said to the person, and what would make it possible. */
export const REFUSALS = {
  ILLEGAL_TRANSITION: {
    zh: "当前状态下不能执行此操作。",
    en: "This cannot be done in the present state.",
    remedyZh: "可执行的操作见 allowed。",
    remedyEn: "See `allowed` for what can be done now.",
  },
  STALE_VERSION: {
    zh: "此记录在您读取之后已有改动。",
    en: "This record has changed since you read it.",
    remedyZh: "请重新读取后再试。",
    remedyEn: "Read it again and repeat with its present version.",
  },
  ROLE_REQUIRED: {
    zh: "您的角色不能执行此操作。",
    en: "Your role may not do this.",
    remedyZh: "请由 allowed 所列角色办理。",
    remedyEn: "Ask a person who holds one of the roles in `allowed`.",
  },
  IDEMPOTENCY_KEY_REUSED: {
    zh: "此幂等键已用于另一组参数。",
    en: "This idempotency key was used with other arguments.",
    remedyZh: "新的操作请使用新的键。",
    remedyEn: "Use a new key for a new request.",
  },
  DIRECT_SUPERIOR_REQUIRED: {
    zh: "只有直接上级可以接收或退回。",
    en: "Only the direct superior accepts or returns a submission.",
    remedyZh: "请由报送单位的直接上级办理；本办可以查阅。",
    remedyEn: "The office directly above the source decides; yours may read it.",
  },
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
  NOT_SUBMITTED: {
    zh: "所引问题尚未报送，或所引轮次尚未备案。",
    en: "A finding that the answer names was not submitted, or a round was not filed.",
    remedyZh: "请先报送，或不引用。",
    remedyEn: "Submit it first, or leave it out.",
  },
  CURRENT_VERSION_REQUIRED: {
    zh: "此版已被新版替代。",
    en: "A later version has taken the place of this one.",
    remedyZh: "请办理现行版本。",
    remedyEn: "Decide about the current version.",
  },
  STREAM_NOT_PARKED: {
    zh: "此通道没有停下的消息。",
    en: "No message of this stream is parked.",
    remedyZh: "请重新读取通道状态。",
    remedyEn: "Read the streams again.",
  },
  REASON_REQUIRED: {
    zh: "须说明理由。",
    en: "A reason is required.",
    remedyZh: "请填写 note。",
    remedyEn: "Fill in `note`.",
  },
  DOCUMENT_REQUIRED: {
    zh: "须有授权文号。",
    en: "The document number of the authorisation is required.",
    remedyZh: "请填写 documentNumber。",
    remedyEn: "Fill in `documentNumber`.",
  },
  TARGETS_REQUIRED: {
    zh: "本轮尚无巡察对象。",
    en: "The round has no target yet.",
    remedyZh: "请先加入巡察对象。",
    remedyEn: "Add a target first.",
  },
  ROUND_NOT_AUTHORISED: {
    zh: "本轮尚未授权。",
    en: "The round has not been authorised.",
    remedyZh: "请先由领导小组授权本轮。",
    remedyEn: "Have the leading group authorise the round first.",
  },
  PLAN_REQUIRED: {
    zh: "须提交整改方案，每个反馈且未整改到位的问题至少一条措施。",
    en: "A plan is required, with at least one measure for each finding that was fed back and is not rectified or settled.",
    remedyZh: "请填写 plan，并补齐措施。",
    remedyEn: "Fill in `plan`, with a measure for each finding.",
  },
  REPORT_REQUIRED: {
    zh: "须有整改报告。",
    en: "The report of the rectification is required.",
    remedyZh: "请填写 report。",
    remedyEn: "Fill in `report`.",
  },
  EVALUATION_REQUIRED: {
    zh: "须评定等次。",
    en: "A grade is required.",
    remedyZh: "请填写 evaluation。",
    remedyEn: "Fill in `evaluation`.",
  },
  SIGNATURES_MISSING: {
    zh: "联合审核尚未全部签署。",
    en: "Not all parties have signed the joint review.",
    remedyZh: "请由未签署的各方签署；各方见 review。",
    remedyEn: "Have those sign who have not; see `review` for all parties.",
  },
  OTHERS_BY_NOW: {
    zh: "处于此状态的问题已不是所见的件数。",
    en: "There are more or fewer findings in this status by now than were read.",
    remedyZh: "请重新查看后再办理。",
    remedyEn: "Read them again, and then go on.",
  },
  GRADE_NOT_PROPOSED: {
    zh: "没有提出此等次：尚未提出，或已另提。",
    en: "This grade is not proposed: none is yet, or it is another one by now.",
    remedyZh: "请查看 review 现提出的等次；尚无的，请办主任提出（PROPOSE_GRADE）。",
    remedyEn: "Read in `review` which grade is proposed; where none is, have the director propose one (PROPOSE_GRADE).",
  },
  GRADE_UNCHANGED: {
    zh: "已提出此等次，正在签署。",
    en: "This grade is proposed already, and is being signed.",
    remedyZh: "无需再提；要改的，请填写另一等次。",
    remedyEn: "Nothing is to be done; name another grade where it is to change.",
  },
  SIGNED_ALREADY: {
    zh: "该方已签署，或不是本次审核的一方。",
    en: "This party has signed already, or takes no part in this review.",
    remedyZh: "各方见 review。",
    remedyEn: "See `review` for the parties.",
  },
  SIGNS_ONCE: {
    zh: "同一人不能代表两方签署。",
    en: "One person does not sign for two parties.",
    remedyZh: "请由该方其他人员签署。",
    remedyEn: "Have somebody else of that party sign.",
  },
  TARGET_NOT_RECTIFYING: {
    zh: "该对象不在整改阶段。",
    en: "The target is not in rectification.",
    remedyZh: "请先对该对象开始整改（START_RECTIFICATION）。",
    remedyEn: "Start the rectification of the target first (START_RECTIFICATION).",
  },
  RECTIFICATION_NOT_COMPLETED: {
    zh: "整改尚未完成。",
    en: "The rectification is not completed.",
    remedyZh: "请先完成整改（COMPLETE）。",
    remedyEn: "Complete the rectification first.",
  },
  PERIOD_TAKEN: {
    zh: "本办自该日起已另有规定。",
    en: "Your office has already set this from that day on.",
    remedyZh: "请另定起始日期。",
    remedyEn: "Choose another day to begin with.",
  },
  ROUND_NOT_OPEN: {
    zh: "本轮已授权或已撤回，不能再加入对象。",
    en: "The round is authorised or withdrawn; no target can be added.",
    remedyZh: "请在筹备中的轮次加入，一并授权。",
    remedyEn: "Add the target to a round in preparation, so that it is authorised with it.",
  },
  ROUND_ALREADY_OPENED: {
    zh: "本届已有此轮次。",
    en: "This term already has a round of this number.",
    remedyZh: "请使用下一个轮次序号；已有的轮次有误的，撤回后可重开。",
    remedyEn: "Use the next number; where the round that is there is a mistake, withdraw it and open it again.",
  },
  UNIT_NOT_IN_REGISTER: {
    zh: "该单位当日不在巡察对象库中。",
    en: "The unit is not in the register on that day.",
    remedyZh: "请先在对象库中登记。",
    remedyEn: "Enter the unit in the register first.",
  },
  UNIT_ALREADY_REGISTERED: {
    zh: "该单位代码已登记。",
    en: "The register already holds this unit code.",
    remedyZh: "请核对代码。",
    remedyEn: "Check the code.",
  },
  TARGET_ALREADY_IN_ROUND: {
    zh: "该单位已是本轮的巡察对象。",
    en: "The unit is already a target of this round.",
    remedyZh: "请使用已有的对象；该对象有误的，从本轮解除（RELEASE）后可重新加入。",
    remedyEn: "Use the existing target; where that is a mistake, release it and add the unit again.",
  },
  TARGET_NOT_ENTERED: {
    zh: "巡察组不在驻期，不能记录问题。",
    en: "The team is not with the unit; no finding can be recorded.",
    remedyZh: "进驻之后、报告之前方可记录。",
    remedyEn: "Record findings after the entry and before the report.",
  },
  FINDINGS_NOT_REPORTED: {
    zh: "尚有问题未列入报告。",
    en: "Some findings are not in the report yet.",
    remedyZh: "请将其报告或不予认定。",
    remedyEn: "Report or dismiss each of them.",
  },
  NOTHING_SUBMITTED: {
    zh: "成果未报送上级：不报送而归档的，须说明理由。",
    en: "Nothing of it stands submitted to the offices above: whoever archives it unsubmitted says why.",
    remedyZh: "请先报送成果，或填写 note。",
    remedyEn: "Submit its results first, or fill in `note`.",
  },
  HEARING_REQUIRED: {
    zh: "须记录听取汇报的会议、日期和文号。",
    en: "The hearing's body, date and document number are required.",
    remedyZh: "请填写 hearing。",
    remedyEn: "Fill in `hearing`.",
  },
  DATE_IN_FUTURE: {
    zh: "日期不能晚于今天。",
    en: "The date lies in the future.",
    remedyZh: "请在发生之后记录。",
    remedyEn: "Record it once it has happened.",
  },
  DATE_OUT_OF_ORDER: {
    zh: "日期早于上一步骤，或晚于其后的步骤。",
    en: "The date lies before that of the step before, or after that of a step that follows.",
    remedyZh:
      "各步骤的日期见其经历：请填写不早于上一步骤、不晚于下一步骤的日期；如是那一步骤的日期有误，请先更正那一步骤。",
    remedyEn:
      "See the dates of the steps in its history and name a day between them; where one of those is wrong, correct that one first.",
  },
  OWN_STEP_TODAY: {
    zh: "单位自行办理的，以办理当日为准。",
    en: "What a unit does itself counts on the day on which it does it.",
    remedyZh: "请勿填写 on；较早送达的，由巡察办录入。",
    remedyEn: "Leave `on` out; the office enters what came in on an earlier day.",
  },
  REPLY_REQUIRED: {
    zh: "须记录被巡察党组织的意见。",
    en: "The unit's reply is required: it has a right to be heard.",
    remedyZh: "请在 note 中写明其意见。",
    remedyEn: "Write the unit's answer into `note`.",
  },
  DIRECT_REPORT_REASON_REQUIRED: {
    zh: "未交换意见的问题，只有涉及主要负责人或案件时方可直接报告。",
    en: "Facts were not exchanged: only a matter of the unit's head or of a case may be reported directly.",
    remedyZh: "请先交换意见，或填写 exception。",
    remedyEn: "Exchange the facts first, or name the `exception`.",
  },
  PROOF_REQUIRED: {
    zh: "须附整改佐证。",
    en: "Proof of the rectification is required.",
    remedyZh: "请在 note 中写明佐证材料。",
    remedyEn: "Name the proof in `note`.",
  },
  WITHIN_OBJECTION_DAYS: {
    zh: "申诉期限已过。",
    en: "The days within which the unit may object are over.",
    remedyZh: "请在整改中提出意见。",
    remedyEn: "Raise it in the rectification.",
  },
  TEXT_REQUIRED: {
    zh: "须提供更正后的文本。",
    en: "The corrected text is required.",
    remedyZh: "请填写 text。",
    remedyEn: "Fill in `text`.",
  },
  TEXT_NAMES_PERSON: {
    zh: "问题文本疑似涉及个人，不得报送；含身份证号或手机号的，也不得反馈。",
    en: "The text seems to name a person and is not submitted upward like that; nor fed back, with an identity card or mobile number.",
    remedyZh: "请遮盖所提示之处，或确认其未涉及个人（见 advice）。",
    remedyEn: "Mask what `advice` points to, or confirm that it names nobody.",
  },
  FINDINGS_STILL_OPEN: {
    zh: "尚有问题未销号，也未列入长期坚持。",
    en: "Some findings are neither closed nor marked as long-term.",
    remedyZh: "请先将其余问题逐一核实并销号，或列入长期坚持，再认定整改完成或归档；尚需时间的，可认定为继续整改。",
    remedyEn:
      "Verify and close each of them, or mark its remedy as long-term, before it is completed or archived; where more time is needed, let the rectification continue.",
  },
  TARGET_ALREADY_HEARD: {
    zh: "领导小组已听取汇报，巡察组的工作已经结束。",
    en: "The leading group has heard the report; the team's work is over.",
    remedyZh: "听取汇报之前方可组建巡察组。",
    remedyEn: "Appoint the team before the hearing.",
  },
  TARGET_NOT_HEARD: {
    zh: "领导小组尚未听取汇报，不能报送。",
    en: "The leading group has not heard the report; nothing can be submitted.",
    remedyZh: "听取汇报之后方可报送。",
    remedyEn: "Submit after the hearing.",
  },
  NOTHING_CHANGED: {
    zh: "与上一版本相同，无需重复报送。",
    en: "Nothing has changed since the last version.",
    remedyZh: "有变化时再报送新版本。",
    remedyEn: "Submit a new version once something changes.",
  },
  PERSON_RECUSED: {
    zh: "该人员须回避此事项或其中的一部分。",
    en: "The person is recused from this, or from a part of it.",
    remedyZh: "请由其他人员办理。",
    remedyEn: "Let somebody else do it.",
  },
  CLOCK_ALREADY_STARTED: {
    zh: "该日之后已有时限开始计算，不能追溯更改。",
    en: "A deadline of this kind has started since that day; it is not changed backwards.",
    remedyZh: "请从明天或更晚的日期起规定。",
    remedyEn: "Set it from tomorrow on, or later.",
  },
  SOMEBODY_ELSE_REQUIRED: {
    zh: "须由本人以外的人办理。",
    en: "Nobody does this for the own person.",
    remedyZh: "请由本办其他有权人员办理。",
    remedyEn: "Ask somebody else of the office who may.",
  },
  HOME_TIER_SILENT: {
    zh: "此人账号所在层级的系统没有应答，无法确认其单位、角色和回避。",
    en: "The home tier of this account gave no answer, so its office, roles and recusals are not known.",
    remedyZh: "请稍后再试，或任命其他人员。",
    remedyEn: "Try again later, or appoint somebody else.",
  },
  PERSON_NOT_STAFF: {
    zh: "该账号不存在、已停用，或不是巡视巡察机构工作人员；派出人员须为本办的。",
    en: "There is no such account, it is closed, or it is not of an office's staff; who is lent must be of the own office.",
    remedyZh:
      "请填写在用的工作人员账号（如 county:990101.clerk）；单位、部门、大屏和管理员的账号不能进组。没有账号的，请管理员先开通。",
    remedyEn:
      "Name an open account of staff, as county:990101.clerk; accounts of units, departments, screens and administrators work in no team. Ask an administrator to open one where there is none.",
  },
  ALREADY_APPOINTED: {
    zh: "此人在所列任期内已任职于该对象的巡察组。",
    en: "The person is already appointed to the team of this target on some of these days.",
    remedyZh: "请先终止其现有任职，或改自该任职期满之后起任。",
    remedyEn: "End the appointment that they have, or begin after its last day.",
  },
  TEAM_INCOMPLETE: {
    zh: "进驻当日巡察组须有组长和另一名成员（双人）；未任命或未补齐的不得进驻。",
    en: "On the day of the entry the team has no leader and one more member: nobody enters alone, or unappointed.",
    remedyZh: "请办主任先任命组长和成员，任期须含进驻当日；同组多个对象可一次任命。",
    remedyEn:
      "Have the director appoint both, for a period that holds the day of the entry; one team may be appointed to several targets at once.",
  },
  FOREIGN_TEAM_REQUIRED: {
    zh: "交叉、推磨、助攻、回避巡须有其他巡察办的人员，既非本办，也非该单位所属的巡察办。",
    en: "A cross, ring, assisted or swapped inspection needs somebody of an office that neither owns the round nor keeps the unit.",
    remedyZh: "请任命其他巡察办的人员；此前未经其所在层级证实的，请终止其任职后重新任命。",
    remedyEn:
      "Appoint somebody of another office; of whom no home tier has vouched for yet, end the appointment and appoint again.",
  },
  UPGRADED_REQUIRED: {
    zh: "该单位在下级或他级对象库中；本级方式只巡察本级单位，任何方式都不巡察上级单位。",
    en: "The unit is of another register: a round of the own tier takes none of them, and no round takes one from above.",
    remedyZh: "下级单位请加入提级、交叉、推磨、统合、助攻或回避巡轮次。",
    remedyEn: "Add a unit from below to a round in the mode UPGRADED, CROSS, RING, POOLED, ASSISTED or RECUSAL_SWAP.",
  },
  UNIT_NOT_BELOW: {
    zh: "提级轮次只巡察下级对象库中的单位。",
    en: "An upgraded round inspects units of the registers below only.",
    remedyZh: "本级单位请加入其他轮次。",
    remedyEn: "Add the own units to another round.",
  },
  PREDECESSOR_REQUIRED: {
    zh: "回头看须指明所回看的轮次，且只回看该轮次中已进入整改的单位；其他种类不得指明。",
    en: "A look-back names the round that it looks back on, and takes its units in rectification only; no other kind names one.",
    remedyZh: "请核对种类、predecessorId 和单位。",
    remedyEn: "Check the kind, `predecessorId` and the unit.",
  },
  NOT_A_LOOK_BACK: {
    zh: "该对象不属于回头看。",
    en: "The target is not of a look-back.",
    remedyZh: "结论只在回头看中作出。",
    remedyEn: "Verdicts are given in a look-back only.",
  },
  VERDICTS_MISSING: {
    zh: "所回看的问题尚未逐一作出结论。",
    en: "Some findings that are looked back on have no verdict.",
    remedyZh: "请对每个问题提出结论。",
    remedyEn: "Propose a verdict for each of them.",
  },
  OFFICE_KEEPS_OWN_BOOK: {
    zh: "该巡察办已入网，自行记录台账。",
    en: "The office is enrolled and keeps its own book.",
    remedyZh: "请由该巡察办自行录入；代录仅限纸面运行的直接下级。",
    remedyEn: "Let the office enter it; a superior enters only for an office directly below that is on paper.",
  },
  NOT_DURING_ROUND: {
    zh: "立行立改等只在进驻之后、反馈之前办理。",
    en: "Immediate actions are taken from the entry until the feedback.",
    remedyZh: "反馈之后请在整改中办理。",
    remedyEn: "After the feedback it is a matter of the rectification.",
  },
  FACTS_NOT_EXCHANGED: {
    zh: "所涉问题尚未与被巡察党组织交换意见，不能由立行立改核实。",
    en: "The unit was not heard about a finding that the action names; it cannot be rectified by it yet.",
    remedyZh: "请先交换意见；直接报告的问题不由立行立改核实。",
    remedyEn: "Exchange the facts first; what was reported without an exchange is not rectified by an action.",
  },
  UNIT_NOT_ATTESTED: {
    zh: "该单位所在层级的对象库与本办列入对象时所记的不符，不能向其反馈。",
    en: "The register of the unit's own tier says something else of the unit than the target does; nothing is fed back to it.",
    remedyZh: "请与该单位所在巡察办核对；以其对象库为准，另行列入对象。",
    remedyEn: "Clear it up with the unit's own office; what its register says is added as another target.",
  },
  UNIT_REGISTER_SILENT: {
    zh: "该单位所在层级的系统暂时没有应答，无法查证其对象库；未作任何记录。",
    en: "The register of the unit's own tier could not be asked at the moment; nothing was recorded.",
    remedyZh: "请稍后以同一操作重试。",
    remedyEn: "Try the same again later.",
  },
  UNIT_OUTSIDE_AREA: {
    zh: "该单位不在本办的管辖范围内。",
    en: "The unit is outside of the area of the office.",
    remedyZh: "只巡察所辖地区的单位；请核对单位标识。",
    remedyEn: "Inspect units of the own area only; check which unit is meant.",
  },
  IMMEDIATE_ACTIONS_OPEN: {
    zh: "尚有立行立改等事项未办结。",
    en: "Some immediate actions are neither confirmed nor given up.",
    remedyZh: "请逐项确认、不予授权或撤销。",
    remedyEn: "Confirm, reject or cancel each of them.",
  },
  NOT_FED_BACK: {
    zh: "尚未反馈，不能销号。",
    en: "Nothing is closed before it was fed back.",
    remedyZh: "反馈之后方可销号。",
    remedyEn: "Close it after the feedback.",
  },
  ATTACHMENT_REMOVED: {
    zh: "该附件已被移除。",
    en: "The attachment has been removed.",
    remedyZh: "请查看移除理由；需要时重新上传。",
    remedyEn: "Read why it was removed; attach it again where it is needed.",
  },
  TOO_MANY_ATTACHMENTS: {
    zh: "该问题的附件已达上限。",
    en: "The finding has as many attachments as it may have.",
    remedyZh: "请合并材料后上传。",
    remedyEn: "Put several documents into one file.",
  },
  FEEDBACK_STANDS: {
    zh: "对被巡察单位本身的反馈不能撤回。",
    en: "The feedback to the inspected unit itself is not taken back: its right of reply rests on it.",
    remedyZh:
      "抄送可以撤回；个别问题有误的，更正或撤销该问题；整件有误的，对该对象提议撤回反馈（PROPOSE_WITHDRAWAL）。",
    remedyEn:
      "Copies may be withdrawn; correct or withdraw a single finding that is wrong; propose on the target to withdraw a feedback that is wrong as a whole (PROPOSE_WITHDRAWAL).",
  },
  CORRECTION_PROPOSED: {
    zh: "已有更正的提议，待决定。",
    en: "A correction is proposed already, and waits for its decision.",
    remedyZh: "请先决定：核准（APPROVE_CORRECTION）或不予更正（REJECT_CORRECTION）。",
    remedyEn: "Have that decided first: APPROVE_CORRECTION or REJECT_CORRECTION.",
  },
  CORRECTION_NOT_PROPOSED: {
    zh: "尚未有人提出更正。",
    en: "Nobody has proposed a correction.",
    remedyZh: "请先提出更正（PROPOSE_CORRECTION）。",
    remedyEn: "Propose the correction first (PROPOSE_CORRECTION).",
  },
  UNIT_IN_USE: {
    zh: "该单位尚列入未进驻的轮次、整改未完成，或有下属单位。",
    en: "A round still plans this unit, its rectification is not completed, or units stand below it.",
    remedyZh: "请先移出轮次、完成整改、调整下属单位；由其他单位承接的，请登记承接单位。",
    remedyEn:
      "Release it, complete the rectification and move the units below first; where another unit goes on from it, name that one.",
  },
  UNIT_RELIED_ON: {
    zh: "该单位已列入轮次、已有账号或下属单位，更正须经他人核准。",
    en: "A round, an account or another unit stands on this entry; its correction needs a second person.",
    remedyZh: "请提出更正（PROPOSE_CORRECTION），由办主任核准。",
    remedyEn: "Propose the correction (PROPOSE_CORRECTION), and have the director approve it.",
  },
  INSPECTED_OUTSIDE: {
    zh: "已有巡察的进驻日不在更正后的有效期内。",
    en: "A team entered the unit on a day on which the entry would not be valid.",
    remedyZh: "请核对起止日期，或先更正进驻日期。",
    remedyEn: "Check both dates, or correct the date of the entry first.",
  },
  STEP_NOT_TAKEN: {
    zh: "所更正的步骤尚未办理。",
    en: "The step that is to be corrected was not taken yet.",
    remedyZh: "请只更正已有记录的日期或会议。",
    remedyEn: "Correct what is recorded only.",
  },
  NOTHING_CORRECTED: {
    zh: "更正内容与原记录相同。",
    en: "The record says this already.",
    remedyZh: "请核对 correction。",
    remedyEn: "Check `correction`.",
  },
  FEEDBACK_RELIED_ON: {
    zh: "反馈之后，被巡察党组织已有答复，或本办已有后续办理，不能整件撤回。",
    en: "Since the feedback the unit has answered, or the office has gone on; it is not withdrawn as a whole.",
    remedyZh: "请对有误的个别问题更正或撤销。",
    remedyEn: "Correct or withdraw the single findings that are wrong.",
  },
  WITHDRAWAL_NOT_PROPOSED: {
    zh: "尚未提出撤回反馈。",
    en: "Nobody has proposed to withdraw the feedback.",
    remedyZh: "请先由办主任提出（PROPOSE_WITHDRAWAL）。",
    remedyEn: "Have the director propose it first (PROPOSE_WITHDRAWAL).",
  },
  WITHDRAWAL_PROPOSED: {
    zh: "已有撤回反馈的提议，待决定。",
    en: "To withdraw the feedback is proposed already, and waits for its decision.",
    remedyZh: "请先决定：撤回（WITHDRAW_FEEDBACK）或维持（KEEP_FEEDBACK）。",
    remedyEn: "Have that decided first: WITHDRAW_FEEDBACK or KEEP_FEEDBACK.",
  },
  TAKE_BACK_PROPOSED: {
    zh: "已有撤回此步骤的提议，待决定。",
    en: "To take this step back is proposed already, and waits for its decision.",
    remedyZh: "请先决定：撤回（TAKE_BACK）或维持（KEEP_STEP）。",
    remedyEn: "Have that decided first: TAKE_BACK or KEEP_STEP.",
  },
  TAKE_BACK_NOT_PROPOSED: {
    zh: "该步骤由两人办理，尚未有人提出撤回。",
    en: "Two people took this step, and nobody has proposed to take it back.",
    remedyZh: "请先由一人提出（PROPOSE_TAKE_BACK），再由另一人决定。",
    remedyEn: "Have one person propose it (PROPOSE_TAKE_BACK); another one decides.",
  },
  STEP_RELIED_ON: {
    zh: "其后已有办理以此为据，不能撤回。",
    en: "Something was done since that stands on this step; it is not taken back.",
    remedyZh: "请先撤回其后的步骤；已归档的，由回头看重新处理。",
    remedyEn: "Take back what followed first; what is archived is taken up again by a look-back.",
  },
  STEP_IS_FINAL: {
    zh: "该步骤不能撤回。",
    en: "This step is final: it is not taken back.",
    remedyZh:
      "日期有误的请更正（CORRECT）；反馈有误的请提出撤回反馈；问题文本有误的经申诉更正；已整改或归档的由回头看重新处理。",
    remedyEn:
      "Correct a date that is wrong (CORRECT), propose to withdraw a feedback that is wrong, correct a text by way of an objection; what is rectified or archived is taken up again by a look-back.",
  },
  STEP_OF_UNIT: {
    zh: "该日期由被巡察党组织本身的办理形成，本办不能更正。",
    en: "The unit took this step itself, and the day is when it did; the office does not correct it.",
    remedyZh: "请只更正由本办代为录入的日期。",
    remedyEn: "Correct the days only that the office entered in the unit's stead.",
  },
  NOT_YOUR_STEP: {
    zh: "该步骤由他人办理。",
    en: "Somebody else took this step.",
    remedyZh: "请由办理人本人或办主任撤回。",
    remedyEn: "Have it taken back by who took it, or by the director.",
  },
  EXCHANGE_TAKEN_BACK: {
    zh: "交换意见由您撤回；是否不交换意见直接报告，须由他人决定。",
    en: "You took back that the unit was heard; whether it goes unheard is decided by somebody else.",
    remedyZh: "请重新交换意见，或由本办其他有权人员报告。",
    remedyEn: "Exchange the facts again, or let somebody else report it.",
  },
  WORK_RECORDED: {
    zh: "进驻之后已有问题、立行立改或结论的记录。",
    en: "Something was recorded since the entry: a finding, an immediate action, a verdict.",
    remedyZh: "进驻日期有误的，请更正日期；已有记录的进驻不能撤回。",
    remedyEn: "Correct the date of the entry where that is wrong; an entry after which something was recorded stays.",
  },
  VERDICTS_UNDECIDED: {
    zh: "回头看的结论尚未全部决定。",
    en: "Some verdicts of this look-back are proposed and not decided.",
    remedyZh: "请由办主任逐一决定（decideVerdicts）。",
    remedyEn: "Have the director decide each of them.",
  },
  CLUE_HAS_NO_ROUTE: {
    zh: "按干部管理权限，平台内没有可接收此线索的部门。",
    en: "By the management of cadres, no department on this platform may receive the clue.",
    remedyZh: "请核对所在地区和管理权限；主体在省级机构任职的，请通过平台以外的渠道报告。",
    remedyEn: "Check region and level; a subject of a provincial body is reported by other ways than this platform.",
  },
  CLUE_TO_SUBJECTS_OFFICE: {
    zh: "接收部门与线索主体所在单位同属一地，不能移交。",
    en: "The receiver belongs to the region in whose bodies the subject works.",
    remedyZh: "请按系统给出的路径移交上级。",
    remedyEn: "Leave `receiver` out: the route leads to the region above.",
  },
  CLUE_ROUTE_DIFFERS: {
    zh: "接收部门与干部管理权限不符。",
    en: "The receiver is not the department that manages the subject.",
    remedyZh: "请不填 receiver，由系统按权限确定，见 allowed。",
    remedyEn: "Leave `receiver` out; `allowed` names the department by the management of cadres.",
  },
  CLUE_ABOUT_OWN_OFFICE: {
    zh: "线索主体在本办任职，本办不能登记。",
    en: "The subject works in your own office, which does not register a clue about its own people.",
    remedyZh: "请直接向上级纪检监察机关反映。",
    remedyEn: "Bring it to the discipline department of the region above.",
  },
  CUSTODY_KEY_MISSING: {
    zh: "保管方的密钥不在，见 subject。未作任何更改。",
    en: "A custody's key is not at hand, see `subject`. Nothing was changed.",
    remedyZh: "请运维人员用 npm run keys 创建或恢复密钥；他级保管方的公钥用 trust 引入。",
    remedyEn: "Have the operator create or restore it by `npm run keys`; the public part of another tier's by `trust`.",
  },
  CUSTODY_KEY_WRONG: {
    zh: "保管方的密钥打不开此线索，见 subject。未作任何更改。",
    en: "The custody's key does not open this clue, see `subject`. Nothing was changed.",
    remedyZh: "请运维人员恢复原密钥；仍打不开的，密封内容可能被改动。",
    remedyEn:
      "Have the operator restore the key it was sealed for; if it still does not open, what is sealed was changed.",
  },
  CLUE_TAMPERED: {
    zh: "线索的密封内容或移交链与签名不符。",
    en: "What is sealed, or the chain of custody, does not agree with its signatures.",
    remedyZh: "请勿继续办理，立即报告安全管理员和审计管理员。",
    remedyEn: "Stop, and tell the security and audit administrators at once.",
  },
  CLUE_SEALED: {
    zh: "线索已封存，不再出示内容。",
    en: "The clue is sealed; its content is not shown any more.",
    remedyZh: "封存的线索只保留移交记录。",
    remedyEn: "Of a sealed clue the chain of custody alone remains.",
  },
  RECEIVER_NOT_REACHED: {
    zh: "接收部门属于另一省份，线索不经平台跨省传送。",
    en: "The receiver is of another province, which clues do not reach by the platform.",
    remedyZh: "请通过机要渠道移交，并在平台之外留存回执。",
    remedyEn: "Hand it over by confidential courier, and keep the receipt outside of the platform.",
  },
  DISPOSAL_REQUIRED: {
    zh: "须提出处置方式。",
    en: "A way of disposal is required.",
    remedyZh: "请填写 disposal。",
    remedyEn: "Fill in `disposal`.",
  },
  OUTCOME_REQUIRED: {
    zh: "须有与处置方式相符的办理结果。",
    en: "An outcome that the disposal may come to is required.",
    remedyZh: "请填写 outcome，可选值见 allowed；暂存待查的请先另提处置方式。",
    remedyEn: "Fill in `outcome`, see `allowed`; what is held for review is disposed of otherwise first.",
  },
  HANDOVER_NOT_OVER: {
    zh: "本轮尚有巡察组未移交，不能申报线索数。",
    en: "Some teams of the round have not handed over; no count of clues is declared yet.",
    remedyZh: "各对象听取汇报之后再申报。",
    remedyEn: "Declare it once every target of the round was heard.",
  },
  BATCH_TOO_SMALL: {
    zh: "已报送的对象不足三个，线索数会指向单位。",
    en: "Fewer than three targets of the round are submitted: a count would point at a unit.",
    remedyZh: "至少三个对象报送之后成批申报。",
    remedyEn: "Declare it when three targets or more are submitted.",
  },
  CLUES_ALREADY_DECLARED: {
    zh: "本轮线索数已申报。",
    en: "The clues of this round are declared already.",
    remedyZh: "申报后不再更改，以免两次之差泄露线索。",
    remedyEn: "A declaration is not changed: the difference of two would betray a clue.",
  },
  PERIOD_INVALID: {
    zh: "起止日期不成立。",
    en: "The period ends before it begins.",
    remedyZh: "请核对起止日期。",
    remedyEn: "Check both dates.",
  },
  RELEASE_TO_ONESELF: {
    zh: "不能向本办通报。",
    en: "An office releases nothing to itself.",
    remedyZh: "请填写下级或同级的巡视办、巡察办。",
    remedyEn: "Name an office below yours or beside it.",
  },
  RELEASE_UPWARD: {
    zh: "成果不以通报方式上送。",
    en: "Results do not go upward as a release.",
    remedyZh: "请报送（submitTierPublications）。",
    remedyEn: "Submit them upward.",
  },
  RELEASE_OUT_OF_REACH: {
    zh: "只能向本办下级，或同一上级之下的同级通报。",
    en: "Results are released to offices below yours, or to those beside it under the same superior.",
    remedyZh: "请由共同的上级通报，或将其纳入联动监督。",
    remedyEn: "Ask the superior of both, or link the finding to a joint supervision.",
  },
  RELEASED_TO_US: {
    zh: "此问题系他办通报而知，不得再行通报。",
    en: "You know this finding by a release, and it may not be released on.",
    remedyZh: "请由其所属的巡视办、巡察办通报。",
    remedyEn: "Ask the office whose finding it is.",
  },
  FINDING_NOT_RELEASABLE: {
    zh: "此问题尚未列入报告、已不予认定或撤销，或可能成为案件，不得通报。",
    en: "It is not in the report yet, ended without a remedy, or may become a case: it is not released.",
    remedyZh: "请将其从所列问题中去除。",
    remedyEn: "Leave the finding out.",
  },
  FEEDBACK_NOT_GIVEN: {
    zh: "此对象尚未反馈，无从抄送。",
    en: "The target was not fed back yet, so there is nothing to copy.",
    remedyZh: "请先反馈（FEED_BACK）。",
    remedyEn: "Feed it back first.",
  },
  NOTHING_TO_RELEASE: {
    zh: "没有可通报的问题。",
    en: "There is no finding that could be released.",
    remedyZh: "请核对所选的轮次或对象。",
    remedyEn: "Check the round or the targets.",
  },
  MEMBERS_NOT_BELOW: {
    zh: "只能邀请本办之下的巡视办、巡察办。",
    en: "Only offices below yours are invited.",
    remedyZh: "请去除该办；需跨地联动的，由共同的上级发起。",
    remedyEn: "Leave it out, or ask the superior of both to open it.",
  },
  SUPERVISION_NOT_OPEN: {
    zh: "此联动监督不在进行中。",
    en: "The joint supervision is not open.",
    remedyZh: "请查看其状态；结束后仅可退出。",
    remedyEn: "See its status; once it is concluded, one can only leave.",
  },
  MEMBERSHIP_REQUIRED: {
    zh: "本办尚未参加此联动监督。",
    en: "Your office has not joined the joint supervision.",
    remedyZh: "请先由办主任参加（JOIN）。",
    remedyEn: "Have the director join it first.",
  },
  LINKED_ALREADY: {
    zh: "此问题已挂接。",
    en: "The finding is linked already.",
    remedyZh: "如需改变所列内容，请先撤下再挂接。",
    remedyEn: "To show other fields, withdraw the link first.",
  },
  RELEASE_EXPIRED: {
    zh: "此通报已到期。",
    en: "The release has expired.",
    remedyZh: "请由通报单位重新通报。",
    remedyEn: "Ask the office that made it for another one.",
  },
} as const satisfies Record<string, { zh: string; en: string; remedyZh: string; remedyEn: string }>;
export type RefusalCode = keyof typeof REFUSALS;

/** A rule said no. `allowed` names what the caller could do or who could do this; `subject` the object it concerns. */
export interface Refused {
  refused: RefusalCode;
  subject?: string;
  allowed?: readonly string[];
  /** what there is to say beside the registry's sentence, of this case */
  more?: Sentences;
}

/** The same in Chinese and in English. */
export interface Sentences {
  zh: string;
  en: string;
}

export function refuse(refused: RefusalCode, subject?: string, allowed?: readonly string[]): Refused {
  return { refused, subject, allowed };
}

export function isRefused(outcome: object): outcome is Refused {
  return "refused" in outcome;
}
