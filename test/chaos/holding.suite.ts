import { endOf, reads } from "../../scripts/chaos/live/endings";
import type { Reader } from "../../scripts/chaos/live/followers";
import { type Happening, happenings } from "../../scripts/chaos/live/happenings";
import { hold, type LiveVerdict } from "../../scripts/chaos/live/holding";
import { type Heard, happeningKey, keyOf } from "../../scripts/chaos/live/transcript";

const CLERK: Reader = {
  ...{ person: "county:990101.clerk", office: "990101", tier: "COUNTY", region: "990101" },
  ...{ readsBook: true, fate: "DEMOTED" },
};
const ABOVE: Reader = { ...CLERK, person: "city:9901.clerk", office: "9901", region: "9901" };

/** A submission of target t at 1, two steps of its finding, its recall at 4; a submission of the neighbours' at 5. Each a second. */
const entry = (number: number, kind: string, event: string, id: string, office = "990101") => ({
  ...{ number: String(number), office, event, kind, id, at: new Date(number * 1_000).toISOString(), status: null },
  ...{ target: `t ${office}`, unit: `u ${office}`, region: `${office}001001` },
});
const ALL = happenings("COUNTY", [
  entry(1, "Publication", "PublicationSubmitted", "p"),
  entry(2, "Finding", "FindingClaimedDone", "f"),
  entry(3, "Finding", "FindingReturned", "f"),
  entry(4, "Publication", "PublicationRecalled", "p"),
  entry(5, "Publication", "PublicationSubmitted", "q", "990102"),
  entry(6, "Finding", "FindingClaimedDone", "f"),
]);
const heard = ({ key, number }: Happening, more: Partial<Heard> = {}): Heard => {
  return { kind: "told", key, place: number, resync: null, openedAt: 0, heardAt: number * 1_000 + 10, ...more };
};
const [submitted, claimed, returned, recalled, foreign] = ALL.map((each) => heard(each)) as [
  Heard,
  Heard,
  Heard,
  Heard,
  Heard,
];
const told = [submitted, claimed, returned, recalled];

interface Given {
  heard: readonly Heard[];
  reader?: Reader;
  rights?: [from: number, until: number, unit?: string];
  recall?: [from: number, until: number];
  asked?: Record<number, Record<string, string>>;
  /** until when all of it was */
  until?: number;
}

function held({ heard, reader = CLERK, rights, recall, asked = {}, until = 0 }: Given): Partial<LiveVerdict> {
  const withdrawals = {
    rights: new Map(rights ? [[reader.person, { from: rights[0], until: rights[1], unit: rights[2] }]] : []),
    recalls: new Map(recall ? [["p", { from: recall[0], until: recall[1] }]] : []),
  };
  const shown = new Map(
    Object.entries(asked).map(([at, objects]) => [Number(at), { until, shown: new Map(Object.entries(objects)) }]),
  );
  const verdict = hold([{ where: "x", reader, heard, from: 0, asked: shown }], { COUNTY: ALL }, withdrawals);
  const { checks: _, deadlinesAbove: __, explained, excused, shown: after, ...wrong } = verdict;
  const found = Object.entries({ ...wrong }).filter(([, lines]) => lines.length > 0);
  return {
    ...Object.fromEntries(found),
    ...(explained && { explained }),
    ...(excused && { excused }),
    ...(after && { shown: after }),
  };
}

test("a step is told as long as a submission lists the finding, and never after its recall", () => {
  expect(ALL.map(({ key }) => key)).toEqual([
    happeningKey("PUBLICATION_SUBMITTED", "p", null, 1_000, 1),
    happeningKey("FINDING_STATUS_CHANGED", "f", "CLAIMED_DONE", 2_000, 2),
    happeningKey("FINDING_STATUS_CHANGED", "f", "RECTIFYING", 3_000, 3),
    happeningKey("PUBLICATION_RECALLED", "p", null, 4_000, 4),
    happeningKey("PUBLICATION_SUBMITTED", "q", null, 5_000, 5),
  ]);
});

test("all in order and nothing else is right, and each way to be wrong has its name", () => {
  expect(held({ heard: told })).toEqual({});
  expect(held({ heard: [submitted, returned, recalled] })).toEqual({ lost: [`x: ${claimed.key}`] });
  expect(held({ heard: [...told, recalled] })).toEqual({ doubled: [`x: ${recalled.key}`] });
  expect(held({ heard: [submitted, returned, claimed, recalled] })).toEqual({ reordered: [`x: ${claimed.key}`] });
  expect(held({ heard: [...told, foreign] })).toEqual({ leaked: [`x: ${foreign.key}`] });
  expect(held({ heard: [submitted, { ...claimed, place: 9 }, returned, recalled] })).toEqual({
    misplaced: [`x: ${claimed.key} leads to 9`],
  });
});

test("what was taken away is not told any more: not what happens later, nor over a connection that is begun later", () => {
  expect(held({ heard: [submitted, claimed], rights: [2_500, 2_600] })).toEqual({ excused: 2 });
  expect(held({ heard: told.slice(0, 3), rights: [2_500, 2_600] })).toEqual({
    revoked: [
      `x: ${returned.key} (the right was taken away by 1970-01-01T00:00:02.600Z; told at 1970-01-01T00:00:03.010Z over a connection begun at 1970-01-01T00:00:00.000Z)`,
    ],
    excused: 1,
  });
  const late = { ...claimed, openedAt: 2_700 };
  expect(held({ heard: [submitted, late], rights: [2_500, 2_600] })).toEqual({
    revoked: [expect.stringContaining(`x: ${late.key} (the right was taken away`)],
    excused: 2,
  });
  // whoever was further already has missed it all the same
  expect(held({ heard: [submitted, returned], rights: [3_500, 3_600] })).toEqual({
    lost: [`x: ${claimed.key}`],
    excused: 1,
  });
  const renewed: Reader = { ...CLERK, fate: "STAYS" };
  expect(held({ heard: told, reader: renewed, rights: [2_500, 2_600] })).toEqual({});
  // another unit's is told on
  expect(held({ heard: told, rights: [0, 500, "u 990102"] })).toEqual({});
});

test("what a recalled submission listed is told to nobody above who asks later; the own office has its book", () => {
  const after: Heard[] = told.map((each) => ({ ...each, openedAt: 4_500 }));
  const recalledBefore = ({ key }: Heard) => expect.stringContaining(`x: ${key} (the submission was taken away`);
  const wrong = { revoked: [claimed, returned].map(recalledBefore) };
  const own = foreign; // the neighbours' submission is the city's, too
  expect(held({ heard: [...after, own], reader: ABOVE, recall: [4_000, 4_100] })).toEqual(wrong);
  expect(held({ heard: [submitted, recalled, own], reader: ABOVE, recall: [2_500, 4_100] })).toEqual({ excused: 2 });
  expect(held({ heard: after, recall: [4_000, 4_100] })).toEqual({});
});

test("a RESYNC excuses what the queries after it show, and only where a right was taken, once", () => {
  const resync = { ...recalled, kind: "RESYNC", key: "resync", resync: "RIGHTS_CHANGED" };
  const given = (asked: Record<string, string>): Given => {
    return { heard: [submitted, resync], rights: [3_500, 3_600, "another"], asked: { 4: asked } };
  };
  expect(held(given({ p: "RECALLED", f: "RECTIFYING" }))).toEqual({ explained: 1, shown: 3 });
  const lost = (...missing: [Heard, string][]) =>
    missing.map(([{ key }, status]) => {
      const [told, asked] = ["1970-01-01T00:00:04.010Z", "1970-01-01T00:00:00.000Z"];
      return `x: ${key} (behind a RESYNC that was told at ${told}; by ${asked} queries showed ${status})`;
    });
  expect(held(given({ p: "SUBMITTED", f: "RECTIFYING" }))).toEqual({
    lost: lost([recalled, "SUBMITTED"]),
    explained: 1,
    shown: 2,
  });
  // a step after the recall is told to nobody, and is what the book shows
  expect(held(given({ p: "RECALLED", f: "CLAIMED_DONE" }))).toEqual({ explained: 1, shown: 3 });
  expect(held(given({ p: "RECALLED", f: "UPHELD" }))).toEqual({
    lost: lost([claimed, "UPHELD"], [returned, "UPHELD"]),
    explained: 1,
    shown: 1,
  });
  const lines = (...reasons: string[]) => reasons.map((reason) => `x: ${reason} at 4`);
  expect(held({ heard: [...told, resync] })).toEqual({ resynced: lines("RIGHTS_CHANGED") });
  expect(held({ heard: [...told, resync, resync], rights: [3_500, 3_600, "another"] })).toEqual({
    resynced: lines("RIGHTS_CHANGED"),
    explained: 1,
  });
  const slow = { ...resync, resync: "SLOW_READER" };
  expect(held({ heard: [...told, slow], rights: [3_500, 3_600, "another"] })).toEqual({
    resynced: lines("SLOW_READER"),
  });
  expect(held({ heard: [...told, { ...resync, kind: "STARTED" }] })).toEqual({ resynced: ["x: begins anew"] });
});

test("what was taken away before the queries after a RESYNC were answered they need not show any more, and what was taken away later they must", () => {
  const resync = { ...returned, kind: "RESYNC", key: "resync", resync: "RIGHTS_CHANGED", heardAt: 3_020 };
  const given = (until: number): Given => {
    const rights: Given["rights"] = [2_500, 2_600, "another"];
    const asked = { 3: { p: "SUBMITTED" } };
    return {
      heard: [submitted, resync, recalled, foreign],
      reader: ABOVE,
      rights,
      recall: [4_000, 4_100],
      asked,
      until,
    };
  };
  expect(held(given(4_200))).toEqual({ explained: 1, shown: 1, excused: 1 });
  const missing = expect.stringContaining(`x: ${claimed.key} (behind a RESYNC`);
  expect(held(given(3_900))).toEqual({ explained: 1, lost: [missing], excused: 1 });
});

test("of a deadline the own office is told by its alert; above, which one of what is submitted, and nothing before or after that", () => {
  const turned = (number: number, id: string, clock: string, finding: string | null) => {
    return { ...entry(number, "Alert", "AlertTurnedRed", id), clock, finding };
  };
  const all = happenings("COUNTY", [
    turned(1, "a", "PLAN", null),
    entry(2, "Publication", "PublicationSubmitted", "p"),
    turned(3, "b", "REVIEW_OF_CLAIM", "f"),
    turned(4, "c", "PLAN", null),
    entry(5, "Publication", "PublicationRecalled", "p"),
    turned(6, "d", "PLAN", null),
  ]);
  const told = (number: number, about: object) => {
    return keyOf({ kind: "ALERT_RED", resync: null, at: new Date(number * 1_000).toISOString(), ...about }, number);
  };
  const own = [
    told(1, { clock: "PLAN", alert: { id: "a" } }),
    told(3, { clock: "REVIEW_OF_CLAIM", alert: { id: "b" }, finding: { id: "f" }, publication: { id: "p" } }),
    told(4, { clock: "PLAN", alert: { id: "c" }, publication: { id: "p" } }),
    told(6, { clock: "PLAN", alert: { id: "d" } }),
  ];
  const above = [
    told(3, { clock: "REVIEW_OF_CLAIM", alert: null, finding: { id: "f" }, publication: { id: "p" } }),
    told(4, { clock: "PLAN", alert: null, publication: { id: "p" } }),
  ];
  const of = (reader: Reader) => all.filter((one) => reads(reader, one, ["9901", "99"])).map(({ key }) => key);
  const submissions = all.filter(({ about }) => about === "PUBLICATION").map(({ key }) => key);
  expect(of(CLERK).filter((key) => !submissions.includes(key))).toEqual(own);
  expect(of(ABOVE).filter((key) => !submissions.includes(key))).toEqual(above);
  // after the recall nobody above is told of it again
  const recalls = new Map([["p", { from: 5_000, until: 5_100 }]]);
  const ended = all.filter((one) => endOf(ABOVE, one, { rights: new Map(), recalls })).map(({ key }) => key);
  expect(ended.filter((key) => of(ABOVE).includes(key))).toEqual(above);
});

test("a deadline of what an earlier submission listed is the same one also where the finding is not read any more, above alone", () => {
  const alert = { ...entry(2, "Alert", "AlertTurnedYellow", "a"), clock: "REVIEW_OF_CLAIM", finding: "f" };
  const all = happenings("COUNTY", [entry(1, "Publication", "PublicationSubmitted", "p"), alert]);
  const [deadline] = all.filter(({ about }) => about === "DEADLINE") as [Happening];
  const event = { kind: "ALERT_YELLOW", clock: "REVIEW_OF_CLAIM", at: new Date(2_000).toISOString(), resync: null };
  const keys = [{ id: "f" }, null].map((finding) =>
    keyOf({ ...event, alert: null, finding, publication: { id: "p" } }, 2),
  );
  expect([deadline.key, deadline.bareKey]).toEqual(keys);
  const read = (reader: Reader, key: string) => {
    const told = [submitted, { ...heard(deadline), key }];
    const one = { where: "x", reader, heard: told, from: 0, asked: new Map() };
    return hold([one], { COUNTY: all }, { rights: new Map(), recalls: new Map() });
  };
  for (const key of keys) {
    expect(read(ABOVE, key as string)).toMatchObject({ lost: [], doubled: [], leaked: [], deadlinesAbove: 1 });
  }
  expect(read(CLERK, keys[1] as string)).toMatchObject({ lost: [expect.stringContaining("a")], deadlinesAbove: 0 });
});

test("a joint supervision is told to each office on its side, as often as it changes, also twice in one moment", () => {
  const stated = (number: number, kind: string, event: string, office: string) => {
    return { ...entry(number, kind, event, "s", office), at: new Date(1_000).toISOString(), region: office };
  };
  const all = happenings("COUNTY", [
    stated(1, "ReceivedSupervision", "SupervisionStated", "990101"),
    stated(2, "ReceivedSupervision", "SupervisionStated", "990101"),
    stated(3, "ReceivedSupervision", "SupervisionStated", "990102"),
  ]);
  const told = { kind: "SUPERVISION_CHANGED", at: "1970-01-01T00:00:01.000Z", resync: null };
  expect(all.map(({ key }) => key)).toEqual([
    keyOf({ ...told, receivedSupervision: { id: "s" } }, 1),
    keyOf({ ...told, supervision: { id: "s" } }, 2),
    keyOf({ ...told, receivedSupervision: { id: "s" } }, 3),
  ]);
  expect(new Set(all.map(({ key }) => key)).size).toBe(3);
  expect(all.map((one) => reads(CLERK, one, ["9901", "99"]))).toEqual([true, true, false]);
  // who stands above has a side of his own, and it is not this one
  expect(all.some((one) => reads(ABOVE, one, ["9901", "99"]))).toBe(false);
});

test("a step of what an earlier submission listed is the same step also where the finding is not read any more, above alone", () => {
  const at = new Date(2_000).toISOString();
  const event = { kind: "FINDING_STATUS_CHANGED", findingStatus: "CLAIMED_DONE", at, resync: null };
  const bare = { ...claimed, key: keyOf({ ...event, finding: null, publication: { id: "p" } }, 2) };
  expect(held({ heard: [submitted, bare, returned, recalled, foreign], reader: ABOVE })).toEqual({});
  expect(held({ heard: [submitted, bare, returned, recalled] })).toEqual({
    lost: [`x: ${claimed.key}`],
    doubled: [`x: ${bare.key}`],
  });
});
