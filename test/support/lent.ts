import { newId } from "../../schema/contract/ids";
import type { TestPlatform } from "./platform";

/** An agreed secondment in the book of the city that asked for it, where the way to it is not the test's matter: its orders go by the
 * workers, see federation/secondments.test.ts.
 * @param person at home in one of the city's counties */
export async function lendToCity(platform: TestPlatform, roundId: string, person: string): Promise<void> {
  const lender = /:(\d+)\./.exec(person)?.[1] as string;
  await platform.sql(
    "city",
    `insert into office_order (id, office, issuer, addressee, issue_id, kind, title, request, issued_at, issued_by, synthetic, status,
       status_at, version, receipt_due_on, due_on, warning_days, round_id, starts_on, ends_on, people_wanted, people)
     values ($1, $2, $2, $3, $1, 'SECONDMENT', '虚构抽调', '虚构', now(), $4, true, 'CLOSED', now(), 4, '2026-03-05', '2026-03-23', 3,
       $5, '2026-01-01', '2099-12-31', 1, $6)`,
    [newId("CITY"), lender.slice(0, 4), lender, `city:${lender.slice(0, 4)}.director`, roundId, [person]],
  );
}
