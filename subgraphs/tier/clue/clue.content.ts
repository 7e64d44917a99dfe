import * as v from "valibot";
import { normaliseRegionCode } from "../../../schema/contract/regionCode";
import { CADRE_LEVELS, CLUE_MATTERS } from "../../domain/clue/route";
import { custodyShape } from "../../trust/clue/custodyShape";

const Content = v.object({
  text: v.nullable(v.string()),
  pointer: v.nullable(v.string()),
  subject: v.object({
    post: v.string(),
    region: v.pipe(
      v.string(),
      v.check((code) => normaliseRegionCode(code) === code),
    ),
    cadreLevel: v.picklist(CADRE_LEVELS),
    matter: v.picklist(CLUE_MATTERS),
    accountIds: v.array(v.string()),
    unitId: v.nullable(v.string()),
    workplaces: v.array(custodyShape),
  }),
});

/** What is sealed of a clue at its registration. */
export type ClueContent = v.InferOutput<typeof Content>;

/** What an opened text says: another tier's custody may have sealed anything.
 * @returns undefined where it is no clue's */
export function readClueContent(text: string): ClueContent | undefined {
  try {
    return v.parse(Content, JSON.parse(text));
  } catch {
    return undefined; // the cause would quote it
  }
}
