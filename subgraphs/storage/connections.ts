/** How many connections the processes of a tier open to its database, at most. Whoever sizes a server counts on them: `npm start` its
 * own one, and an operator by docs/operations.md. */

/** of a subgraph, for who somebody is and whether the database answers: no operation of a caller ever holds them */
export const BESIDE = 3;
/** of a subgraph, for what operations write beside their reading: looks at clues, and at who can see something */
export const APART = 4;
/** of a subgraph, which listens for what happens */
const LISTENING = 1;
/** of a subgraph, beside those of its operations (`DATABASE_POOL`) */
export const BESIDE_THE_POOL = BESIDE + APART + LISTENING;

/** of a worker, for its passes: each works on its own, so that none waits for another */
export const PASSES = 6;
/** of a worker, for what it ships and what comes in */
export const SHIPPING = 6;
export const OF_A_WORKER = PASSES + SHIPPING;
