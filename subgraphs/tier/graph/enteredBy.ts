import { STEP_ENTERED_BY } from "../../domain/lifecycle";
import { enumOf } from "./enums";

/** 代录: how every object of a book says that the office above entered it, or a part of it, for its own office. */
export const ENTERED_BY = {
  nullable: true,
  description: "代录：代为录入的上级巡察办所在地代码。Region code of the superior office that entered it on behalf.",
};

export const StepEnteredByEnum = enumOf(STEP_ENTERED_BY, {
  name: "StepEnteredBy",
  description:
    "单位的答复由谁录入：单位本身，或由巡察办代为录入。Who entered a step of the unit: itself, or the office for it.",
});
