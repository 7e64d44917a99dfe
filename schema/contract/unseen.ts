/** Characters that nobody sees and that mean nothing in a Chinese text: they come with what is copied from web pages and chats, and hide a
 * name from whoever points names out, and a word from whoever looks for it. What joins emoji and chooses a character's form stays. */
export const UNSEEN = /(?![\u200d\ufe00-\ufe0f\u{e0100}-\u{e01ef}])\p{Default_Ignorable_Code_Point}/u;

const EACH_UNSEEN = new RegExp(UNSEEN, "gu");

export function withoutUnseen(text: string): string {
  return UNSEEN.test(text) ? text.replace(EACH_UNSEEN, "") : text;
}
