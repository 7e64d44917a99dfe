import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Custody } from "../../subgraphs/domain/clue/custody";
import { goesByParcel, type ParcelKind } from "../../subgraphs/domain/clue/parcel";
import { newest, newGeneration, type PublicKeys } from "../../subgraphs/trust/clue/custodyKeys";
import { DoesNotOpen } from "../../subgraphs/trust/clue/envelope";
import { KeyFolder } from "../../subgraphs/trust/clue/keyFolder";
import { createKeys, endGeneration, rotateKeys } from "../../subgraphs/trust/clue/keyKeeping";
import { openParcel, readParcel, sealParcel } from "../../subgraphs/trust/clue/parcel";
import { followRotation, vouchFor } from "../../subgraphs/trust/clue/voucher";

const [FROM, TO] = ["990101:INSPECTION", "9901:DISCIPLINE"] as const satisfies Custody[];
const NOW = "2026-11-27T00:00:00Z";
let root: string;
let county: KeyFolder;
let city: KeyFolder;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "clue-parcels-"));
  [county, city] = [new KeyFolder(join(root, "county")), new KeyFolder(join(root, "city"))];
  createKeys(county, [FROM], NOW, [city]);
  createKeys(city, [TO], NOW, [county]);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const route = { parcel: `county:${"P".repeat(22)}`, kind: "ClueReferred" as ParcelKind, from: FROM, to: TO };
const sealed = (content = "线索", folder = county) =>
  sealParcel(
    route,
    content,
    { sender: folder.keysOf(FROM), known: folder.publicKeysOf(FROM) },
    county.publicKeysOf(TO),
  );
const read = (text: string) => {
  const parcel = readParcel(text);
  if (!parcel) throw new Error("no parcel");
  return parcel;
};

test("parcels go between tiers of one province, and nowhere else", () => {
  expect(goesByParcel(FROM, TO)).toBe(true);
  expect(goesByParcel(TO, "990202:DISCIPLINE")).toBe(true);
  expect(goesByParcel(FROM, "990102:DISCIPLINE")).toBe(false);
  expect(goesByParcel(FROM, "5301:DISCIPLINE")).toBe(false);
});

test("a parcel is its sender's, opens for its two custodies, and says nothing but its way to everybody else", () => {
  const text = sealed();
  const parcel = read(text);
  expect(parcel.verifiedBy(city.publicKeysOf(FROM))).toBe(true);
  expect(parcel.verifiedBy(city.publicKeysOf(TO))).toBe(false);
  expect(openParcel(parcel, "to", city.keysOf(TO))).toBe("线索");
  expect(openParcel(parcel, "from", county.keysOf(FROM))).toBe("线索");
  expect(openParcel(parcel, "to", county.keysOf(FROM))).toBeUndefined();
  expect(Buffer.from(text).includes("线索")).toBe(false);
  expect(sealed().length).toBe(sealed("别的内容，长一些").length);
});

test("nothing on a parcel or in it can be changed, and no part of it used elsewhere", () => {
  const text = sealed();
  const outer = JSON.parse(text) as { said: string; key: string; signature: string };
  const said = JSON.parse(outer.said) as Record<string, unknown>;
  for (const change of [
    { kind: "ClueConcluded" },
    { to: "9901:ORGANISATION" },
    { from: "990102:INSPECTION" },
    { parcel: `county:${"Q".repeat(22)}` },
  ]) {
    const forged = read(JSON.stringify({ ...outer, said: JSON.stringify({ ...said, ...change }) }));
    expect(forged.verifiedBy(city.publicKeysOf(FROM))).toBe(false);
    expect(() => openParcel(forged, "to", city.keysOf(TO))).toThrow(DoesNotOpen);
  }
  for (const nonsense of ["", "{", "[]", JSON.stringify({ ...outer, said: "{}" }), outer.said]) {
    expect(readParcel(nonsense)).toBeUndefined();
  }
});

describe("a change of keys", () => {
  test("travels with what it signs, over several generations and ended ones", () => {
    const [first] = county.publicKeysOf(FROM).generations;
    for (let i = 0; i < 3; i++) rotateKeys(county, FROM, NOW);
    const [, , middle] = county.keysOf(FROM).generations;
    endGeneration(county, FROM, middle?.id as string);
    rotateKeys(county, FROM, NOW);
    expect(city.publicKeysOf(FROM).generations.map(({ id }) => id)).toEqual([first?.id]);
    const parcel = read(sealed());
    expect(parcel.verifiedBy(city.publicKeysOf(FROM))).toBe(false);
    const known = followRotation(city, parcel.said.keys);
    expect(parcel.verifiedBy(known)).toBe(true);
    expect(newest(city.publicKeysOf(FROM)).id).toBe(newest(county.keysOf(FROM)).id);
    expect(city.publicKeysOf(FROM).generations).toHaveLength(5);
  });

  test("is believed of nobody but the newest generation that is known", () => {
    const old = newest(county.keysOf(FROM));
    rotateKeys(county, FROM, NOW, [city]);
    const before = city.publicKeysOf(FROM);
    const forger = newGeneration(NOW);
    const [known] = before.generations;
    const sent = (fresh: object): PublicKeys => ({
      ...before,
      generations: [fresh as typeof forger, ...before.generations],
    });
    for (const fresh of [
      forger,
      vouchFor(FROM, forger, forger),
      // whoever took an older one along
      vouchFor(FROM, forger, old),
      // for another custody
      vouchFor(TO, forger, newest(county.keysOf(FROM))),
      // another's keys under a name that is known
      { ...vouchFor(FROM, forger, newest(county.keysOf(FROM))), id: old.id },
      { ...vouchFor(FROM, forger, newest(county.keysOf(FROM))), wrapping: known?.wrapping },
    ]) {
      expect(followRotation(city, sent(fresh))).toEqual(before);
      expect(city.publicKeysOf(FROM)).toEqual(before);
    }
  });

  test("of a custody that nobody has introduced is not followed", () => {
    createKeys(county, ["990101:DISCIPLINE"], NOW);
    expect(() => followRotation(city, county.publicKeysOf("990101:DISCIPLINE"))).toThrow("is missing");
  });
});
