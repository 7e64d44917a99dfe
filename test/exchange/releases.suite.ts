import { entriesOf } from "../../subgraphs/journal/append";
import { until } from "../support/until";
import { describeWhole, testWhole } from "../support/whole";
import { aFiledRound, type CountyTarget, moveFinding } from "./books";
import { Party, untilShipped } from "./parties";

// Releases and joint supervision over the wire and next door, written into the book as the subgraph writes them.

const county = new Party("COUNTY");
const city = new Party("CITY");
const all = [county, city];
const startAll = () => {
  for (const party of all) party.start(all.filter((other) => other !== party));
};
const stopAll = () => Promise.all(all.map((party) => party.stop()));

beforeAll(async () => {
  await Promise.all(all.map((party) => party.prepare()));
  startAll();
});
afterAll(() => Promise.all(all.map((party) => party.dispose())));

const release = entriesOf("Release");
let count = 0;

/** A release of all findings of a target. */
async function aRelease({ office, findingIds }: CountyTarget, grantees: readonly string[]): Promise<string> {
  const id = `county:release${String(++count).padStart(15, "0")}`;
  await county.sql(
    `insert into release (id, office, purpose, title, fields, finding_ids, target_ids, round_ids, unit_ids, regions, status, version,
       issued_on, issued_at, issued_by, expires_on, synthetic)
     select $1, $2, 'RESULTS', '虚构通报', '{TITLE,STATUS}', $3, array_agg(distinct target_id), array_agg(distinct round_id),
       array_agg(distinct unit_id), array_agg(distinct region), 'ISSUED', 1, '2026-05-01', now(), 'somebody', '2999-12-31', true
     from finding where id = any ($3)`,
    [id, office, findingIds],
  );
  await county.sql(
    `insert into released_finding (office, release_id, finding_id, round_id, target_id, unit_id, region, ordinal, title, status,
       further_unit_ids, opened_at)
     select office, $1, id, round_id, target_id, unit_id, region, ordinal, title, status, further_unit_ids, opened_at
     from finding where id = any ($2)`,
    [id, findingIds],
  );
  await county.sql("insert into release_grantee select $1, $2, g, now() from unnest($3::text[]) as g", [
    ...[office, id, grantees],
  ]);
  await county.happens(release({ office, id, version: 1 }, "ReleaseIssued", { grantees }));
  return id;
}
const heldBy = (party: Party, id: string) =>
  party.sql(
    `select r.office, r.status, r.lost_at is not null as lost, array_agg(f.status order by f.ordinal) as findings
     from received_release r join received_release_finding f on f.office = r.office and f.release_id = r.id
     where r.id = $1 group by r.office, r.id order by r.office`,
    [id],
  );

test("next door a release arrives in order, once, is followed, sealed and withdrawn, with a receipt", async () => {
  const filed = await aFiledRound(county);
  const [first] = filed.findingIds as [string, string];
  const id = await aRelease(filed, ["990102"]);
  const open = { office: "990102", status: "ISSUED", lost: false };
  expect(await heldBy(county, id)).toEqual([{ ...open, findings: ["REPORTED", "REPORTED"] }]);
  await moveFinding(county, filed.office, first, "FindingFedBack", "FED_BACK");
  expect(await heldBy(county, id)).toEqual([{ ...open, findings: ["FED_BACK", "REPORTED"] }]);
  await moveFinding(county, filed.office, first, "FindingWithdrawn", "WITHDRAWN");
  const ended =
    "select ended_at is not null as ended, title from received_release_finding where release_id = $1 order by ordinal";
  expect(await county.sql(ended, [id])).toEqual([
    { ended: true, title: "虚构问题" },
    { ended: false, title: "虚构问题" },
  ]);
  await county.sql("update released_finding set sealed_at = now() where finding_id = $1", [first]);
  const masked = entriesOf("Finding")({ office: filed.office, id: first, version: 9 }, "FindingTextMasked", {
    ...{ sealed: [], released: [{ releaseId: id, grantees: ["990102"] }] },
  });
  await county.happens(masked);
  expect((await county.sql<{ title: string }>(ended, [id])).map(({ title }) => title)).toEqual(["", "虚构问题"]);
  expect(await county.sql("select office, title from sealed_copy order by office")).toEqual([
    { office: "990101", title: "虚构问题" },
    { office: "990102", title: "虚构问题" },
  ]);
  await county.happens(
    release({ office: filed.office, id, version: 2 }, "ReleaseWithdrawn", { grantees: ["990102"], reason: "有误" }),
  );
  expect(await heldBy(county, id)).toMatchObject([{ status: "WITHDRAWN" }]);
  // what happens to the finding later is nobody's there
  await moveFinding(county, filed.office, filed.findingIds[1] as string, "FindingFedBack", "FED_BACK");
  expect(await county.sql("select kind, outcome from inbox where source = '990101' order by sequence")).toEqual(
    ["ReleaseIssued", "ReleaseFollowed", "ReleaseFollowed", "ReleaseTextSealed", "ReleaseWithdrawn"].map((kind) => {
      return { kind, outcome: "APPLIED" };
    }),
  );
  expect(await county.sql("select max(sequence)::int as n from outbox_receipt where destination = '990102'")).toEqual([
    { n: 5 },
  ]);
});

test("an impossible release stops its stream alone, next door too, until an administrator leaves it out", async () => {
  const filed = await aFiledRound(county, "990201");
  const id = await aRelease(filed, ["990102"]);
  const stream = "select state, parked_kind, parked_reason from inbox_stream where source = '990201'";
  expect(await county.sql(stream)).toEqual([
    { state: "PARKED", parked_kind: "ReleaseIssued", parked_reason: "IMPOSSIBLE" },
  ]);
  const other = await aFiledRound(county);
  expect(await heldBy(county, await aRelease(other, ["990102"]))).toHaveLength(1);
  await county.sql(
    `update inbox_stream set state = 'OPEN', skip_epoch = epoch, skip_sequence = sequence + 1, skip_reason = '有误'
     where source = '990201'`,
  );
  await county.work();
  expect(await county.sql("select outcome, reason from inbox where source = '990201'")).toEqual([
    { outcome: "SKIPPED", reason: "有误" },
  ]);
  expect(
    await county.sql(
      "select state, skipped_reason from outbox_stream join outbox using (source, destination) where subject = $1",
      [id],
    ),
  ).toEqual([{ state: "OPEN", skipped_reason: "有误" }]);
});

test("upward nothing goes as a release: the superior parks it", async () => {
  const filed = await aFiledRound(county);
  await aRelease(filed, ["9901"]);
  await until("the city has parked it", async () => {
    const [stream] = await city.sql<{ parked_kind: string }>(
      "select parked_kind from inbox_stream where source = '990101'",
    );
    return stream?.parked_kind === "ReleaseIssued";
  });
  expect(await city.sql("select id from received_release")).toEqual([]);
  await city.sql(
    "update inbox_stream set state = 'OPEN', skip_epoch = epoch, skip_sequence = sequence + 1, skip_reason = '有误'",
  );
  await untilShipped(county, "9901");
});

testWhole?.(
  "a source that comes back from before a release could not withdraw it: nothing of it is read where it arrived",
  async () => {
    await stopAll();
    const comeBack = await city.copy();
    startAll();
    const id = "city:releaselost00000000001";
    await city.sql(
      `insert into release (id, office, purpose, title, fields, finding_ids, target_ids, round_ids, unit_ids, regions, status, version,
       issued_on, issued_at, issued_by, expires_on, synthetic)
     values ($1, '9901', 'RESULTS', '虚构通报', '{TITLE}', '{}', '{}', '{}', '{}', '{9901}', 'ISSUED', 1, '2026-05-01', now(), 'somebody',
       '2999-12-31', true)`,
      [id],
    );
    await city.happens(release({ office: "9901", id, version: 1 }, "ReleaseIssued", { grantees: ["990103"] }));
    await untilShipped(city, "990103");
    const held = "select office, status, lost_at is not null as lost from received_release where id = $1";
    expect(await county.sql(held, [id])).toEqual([{ office: "990103", status: "ISSUED", lost: false }]);
    await stopAll();
    await comeBack();
    startAll();
    await until("the county has heard that it is lost", async () => {
      const [row] = await county.sql<{ lost: boolean }>(held, [id]);
      return row?.lost;
    });
    expect(await city.sql("select kind, destination from exchange_loss")).toEqual([
      { kind: "ReleaseIssued", destination: "990103" },
    ]);
  },
);

describeWhole?.("a joint supervision after a set-back", () => {
  const supervision = entriesOf("Supervision");
  const LEAD = "9901";
  const MEMBER = "990103";
  const id = "city:supervision00000000001";
  const STATED = { kind: "SAME_TOPIC", title: "虚构议题", checklist: [], startsOn: "2026-01-01", endsOn: "2999-12-31" };
  const states = (stated: number, members: string[]) => {
    return {
      to: [MEMBER],
      stated: { id, ...STATED, status: "OPEN", stated, members, conclusion: null, synthetic: true },
    };
  };
  const ledNow = async () => (await city.sql<Record<string, unknown>>("select status from supervision_member"))[0];
  const memberNow = async () =>
    (
      await county.sql<Record<string, unknown>>(
        "select status, answer, members, stated, lost_at is not null as lost from received_supervision",
      )
    )[0];
  const answers = async (answer: string, event: string) => {
    const [row] = await county.sql<{ revision: number }>(
      `update received_supervision set answer = $1, revision = revision + 1, answered_at = now(), answered_by = 'county:somebody'
       returning revision`,
      [answer],
    );
    const object = { office: MEMBER, id, version: row?.revision as number };
    await county.happens(entriesOf("ReceivedSupervision")(object, event, { source: LEAD, reason: null }));
  };
  const untilBoth = (led: object, member: object) =>
    until("both sides agree", async () => {
      await Promise.all([city.work(), county.work()]);
      const [here, there] = [await ledNow(), await memberNow()];
      return (
        JSON.stringify({ ...here, ...led }) === JSON.stringify(here) &&
        JSON.stringify({ ...there, ...member }) === JSON.stringify(there)
      );
    });

  beforeAll(async () => {
    await city.sql(
      `insert into supervision (id, office, kind, title, checklist, starts_on, ends_on, status, version, stated, proposed_at, proposed_by,
         opened_at, synthetic)
       values ($1, $2, 'SAME_TOPIC', '虚构议题', '[]', '2026-01-01', '2999-12-31', 'OPEN', 2, 1, now(), 'somebody', now(), true)`,
      [id, LEAD],
    );
    await city.sql(
      "insert into supervision_member (office, supervision_id, member_office, status, invited_at) values ($1, $2, $3, 'INVITED', now())",
      [LEAD, id, MEMBER],
    );
    await city.happens(supervision({ office: LEAD, id, version: 2 }, "SupervisionOpened", states(1, [])));
    await untilBoth({ status: "INVITED" }, { answer: "INVITED", stated: 1 });
  });

  test("who opened it hears the answer again, and states it anew: later than all that its members have heard", async () => {
    await stopAll();
    const comeBack = await city.copy();
    startAll();
    await answers("JOINED", "SupervisionJoined");
    await untilBoth({ status: "JOINED" }, { answer: "JOINED", stated: 2, members: [MEMBER] });
    await stopAll();
    await comeBack();
    expect(await ledNow()).toMatchObject({ status: "INVITED" });
    startAll();
    await untilBoth({ status: "JOINED" }, { status: "OPEN", answer: "JOINED", members: [MEMBER], lost: false });
    await until("the member has heard a later statement", async () => {
      const { stated } = (await memberNow()) as { stated: number };
      return stated > 2;
    });
  });

  test("a member that does not know its answer any more gives it again, and nothing is done twice", async () => {
    await city.sql("update supervision_member set status = 'INVITED'");
    await county.sql("update received_supervision set answer = 'INVITED'");
    await stopAll();
    const comeBack = await county.copy();
    startAll();
    await answers("JOINED", "SupervisionJoined");
    await untilBoth({ status: "JOINED" }, { answer: "JOINED" });
    await stopAll();
    await comeBack();
    startAll();
    expect(await memberNow()).toMatchObject({ answer: "INVITED" });
    await until("the county knows what it lost", async () => {
      const lost = await county.sql("select kind from exchange_loss where kind = 'SupervisionAnswered'");
      return lost.length === 1;
    });
    await answers("JOINED", "SupervisionJoined");
    await untilBoth({ status: "JOINED" }, { answer: "JOINED", lost: false });
    await untilShipped(county, LEAD);
    const met = "select outcome, reason from inbox where kind = 'SupervisionAnswered' order by received_at, sequence";
    expect((await city.sql(met)).at(-1)).toEqual({ outcome: "SET_ASIDE", reason: "ANSWERED_BEFORE" });
  });
});
