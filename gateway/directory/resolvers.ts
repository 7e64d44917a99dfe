import { faultAt } from "../../schema/contract/fieldReasons";
import { derivedId, tierOfId } from "../../schema/contract/ids";
import { OPERATION_ROLES } from "../../schema/contract/operationRoles";
import { levelOf, normaliseRegionCode, type RegionCode } from "../../schema/contract/regionCode";
import type { Standing } from "../../schema/contract/standing";
import { TIERS } from "../../schema/contract/tier";
import type { Region, RegionTree } from "../../schema/regions/tree";
import { CONCEPTS, concreteType, OFFICE, type TierConcept, titleOf, UNIT } from "./concepts";
import { badInput, regionNotFound, tooManyCodes } from "./faults";
import { MOST_CODES } from "./sdl";
import { RECUSAL_SCOPE_WORDS, ROLE_WORDS } from "./words";

/** What the gateway passes in with each request. */
export interface DirectoryContext {
  /** of the person who asks; undefined where nobody vouches for one */
  standing?: Standing;
}

/** An object of which the directory knows only whose it is. */
interface Stub {
  __typename: string;
  id: string;
}

export function directoryResolvers(tree: RegionTree) {
  return {
    Query: {
      region: (_: unknown, { code }: { code: string }) => getRegion(tree, code),
      regions: (_: unknown, { codes }: { codes: string[] }) => findRegions(tree, codes),
      viewer: (_: unknown, __: unknown, { standing }: DirectoryContext) => standing,
      ...Object.fromEntries(
        CONCEPTS.map((concept) => [concept.root, (_: unknown, { id }: { id: string }) => getStub(concept, id)]),
      ),
    },
    Region: regionFields(tree),
    Viewer: viewerFields(tree),
    ...Object.fromEntries(
      CONCEPTS.map((concept) => [
        concept.type,
        { __resolveReference: ({ id }: { id: string }) => findStub(concept, id) ?? null },
      ]),
    ),
  };
}

function regionFields(tree: RegionTree) {
  return {
    /** a copy, because the federation library writes the type's name onto what it is given */
    __resolveReference({ code }: { code: RegionCode }) {
      const region = tree.find(code);
      return region ? { ...region } : null;
    },
    level: ({ code }: Region) => levelOf(code),
    pathName: ({ code }: Region) => tree.pathName(code),
    parent: ({ code }: Region) => tree.parentOf(code),
    children: ({ code }: Region) => tree.childrenOf(code),
    ancestors: ({ code }: Region) => tree.ancestorsOf(code),
  };
}

/** A home tier that is newer than the gateway may know more roles and scopes: what has no word here is left out. */
function viewerFields(tree: RegionTree) {
  return {
    office: ({ tier, office }: Standing): Stub => ({
      __typename: concreteType(tier, OFFICE),
      id: derivedId(tier, "office", office),
    }),
    officeCode: ({ office }: Standing) => office,
    officeRegion: ({ office }: Standing) => tree.find(office),
    unit: ({ unit }: Standing) => unit && findStub(UNIT, unit),
    roles: ({ roles }: Standing) => roles.filter((role) => role in ROLE_WORDS),
    may: mutationsOf,
    recusals: ({ recusals }: Standing) => recusals.filter(({ scope }) => scope in RECUSAL_SCOPE_WORDS),
  };
}

/** `moveCountyFindings`: a unit's roles count in every tier, an office's in its own. */
function mutationsOf({ tier, roles }: Standing): string[] {
  return TIERS.flatMap((each) =>
    Object.entries(OPERATION_ROLES)
      .filter(([, { ownTier, everyTier }]) => {
        const counting = each === tier ? [...ownTier, ...everyTier] : everyTier;
        return roles.some((role) => counting.includes(role));
      })
      .map(([operation]) => operation.replace("Tier", titleOf(each))),
  ).sort();
}

function getRegion(tree: RegionTree, text: string): Region {
  const code = normaliseRegionCode(text);
  if (code === undefined) throw badInput(faultAt("code", "NO_REGION_CODE"));
  const region = tree.find(code);
  if (!region) throw regionNotFound();
  return region;
}

function findRegions(tree: RegionTree, texts: readonly string[]): (Region | undefined)[] {
  if (texts.length > MOST_CODES) throw tooManyCodes(MOST_CODES);
  const codes = texts.map(normaliseRegionCode);
  const bad = codes.flatMap((code, index) => (code === undefined ? [faultAt(`codes.${index}`, "NO_REGION_CODE")] : []));
  if (bad.length > 0) throw badInput(...bad);
  return codes.map((code) => tree.find(code as RegionCode));
}

function getStub(concept: TierConcept, id: string): Stub {
  const stub = findStub(concept, id);
  if (!stub) throw badInput(faultAt("id", "NOT_AN_ID"));
  return stub;
}

/** Whose an object is stands in its id; whether it exists, only its tier can say. */
function findStub(concept: TierConcept, id: string): Stub | undefined {
  const tier = tierOfId(id);
  return tier && { __typename: concreteType(tier, concept), id };
}
