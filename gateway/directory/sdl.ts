import { TIERS } from "../../schema/contract/tier";
import { CONCEPTS, concreteType, type TierConcept } from "./concepts";
import { RECUSAL_SCOPE_WORDS, REGION_LEVEL_WORDS, ROLE_WORDS, TIER_WORDS } from "./words";

/** How many regions one `regions(codes)` may name. */
export const MOST_CODES = 100;

const REGIONS = `
"""行政区划: a region of the tree that all tiers share. Each tier adds its own fields."""
type Region @key(fields: "code") {
  """代码: the code at its natural length: 2, 4, 6, 9 or 12 digits"""
  code: ID!
  """名称: the name"""
  name: String!
  """级别: the level"""
  level: RegionLevel!
  """全称: the names from the province down, with spaces between: 云南省 昆明市 晋宁区"""
  pathName: String!
  """上级: the region directly above, null for a province"""
  parent: Region
  """
  下级: the regions directly below, sorted by code. Not paged: a region has at most a few dozen.
  """
  children: [Region!]!
  """所属各级: the regions above, from the province down"""
  ancestors: [Region!]!
}`;

const VIEWER = `
"""当前用户: who asks, as the home tier of the account says it"""
type Viewer {
  """账号: the id of the account, county:…"""
  person: ID!
  """层级: the tier that keeps the account"""
  tier: Tier!
  """所在巡视办、巡察办: the office that the account belongs to"""
  office: InspectionOffice
  """所在地代码: the code of the office's region"""
  officeCode: ID!
  """所在地: the office's region, null where the tree has no such region"""
  officeRegion: Region
  """被巡察单位: the unit that the account answers for, null where its roles are no unit's"""
  unit: InspectedUnit
  """角色: the roles in the own office, unit or department"""
  roles: [Role!]!
  """回避: what the viewer may not have to do with"""
  recusals: [ViewerRecusal!]!
  """
  可执行的操作: the mutations that these roles can have at all. Whether one can be carried out on an object now, its "commands"
  say, and what an appointment to a team, or an office on paper adds.
  """
  may: [String!]!
  """权限版本: rises with every change of the rights"""
  rightsEpoch: Int!
}

"""回避: one thing that the viewer may not have to do with"""
type ViewerRecusal {
  """范围: what kind of thing it is"""
  scope: RecusalScope!
  """对象: a region's code, or the id of a unit, round or finding"""
  subject: ID!
}`;

/** The directory: everything that can be said without asking a tier. For `buildSubgraphSchema` and for composition. */
export const directorySdl = [
  `extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])`,
  queryType(),
  REGIONS,
  enumType("RegionLevel", "行政级别: level of a region", REGION_LEVEL_WORDS),
  VIEWER,
  enumType("Tier", "层级: one of the three tiers", TIER_WORDS),
  enumType("Role", "角色: what an account may be in its office, unit or department", ROLE_WORDS),
  enumType("RecusalScope", "回避范围: what a recusal is about", RECUSAL_SCOPE_WORDS),
  ...CONCEPTS.map(conceptTypes),
].join("\n");

function queryType(): string {
  return `
type Query {
  """
  行政区划: one region. Codes of 2, 4, 6, 9 or 12 digits, zero-padded or not; NOT_FOUND where there is none.
  """
  region("""代码: the code""" code: ID!): Region
  """
  行政区划: up to ${MOST_CODES} regions in the order of the codes; null in the place of a region that does not exist.
  """
  regions("""代码: the codes""" codes: [ID!]!): [Region]
  """当前用户: who asks; null where the home tier knows no standing"""
  viewer: Viewer
${CONCEPTS.map(rootField).join("\n")}
}`;
}

function rootField({ root, type, chinese, english }: TierConcept): string {
  return `  """
  ${chinese}: ${english}, by its id. The id says which tier keeps it, and only that tier is asked: fields beyond
  the id are null where the tier has no such object or the viewer may not see it.
  """
  ${root}("""标识: the id, county:…""" id: ID!): ${type}`;
}

/** The interface with the stubs of its three concrete types; the tiers add all fields but the id. */
function conceptTypes(concept: TierConcept): string {
  const { type, chinese, english } = concept;
  const stubs = TIERS.map((tier) => {
    const [tierChinese, tierEnglish] = [TIER_WORDS[tier].split(": ")[0], tier.toLowerCase()];
    return `
"""${chinese}（${tierChinese}）: ${english}, kept by the ${tierEnglish} tier"""
type ${concreteType(tier, concept)} implements ${type} @key(fields: "id") {
  """标识: the id"""
  id: ID!
}`;
  });
  return `
"""${chinese}: ${english}, of any tier"""
interface ${type} @key(fields: "id") {
  """标识: the id; it begins with the tier that keeps the object"""
  id: ID!
}${stubs.join("")}`;
}

function enumType(name: string, description: string, words: Readonly<Record<string, string>>): string {
  const values = Object.entries(words).map(([value, word]) => `  """${word}"""\n  ${value}`);
  return `\n"""${description}"""\nenum ${name} {\n${values.join("\n")}\n}`;
}
