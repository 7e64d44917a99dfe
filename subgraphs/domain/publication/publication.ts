/** 报送 Publication: an immutable, numbered version of a target's results, visible to the offices above from its
 * submission on. ACCEPTED and RETURNED come from the direct superior through the exchange. */
export const PUBLICATION_STATUSES = ["SUBMITTED", "ACCEPTED", "RETURNED", "RECALLED"] as const;
export type PublicationStatus = (typeof PUBLICATION_STATUSES)[number];

/** ACCEPT and RETURN follow from the direct superior's decision. */
export const PUBLICATION_COMMANDS = ["RECALL", "ACCEPT", "RETURN"] as const;
export type PublicationCommand = (typeof PUBLICATION_COMMANDS)[number];

/** Who submits results upward. */
export const SUBMITTERS = ["DIRECTOR"] as const;

/** 接收的报送: the copy of a version in an office above. Its direct superior decides about it, every other office reads it. */
export const DECISIONS = ["ACCEPT", "RETURN"] as const;
export type Decision = (typeof DECISIONS)[number];
/** RECALL is the source's, by its message. */
export const RECEIVED_COMMANDS = [...DECISIONS, "RECALL"] as const;
export type ReceivedCommand = (typeof RECEIVED_COMMANDS)[number];
