import * as v from "valibot";

/** Where traces are sent: nowhere unless it is set, and not to nothing. */
export const tracesUrl = v.optional(
  v.pipe(
    v.string(),
    v.check(
      (given) => given === "" || (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)),
      "must be an address like http://127.0.0.1:4318/v1/traces",
    ),
    v.transform((given) => given || undefined),
  ),
);
