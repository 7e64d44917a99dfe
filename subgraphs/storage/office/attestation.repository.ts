import type { AttestedUnit } from "../../../schema/contract/attestation";
import type { Db } from "../db";

/** What this tier's registers say of units, to whoever is signed in: the register is nobody's secret. */
export async function findUnitsToAttest(db: Db, ids: readonly string[]): Promise<AttestedUnit[]> {
  return db.rows<AttestedUnit>(
    `select u.id, u.office, u.region, u.code, u.name, u.kind, u.superior_body, u.cadre_level, u.valid_from, u.valid_to,
       case when s.id is not null then jsonb_build_object('id', s.id, 'name', s.name) end as superior
     from unit u left join unit s on s.id = u.superior_unit_id where u.id = any ($1)`,
    [ids],
  );
}

/** Units of other tiers' registers, as these attest them: from which of them the caller has to keep away.
 * @returns their ids */
export async function findRecusedFrom(
  db: Db,
  units: readonly Pick<AttestedUnit, "id" | "office" | "region">[],
): Promise<Set<string>> {
  if (units.length === 0) return new Set();
  const rows = await db.rows<{ id: string }>(
    `select u.id from jsonb_to_recordset($1) as u (id text, office text, region text)
     where recused(u.office, u.region, u.id, '', '')`,
    [JSON.stringify(units.map(({ id, office, region }) => ({ id, office, region })))],
  );
  return new Set(rows.map(({ id }) => id));
}
