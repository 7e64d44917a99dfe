import * as v from "valibot";
import { type Custody, isCustody } from "../../domain/clue/custody";

/** A custody in something that was written elsewhere. */
export const custodyShape = v.pipe(
  v.string(),
  v.check(isCustody, "no custody"),
  v.transform((text) => text as Custody),
);
