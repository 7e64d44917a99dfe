import type { RegionLevel } from "../../schema/contract/regionCode";
import type { RecusalScope, Role } from "../../schema/contract/standing";
import type { Tier } from "../../schema/contract/tier";

/** What the values of the contract are called, Chinese term first: the descriptions of the directory's enums. */
export const TIER_WORDS: Record<Tier, string> = {
  PROVINCE: "省: province",
  CITY: "市、州: city (prefecture)",
  COUNTY: "县、市、区: county",
};

export const REGION_LEVEL_WORDS: Record<RegionLevel, string> = {
  PROVINCE: "省级: province, 2 digits",
  CITY: "地级: city (prefecture), 4 digits",
  COUNTY: "县级: county, 6 digits",
  TOWNSHIP: "乡级: township, 9 digits",
  VILLAGE: "村级: village, 12 digits",
};

export const RECUSAL_SCOPE_WORDS: Record<RecusalScope, string> = {
  REGION: "地域: a region, by its code",
  UNIT: "被巡察党组织: an inspected unit, by its id",
  ROUND: "轮次: a round, by its id",
  FINDING: "问题: a finding, by its id",
};

export const ROLE_WORDS: Record<Role, string> = {
  CLERK: "经办人: clerk, enters and prepares",
  DIRECTOR: "办主任: director, decides for the office",
  APPROVER: "领导小组: approver, authorises and hears",
  CUSTODIAN: "线索专管员: custodian of clues",
  COORDINATOR: "综合协调组: coordinator of immediate actions",
  UNIT_LIAISON: "被巡察党组织联络员: liaison of a unit, answers",
  UNIT_HEAD: "被巡察党组织负责人: head of a unit, signs",
  SUPERIOR_BODY: "上级党组织: superior body of a unit",
  DISCIPLINE: "纪委监委: discipline department",
  ORGANISATION: "组织部: organisation department",
  PUBLICITY: "宣传部: publicity department",
  RESIDENT_GROUP: "派驻纪检监察组: resident discipline group",
  DEPARTMENT: "职能部门: department that receives letters and referrals",
  DISPLAY: "大屏: wall screen, figures only",
  SYSTEM_ADMIN: "系统管理员: system administrator",
  SECURITY_ADMIN: "安全保密管理员: security administrator",
  AUDIT_ADMIN: "安全审计员: audit administrator",
};
