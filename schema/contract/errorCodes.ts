/** What `extensions.code` of a GraphQL error may be. Anything else that is thrown is a defect and is masked. */
export const ERROR_CODES = {
  BAD_USER_INPUT: "an argument is wrong; extensions.fields names the path and the reason of each",
  UNAUTHENTICATED: "no valid access token, or the account has no standing in its home tier",
  STANDING_UNAVAILABLE: "the home tier of the account does not answer, so nobody can say what the caller may do",
  FORBIDDEN: "a role that the caller does not have is needed for the whole operation",
  NOT_FOUND: "there is no such thing, or the caller may not see it: both answer alike",
  LIMIT_EXCEEDED:
    "more was asked for than one request may (extensions.limit says what and how much), or too often (429, Retry-After)",
  PERSISTED_QUERY_NOT_FOUND: "the hash of a text is not known: send it again together with the text",
  OVERLOADED: "the gateway is busy and takes nothing more on (503); ask again after Retry-After",
  TIER_UNAVAILABLE: "a tier does not answer at the moment; its part of the answer is null",
  INTERNAL_SERVER_ERROR: "a defect; extensions.reference names the entry in the log",
} as const;
export type ErrorCode = keyof typeof ERROR_CODES;
