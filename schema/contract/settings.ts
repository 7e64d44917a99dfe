/** What a validation says of one bad value; its own message would quote the value. */
interface Issue {
  /** what should be there, where the validation can tell */
  expected: string | null;
  /** what is there, `undefined` for nothing */
  received: string;
}

/** Why a setting is refused where the setting's own rule gives no reason. It never repeats the value, which may be a secret
 * in the wrong place. */
function reasonOf({ expected, received }: Issue): string {
  if (received === "undefined") return "is not set";
  return expected === null ? "is malformed" : `must be ${expected.replace(/^\((.*)\)$/, "$1")}`;
}

/** How every setting is read: one reason for each, and none with its value. */
export const READING = { message: reasonOf, abortPipeEarly: true } as const;
