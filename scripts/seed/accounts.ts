import { homeTierOfAccount } from "../../schema/contract/ids";
import { tierOfOffice } from "../../schema/contract/regionCode";
import type { Role } from "../../schema/contract/standing";
import { nameOfTier, TIERS, type Tier } from "../../schema/contract/tier";
import type { RegionTree } from "../../schema/regions/tree";
import { insert } from "./offices";
import {
  CITY,
  CITY_STAFF,
  COUNTY,
  STAFF,
  superiorBody,
  TOWNSHIP_UNIT,
  unitHead,
  unitLiaison,
  VILLAGE_UNIT,
} from "./story/people";
import type { Persona } from "./teller";

export interface SeedAccount {
  id: string;
  tier: Tier;
  office: string;
  /** id of the unit that the account answers for, where its roles are a unit's */
  unit?: string;
  /** the same by its code in the register of the office, where the id is not known before */
  unitCode?: string;
  label: string;
  roles: Role[];
}

const POSTS: [suffix: string, zh: string, roles: Role[]][] = [
  ["clerk", "经办人", ["CLERK"]],
  ["director", "办主任", ["DIRECTOR"]],
  ["approver", "领导小组", ["APPROVER"]],
  ["display", "展示屏", ["DISPLAY"]],
  ["security", "安全管理员", ["SECURITY_ADMIN"]],
  ["system", "系统管理员", ["SYSTEM_ADMIN"]],
];

/** One account a post for each of these offices. The label names the post; no person stands behind it. */
export function demonstrationAccounts(offices: readonly string[], regions: RegionTree): SeedAccount[] {
  return offices.flatMap((office) => {
    const tier = tierOfOffice(office) as Tier;
    return POSTS.map(([suffix, zh, roles]) => ({
      id: `${nameOfTier(tier)}:${office}.${suffix}`,
      tier,
      office,
      label: `${regions.find(office)?.name} ${zh}（演示账号）`,
      roles,
    }));
  });
}

/** The further people of the county whose round the story tells, and of the city that one of its clues goes to. */
export function storyAccounts(): SeedAccount[] {
  const label = (place: string, post: string) => `${place} ${post}（演示账号）`;
  return [
    ...STAFF.map(({ id, roles, post }): SeedAccount => ({ ...AT_HOME, id, roles, label: label("示例天区", post) })),
    ...CITY_STAFF.map(({ id, roles, post }): SeedAccount => {
      return { tier: "CITY", office: CITY, id, roles, label: label("示例甲市", post) };
    }),
  ];
}

/** The people of the inspected village and of the township above it, whose entries the story makes in the register. */
export function storyUnitAccounts(regions: RegionTree): SeedAccount[] {
  const account = ({ id, roles }: Persona, { code, region }: typeof VILLAGE_UNIT, post: string): SeedAccount => {
    return { ...AT_HOME, id, roles, unitCode: code, label: `${regions.find(region)?.name} ${post}（演示账号）` };
  };
  return [
    account(unitLiaison(""), VILLAGE_UNIT, "联络员"),
    account(unitHead(""), VILLAGE_UNIT, "党组织负责人"),
    account(superiorBody(""), TOWNSHIP_UNIT, "上级党组织"),
  ];
}

const AT_HOME = { tier: "COUNTY", office: COUNTY } as const;

/** Opens the accounts of the JSON array $1; an account that exists keeps its roles. */
export const OPEN_ACCOUNTS = `with opened as (
    insert into account (id, office, unit_id, label, active, rights_epoch)
    select id, office, coalesce(unit, (select u.id from unit u where u.office = a.office and u.code = a."unitCode")),
      label, true, 1
    from jsonb_to_recordset($1) as a (id text, office text, unit text, "unitCode" text, label text)
    on conflict (id) do nothing returning id)
  insert into account_role (account_id, role)
  select a.id, jsonb_array_elements_text(a.roles) from jsonb_to_recordset($1) as a (id text, roles jsonb)
  where a.id in (select id from opened)`;

/** Opens the accounts in their home tiers. */
export async function loadAccounts(ownerUrls: Record<string, string>, accounts: readonly SeedAccount[]): Promise<void> {
  for (const tier of TIERS) {
    const own = accounts.filter((account) => homeTierOfAccount(account.id) === tier);
    if (own.length === 0) continue;
    await insert(ownerUrls[nameOfTier(tier)] as string, OPEN_ACCOUNTS, own);
  }
}
