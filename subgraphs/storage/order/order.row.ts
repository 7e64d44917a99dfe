import type { AlertColour, Colour } from "../../domain/deadline/deadline";
import type { OrderKind, OrderStatus, OrderWay } from "../../domain/order/order";

/** 派单: one office's row of an order, on whichever side of it the office stands. */
export interface OrderRow {
  id: string;
  office: string;
  issuer: string;
  addressee: string;
  issueId: string;
  kind: OrderKind;
  title: string;
  request: string;
  basis: string | null;
  documentNumber: string | null;
  /** 附件: releases of the issuer to the addressee that come with it */
  releaseIds: string[];
  issuedAt: string;
  issuedBy: string;
  synthetic: boolean;
  /** 抽调: for which of the issuer's rounds, from when to when, how many people; null of a task */
  roundId: string | null;
  startsOn: string | null;
  endsOn: string | null;
  peopleWanted: number | null;
  status: OrderStatus;
  statusAt: string;
  version: number;
  /** version of the other side's row up to which this one has followed */
  followed: number;
  receiptDueOn: string;
  dueOn: string;
  warningDays: number;
  receivedAt: string | null;
  acceptedAt: string | null;
  acceptedBy: string | null;
  answer: string | null;
  answerNumber: number;
  answeredAt: string | null;
  answeredBy: string | null;
  findingIds: string[];
  roundIds: string[];
  unitIds: string[];
  /** accounts that the last answer names */
  people: string[];
  reason: string | null;
  reminders: number;
  remindedAt: string | null;
  enteredByOffice?: string | null;
}

/** With what follows for today. */
export interface ReadableOrder extends OrderRow {
  way: OrderWay;
  waitsUntil: string | null;
  colour: Colour | null;
  lostAt: string | null;
}

/** A row whose colour has turned since somebody was last told. */
export interface TurnedOrder {
  id: string;
  office: string;
  issuer: string;
  version: number;
  status: OrderStatus;
  dueOn: string;
  colour: AlertColour;
}

type Columns = Record<string, string>;

/** What is written once, and the type of each. */
const ISSUED: Columns = {
  ...{ id: "text", office: "text", issuer: "text", addressee: "text", issueId: "text", kind: "text", title: "text" },
  ...{ request: "text", basis: "text", documentNumber: "text", issuedAt: "timestamptz", issuedBy: "text" },
  ...{ releaseIds: "text[]", roundId: "text", startsOn: "date", endsOn: "date", peopleWanted: "integer" },
  ...{ synthetic: "boolean", warningDays: "integer", receivedAt: "timestamptz" },
};
/** What an office's people write anew. */
const MOVED: Columns = {
  ...{ status: "text", statusAt: "timestamptz", version: "integer", receiptDueOn: "date", dueOn: "date" },
  ...{
    acceptedAt: "timestamptz",
    acceptedBy: "text",
    answer: "text",
    answerNumber: "integer",
    answeredAt: "timestamptz",
  },
  ...{
    answeredBy: "text",
    findingIds: "text[]",
    roundIds: "text[]",
    unitIds: "text[]",
    people: "text[]",
    reason: "text",
  },
  ...{ reminders: "integer", remindedAt: "timestamptz" },
};
/** What a message writes beside it. */
const FOLLOWED: Columns = { followed: "integer" };

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const namesIn = (columns: Columns) =>
  Object.keys(columns)
    .map((name) => `"${name}"`)
    .join(", ");
const declared = (columns: Columns) =>
  Object.entries(columns)
    .map(([name, type]) => `"${name}" ${type}`)
    .join(", ");
const set = (columns: Columns) =>
  Object.keys(columns)
    .map((name) => `${snake(name)} = c."${name}"`)
    .join(", ");

const ALL = { ...ISSUED, ...MOVED, ...FOLLOWED };
/** $1: rows as JSON */
export const INSERT_ORDERS = `insert into office_order (${Object.keys(ALL).map(snake).join(", ")})
  select ${namesIn(ALL)} from jsonb_to_recordset($1) as c (${declared(ALL)})`;
const update = (columns: Columns) =>
  `update office_order o set ${set(columns)} from jsonb_to_recordset($1) as c (id text, office text, ${declared(columns)})
  where o.id = c.id and o.office = c.office`;
export const MOVE_ORDERS = update(MOVED);
export const FOLLOW_ORDERS = update({ ...MOVED, ...FOLLOWED });
