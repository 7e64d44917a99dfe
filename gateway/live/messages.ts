/** One event as all readers of a group get it: what each adds for itself stands around it. */
export interface LiveMessage {
  /** place in the tier's journal */
  number: number;
  /** the GraphQL response as JSON */
  body: Buffer;
}

/** Whoever a subscription's events go to: an operation of a socket, or a stream. */
export interface Reader {
  readonly person: string;
  /** the access token's end, milliseconds since 1970 */
  readonly expiresAt: number;
  next(message: LiveMessage): void;
  /** it has what was before, which may be nothing, and is told what comes */
  begun(): void;
  /** more is unsent than may be */
  readonly isBehind: boolean;
  /** @returns whether it can take more; false where it has ended */
  whenDrained(): Promise<boolean>;
  /** the operation ends with what is wrong with it */
  fail(errors: readonly unknown[]): void;
  /** the person is nobody any more, or the token has expired */
  revoke(): void;
}
