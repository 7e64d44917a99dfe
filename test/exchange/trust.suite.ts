import type { Tier } from "../../schema/contract/tier";
import { type Envelope, isAnswer, senderOf, signAnswer, signEnvelope } from "../../subgraphs/trust/envelope";
import { BadKey, newSigningPair, publicPartOf, readPublicKeys, readSigningKey } from "../../subgraphs/trust/keys";
import { isHeadOf, isReceiptOf, signHead, signReceipt } from "../../subgraphs/trust/statements";

const pairs = { COUNTY: newSigningPair(), CITY: newSigningPair(), next: newSigningPair() };
const county = readSigningKey(pairs.COUNTY.privateKey);
const city = readSigningKey(pairs.CITY.privateKey);
const keys = { COUNTY: readPublicKeys(pairs.COUNTY.publicKey), CITY: readPublicKeys(pairs.CITY.publicKey) };
const REQUEST: Envelope = { route: "batches", sender: "COUNTY", receiver: "CITY", body: '{"batches":[]}' };

test("a request is its sender's, byte for byte, for this receiver and this route", () => {
  const signed = signEnvelope(county, REQUEST);
  expect(senderOf(keys, REQUEST, signed)).toBe("COUNTY");
  for (const change of [{ body: '{"batches":[] }' }, { receiver: "PROVINCE" as Tier }, { route: "hello" }]) {
    expect(senderOf(keys, { ...REQUEST, ...change }, signed)).toBeUndefined();
  }
  expect(senderOf(keys, REQUEST, { ...signed, key: city.id })).toBeUndefined();
  expect(senderOf(keys, REQUEST, { ...signed, key: "nobody" })).toBeUndefined();
  expect(senderOf(keys, REQUEST, { ...signed, signature: signed.signature.slice(2) })).toBeUndefined();
});

test("nobody speaks for another tier, whoever's key signed it", () => {
  expect(senderOf(keys, REQUEST, signEnvelope(city, REQUEST))).toBeUndefined();
});

test("an answer belongs to its one request", () => {
  const signed = signEnvelope(county, REQUEST);
  const answer = { body: "{}", signed: signAnswer(city, REQUEST, signed, "{}") };
  expect(isAnswer(keys, REQUEST, signed, answer)).toBe(true);
  expect(isAnswer(keys, REQUEST, signEnvelope(county, { ...REQUEST, body: "{}" }), answer)).toBe(false);
  expect(isAnswer(keys, REQUEST, signed, { ...answer, body: "[]" })).toBe(false);
  expect(isAnswer(keys, REQUEST, signed, { body: "{}", signed: signAnswer(county, REQUEST, signed, "{}") })).toBe(
    false,
  );
});

test("a head and a receipt stand by themselves, and one never passes for the other's tier", () => {
  const head = signHead(county, "COUNTY", { number: 7, hash: "ab", at: "2026-03-01T00:00:00Z" });
  expect(isHeadOf(keys, "COUNTY", head)).toBe(true);
  expect(isHeadOf(keys, "CITY", head)).toBe(false);
  expect(isHeadOf(keys, "COUNTY", { ...head, number: 8 })).toBe(false);
  const told = { source: "990101", destination: "9901", epoch: 1, sequence: 3, hash: "cd", at: "2026-03-01T00:00:00Z" };
  const receipt = signReceipt(city, "CITY", told);
  expect(isReceiptOf(keys, "CITY", receipt)).toBe(true);
  expect(isReceiptOf(keys, "CITY", { ...receipt, sequence: 4 })).toBe(false);
  expect(isReceiptOf(keys, "COUNTY", receipt)).toBe(false);
});

test("while a tier changes its key, the old and the new one both count; afterwards the old one counts no more", () => {
  const next = readSigningKey(pairs.next.privateKey);
  const both = { COUNTY: readPublicKeys(`${pairs.COUNTY.publicKey}, ${pairs.next.publicKey}`) };
  const only = { COUNTY: readPublicKeys(pairs.next.publicKey) };
  for (const key of [county, next]) expect(senderOf(both, REQUEST, signEnvelope(key, REQUEST))).toBe("COUNTY");
  expect(senderOf(only, REQUEST, signEnvelope(county, REQUEST))).toBeUndefined();
});

test("a private key is read as PEM too, and names the public part that peers are given", () => {
  const pem = county.key.export({ format: "pem", type: "pkcs8" }).toString();
  expect(readSigningKey(pem).id).toBe(county.id);
  expect(publicPartOf(county)).toBe(pairs.COUNTY.publicKey);
});

test.each(["", "nonsense", newSigningPair().publicKey])(
  "what is no private key is refused without a word of it",
  (text) => {
    expect(() => readSigningKey(text)).toThrow(BadKey);
    expect(() => readSigningKey(text)).toThrow(/^must be an Ed25519 private key/);
  },
);

test.each(["", "nonsense", `${newSigningPair().publicKey},`, newSigningPair().privateKey])(
  "what is no public key is refused",
  (text) => {
    expect(() => readPublicKeys(text)).toThrow(BadKey);
  },
);
