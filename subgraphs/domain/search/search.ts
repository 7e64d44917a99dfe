/** 检索 what a finding that was found is read from: the own book, what was submitted, what was disclosed. The
 * first of them that shows a finding is what is shown. */
export const SEARCH_BASES = ["BOOK", "PUBLISHED", "DISCLOSED"] as const;
export type SearchBasis = (typeof SEARCH_BASES)[number];

/** The most characters that a search may have. */
export const LONGEST_SEARCH = 100;
