/** 报送 Publication: an immutable, numbered version of a target's results, visible to the offices above from its
 * submission on. ACCEPTED and RETURNED come from the direct superior through the exchange. */
export const PUBLICATION_STATUSES = ["SUBMITTED", "ACCEPTED", "RETURNED", "RECALLED"] as const;
export type PublicationStatus = (typeof PUBLICATION_STATUSES)[number];

export const PUBLICATION_COMMANDS = ["RECALL"] as const;
export type PublicationCommand = (typeof PUBLICATION_COMMANDS)[number];

/** Who submits results upward. */
export const SUBMITTERS = ["DIRECTOR"] as const;
