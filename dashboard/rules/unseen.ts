/** As `schema/contract/unseen`, which refuses what this takes out: who copied it from a web page cannot see what to take out. */
const EACH_UNSEEN =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})[\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu;

export function withoutUnseen(text: string): string {
  return text.replace(EACH_UNSEEN, "");
}
