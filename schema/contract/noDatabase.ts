/** The status by which a process of a tier says that it has lost its database, and that nothing of what was asked is done. Behind it stands
 * an answer of GraphQL, where one was asked for: whoever asked may ask another process of the tier, for a change too. What may have been
 * carried out is never answered by it. */
export const NO_DATABASE = 503;
