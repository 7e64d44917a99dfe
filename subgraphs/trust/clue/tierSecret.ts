import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import * as v from "valibot";
import type { RecusalScope, Standing } from "../../../schema/contract/standing";
import { type Custody, partsOfCustody, workplacesOf } from "../../domain/clue/custody";
import { superiorsOf } from "../../domain/tier";
import { DoesNotOpen } from "./envelope";

/** A secret of the tier's own, beside the keys of its custodies: for what the tier must compare without being able to read
 * it out of the database. */
export const TierSecret = v.object({ secret: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{43}$/)) });
export type TierSecret = v.InferOutput<typeof TierSecret>;

export function newTierSecret(): TierSecret {
  return { secret: randomBytes(32).toString("base64url") };
}

type Purpose = "index" | "retry" | "alert";

function keyFor({ secret }: TierSecret, purpose: Purpose): Buffer {
  return Buffer.from(hkdfSync("sha256", Buffer.from(secret, "base64url"), "", `clue-${purpose}/v1`, 32));
}

/** 盲索引 The marks of whoever must not have a clue: whom it concerns and whoever stands under that person, by the account, by the unit
 * whose people answer for it, by the bodies where the person works; and, by that unit and by the regions, whoever is recused from
 * one of them. Without the secret nobody can tell of whom a mark is. */
interface Marked {
  accounts?: readonly string[];
  units?: readonly string[];
  workplaces?: readonly Custody[];
  regions?: readonly string[];
}

export function marksOf(secret: TierSecret, marked: Marked): string[] {
  const { accounts = [], units = [], workplaces = [], regions = [] } = marked;
  const key = keyFor(secret, "index");
  const facts = [
    ...accounts.map((account) => `account\0${account}`),
    ...units.map((unit) => `unit\0${unit}`),
    ...workplaces.map((custody) => `workplace\0${custody}`),
    ...regions.map((region) => `region\0${region}`),
  ];
  return facts.map((fact) => createHmac("sha256", key).update(fact).digest("base64url"));
}

/** The marks of a clue: of its subject, and of the regions where the subject and its owner are, with all above them. */
export function marksOfClue(
  secret: TierSecret,
  owner: Custody,
  { accountIds, unitId, workplaces, region }: MarkedSubject,
): string[] {
  const places = [region, partsOfCustody(owner).office];
  const regions = places.flatMap((code) => [code, ...superiorsOf(code)]);
  const marks = marksOf(secret, { accounts: accountIds, units: unitId ? [unitId] : [], workplaces, regions });
  return [...new Set(marks)];
}

interface MarkedSubject {
  accountIds: readonly string[];
  unitId: string | null;
  workplaces: readonly Custody[];
  region: string;
}

/** The marks by which a caller would be known as somebody who must not have a clue. */
export function marksOfCaller(secret: TierSecret, standing: Standing): string[] {
  return [...marksOfPerson(secret, standing), ...marksOfRecusals(secret, standing)];
}

/** … as somebody whom it concerns. */
export function marksOfPerson(secret: TierSecret, standing: Standing): string[] {
  const { person, unit } = standing;
  return marksOf(secret, { accounts: [person], units: unit ? [unit] : [], workplaces: workplacesOf(standing) });
}

/** … as somebody who is recused from the subject's unit, or from a region where the subject or the owner is. */
export function marksOfRecusals(secret: TierSecret, { recusals }: Pick<Standing, "recusals">): string[] {
  const from = (scope: RecusalScope) => recusals.filter((each) => each.scope === scope).map(({ subject }) => subject);
  return marksOf(secret, { units: from("UNIT"), regions: from("REGION") });
}

/** Stands for the arguments of a change where a retry is compared: their plain hash could be guessed at. */
export function retryMark(secret: TierSecret, text: string): string {
  return createHmac("sha256", keyFor(secret, "retry")).update(text).digest("base64url");
}

/** Who tried to reach a clue that concerns them: what stands in the database says neither who nor when to the minute. */
export function sealAlert(secret: TierSecret, clue: string, text: string): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", keyFor(secret, "alert"), nonce).setAAD(Buffer.from(clue));
  const body = Buffer.concat([cipher.update(text.padEnd(256)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

/** @throws DoesNotOpen where the alert was changed, or is of another clue or secret */
export function openAlert(secret: TierSecret, clue: string, sealed: Buffer): string {
  const [nonce, tag, body] = [sealed.subarray(0, 12), sealed.subarray(12, 28), sealed.subarray(28)];
  const decipher = createDecipheriv("aes-256-gcm", keyFor(secret, "alert"), nonce, { authTagLength: 16 });
  try {
    decipher.setAAD(Buffer.from(clue)).setAuthTag(tag);
    return Buffer.concat([decipher.update(body), decipher.final()])
      .toString()
      .trimEnd();
  } catch {
    throw new DoesNotOpen();
  }
}
