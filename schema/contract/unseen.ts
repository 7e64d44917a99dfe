/** Characters that nobody sees and that mean nothing in a Chinese text: they come with what is copied from web pages and chats, and hide a
 * name from whoever points names out, and a word from whoever looks for it. What joins and colours emoji stays where it does so; the form of a
 * character (by a selector behind it) is not kept. */
export const UNSEEN =
  /(?!(?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?)\u200d(?=\p{Extended_Pictographic})|(?<=\p{Emoji})[\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/u;

const EACH_UNSEEN = new RegExp(UNSEEN, "gu");

export function withoutUnseen(text: string): string {
  return UNSEEN.test(text) ? text.replace(EACH_UNSEEN, "") : text;
}
