import { QueryFailedError } from "typeorm/error/QueryFailedError";
import { QueryRunnerAlreadyReleasedError } from "typeorm/error/QueryRunnerAlreadyReleasedError";
import { OperationIsOver } from "./session";

/** SQLSTATE of a connection that broke, or that the server ended, is not ready for or has no slot for. */
const NO_SESSION = /^(08...|57P0[1-5]|53300|25P03)$/;
/** A statement was broken off: its time was over, it waited too long for another's lock, or nobody waits for it any more. */
const BROKEN_OFF = ["57014", "55P03"];
const NO_NETWORK = [
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
];
/** What pg and its pool say where they give neither a class nor a code. */
const NO_CONNECTION =
  /^(Connection terminated|Query read timeout$|timeout expired$|timeout exceeded when trying to connect$|Client .* is not queryable$)/;
/** Of these, where the time was over. */
const NO_TIME =
  /^(Connection terminated due to connection timeout|Query read timeout|timeout expired|timeout exceeded when trying to connect)$/;
/** The server is there, and refuses: a role, a password or a database that it does not have. To wait changes nothing. */
const REFUSED = /^(28...|3D...)$/;

interface Thrown {
  code?: string;
  severity?: string;
  message?: string;
}

/** Whether the tier has no database at the moment, or none with time for this, rather than one that answered with an error. */
export function isDatabaseAway(cause: unknown): boolean {
  // TypeORM takes the runner away from an operation whose connection broke, and then says only this.
  if (cause instanceof QueryRunnerAlreadyReleasedError || cause instanceof OperationIsOver) return true;
  const { code = "", severity, message = "" } = thrownBy(cause);
  // FATAL ends a session, whatever the reason: the server takes no connections, drops the database, changed the password …
  const away = severity === "FATAL" || NO_SESSION.test(code) || BROKEN_OFF.includes(code);
  return away || NO_NETWORK.includes(code) || NO_CONNECTION.test(message);
}

/** Whether it is away because this process has no connection to it, or none any more: another process of the tier may have one. Where
 * something took too long, or all connections are taken, whoever asks there waits as long once more. */
export function isDatabaseGone(cause: unknown): boolean {
  if (!isDatabaseAway(cause) || cause instanceof OperationIsOver) return false;
  const { code = "", message = "" } = thrownBy(cause);
  return !BROKEN_OFF.includes(code) && !NO_TIME.test(message);
}

function thrownBy(cause: unknown): Thrown {
  return Object(cause instanceof QueryFailedError ? cause.driverError : cause);
}

/** Whether it may well answer in a moment: it starts, or its machine does. */
export function isNotThereYet(cause: unknown): boolean {
  return isDatabaseAway(cause) && !REFUSED.test((Object(cause) as Thrown).code ?? "");
}
