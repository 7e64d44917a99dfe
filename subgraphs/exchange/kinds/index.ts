import { cluesCarried } from "./clues";
import { publicationAccepted, publicationReturned } from "./decisions";
import { findingStatusChanged } from "./findings";
import type { Kind } from "./kind";
import { orderAnswered } from "./orderAnswers";
import { orderDecided, orderIssued, orderProgressed } from "./orders";
import { publicationRecalled, publicationSubmitted } from "./publications";
import { reconciled } from "./reconciled";
import { releaseAcknowledged } from "./releaseAcknowledged";
import { releaseBounced } from "./releaseBounced";
import { releaseFollowed } from "./releaseFollowing";
import { releaseTextSealed } from "./releaseSeals";
import { releaseIssued, releaseWithdrawn } from "./releases";
import { roundCorrected, roundFiled, roundWithdrawn } from "./rounds";
import { findingTextSealed } from "./seals";
import { supervisionAnswered } from "./supervisionAnswered";
import { supervisionStated } from "./supervisionStated";
import { targetMoved } from "./targets";

/** Every kind of message that this version sends and understands. */
export const KINDS: readonly Kind[] = [
  roundFiled,
  roundWithdrawn,
  roundCorrected,
  targetMoved,
  publicationSubmitted,
  publicationRecalled,
  findingTextSealed,
  findingStatusChanged,
  publicationAccepted,
  publicationReturned,
  orderIssued,
  orderDecided,
  orderProgressed,
  orderAnswered,
  releaseIssued,
  releaseWithdrawn,
  releaseFollowed,
  releaseTextSealed,
  releaseAcknowledged,
  releaseBounced,
  supervisionStated,
  supervisionAnswered,
  ...cluesCarried,
  reconciled,
];
export const KIND_NAMES = KINDS.map(({ name }) => name);

const byName = new Map(KINDS.map((kind) => [kind.name, kind]));
const events = KINDS.flatMap((kind) => kind.from.map((event) => [event, kind] as const));
const byEvent = new Map(events);
if (byEvent.size < events.length)
  throw new Error("two kinds of messages are made of one event: the later one would take it over");

export const kindNamed = (name: string): Kind | undefined => byName.get(name);
export const kindOf = ({ objectKind, event }: { objectKind: string; event: string }): Kind | undefined =>
  byEvent.get(`${objectKind}.${event}`);
