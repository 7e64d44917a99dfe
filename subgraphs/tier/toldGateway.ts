import type { FastifyReply, FastifyRequest } from "fastify";
import { MOST_UNITS_WANTED } from "../../schema/contract/attestation";
import { homeTierOfAccount } from "../../schema/contract/ids";
import { MOST_STANDINGS } from "../../schema/contract/live";
import type { Standing } from "../../schema/contract/standing";
import { findStandings } from "../storage/office/account.repository";
import { findUnitsToAttest } from "../storage/office/attestation.repository";
import { Session } from "../storage/session";
import type { TierServices } from "./context";

/** Tells the gateway who somebody is today: 404 where there is no active account. */
export async function answerStanding(services: TierServices, request: FastifyRequest, reply: FastifyReply) {
  const person = personOf(request.body as string);
  const [standing] = person ? await standingsOf(services, [person]) : [];
  return standing ? reply.send(standing) : reply.code(404).send({ status: "no active account" });
}

/** The same of several people: who is missing has no active account. */
export async function answerStandings(services: TierServices, request: FastifyRequest, reply: FastifyReply) {
  const people = parseObject(request.body as string)?.people;
  const areTexts = Array.isArray(people) && people.every((person) => typeof person === "string");
  if (!areTexts || people.length > MOST_STANDINGS) return reply.code(400).send({ status: "not a list of accounts" });
  return reply.send({ standings: await standingsOf(services, people) });
}

async function standingsOf(services: TierServices, people: readonly string[]): Promise<Standing[]> {
  const { tier } = services.profile;
  const own = people.filter((person) => homeTierOfAccount(person) === tier);
  const [person] = own;
  if (!person) return [];
  const session = new Session(services.beside, {
    person,
    tier,
    office: "",
    roles: [],
    recusals: [],
    rightsEpoch: 0,
  });
  try {
    const accounts = await session.read((db) => findStandings(db, own));
    return accounts.map(({ id, office, unitId, roles, recusals, rightsEpoch }) => {
      return { person: id, tier, office, unit: unitId ?? undefined, roles, recusals, rightsEpoch };
    });
  } finally {
    await session.end();
  }
}

function personOf(body: string): string | undefined {
  const person = parseObject(body)?.person;
  return typeof person === "string" ? person : undefined;
}

/** Tells the gateway what the registers of this tier say of units, for another tier's change. */
export async function answerUnits(
  services: TierServices,
  standing: Standing,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const ids = parseObject(request.body as string)?.ids;
  const areIds = Array.isArray(ids) && ids.length <= MOST_UNITS_WANTED && ids.every((id) => typeof id === "string");
  if (!areIds) return reply.code(400).send({ status: "not a list of ids" });
  const session = new Session(services.dataSource, standing);
  try {
    return reply.send(await session.read((db) => findUnitsToAttest(db, ids)));
  } finally {
    await session.end();
  }
}

/** @returns undefined where the text is no JSON object */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
