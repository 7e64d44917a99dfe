/** As `schema/contract/unseen`, which refuses what this takes out: who copied it from a web page cannot see what to take out. */
const EACH_UNSEEN = /(?![\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/gu;

export function withoutUnseen(text: string): string {
  return text.replace(EACH_UNSEEN, "");
}
