/** 代录: how every object of a book says that the office above entered it, or a part of it, for its own office. */
export const ENTERED_BY = {
  nullable: true,
  description: "代录：代为录入的上级巡察办所在地代码。Region code of the superior office that entered it on behalf.",
};
