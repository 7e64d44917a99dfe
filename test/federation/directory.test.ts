import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { composeServices } from "@apollo/composition";
import { ApolloGateway, LocalGraphQLDataSource } from "@apollo/gateway";
import { ApolloServer } from "@apollo/server";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { type DocumentNode, type ExecutionResult, type GraphQLSchema, graphql, Kind, parse } from "graphql";
import { type DirectoryContext, directorySchema, directorySdl } from "../../gateway/directory";
import { derivedId, newId } from "../../schema/contract/ids";
import { OPERATION_ROLES } from "../../schema/contract/operationRoles";
import { ROLES, type Standing } from "../../schema/contract/standing";
import { TIERS, type Tier } from "../../schema/contract/tier";
import { loadRegions } from "../../schema/regions/tree";

const schema = directorySchema(loadRegions(resolve(__dirname, "../../../schema/regions")));

const standing: Standing = {
  person: "county:990101.director",
  tier: "COUNTY",
  office: "990101",
  roles: ["DIRECTOR", "CLERK"],
  recusals: [{ scope: "REGION", subject: "990101001" }],
  rightsEpoch: 7,
};

function ask(source: string, contextValue: DirectoryContext = {}): Promise<ExecutionResult> {
  return graphql({ schema, source, contextValue });
}

async function faultOf(source: string): Promise<Record<string, unknown>> {
  const { errors } = await ask(source);
  expect(errors).toHaveLength(1);
  return errors?.[0]?.extensions ?? {};
}

describe("the directory on regions", () => {
  test.each(["53", "5300", "530000", "530000000", "530000000000"])("finds Yunnan by %s", async (code) => {
    const { data } = await ask(
      `{ region(code: "${code}") { code name level pathName parent { code } ancestors { code } } }`,
    );
    const region = { code: "53", name: "云南省", level: "PROVINCE", pathName: "云南省", parent: null, ancestors: [] };
    expect(data).toEqual({ region });
  });

  test("shows a county with what is above and below it", async () => {
    const { data } = await ask(
      `{ region(code: "990101") { level pathName parent { name } ancestors { name } children { code level } } }`,
    );
    expect(data?.region).toEqual({
      level: "COUNTY",
      pathName: "虚构省 示例甲市 示例天区",
      parent: { name: "示例甲市" },
      ancestors: [{ name: "虚构省" }, { name: "示例甲市" }],
      children: ["001", "002", "003"].map((township) => ({ code: `990101${township}`, level: "TOWNSHIP" })),
    });
  });

  test("says which argument is malformed and does not repeat it", async () => {
    const fault = await faultOf(`{ region(code: "secret") { code } }`);
    expect(fault).toEqual({
      code: "BAD_USER_INPUT",
      fields: [{ path: "code", reason: expect.stringContaining("位") }],
    });
    expect(JSON.stringify(await ask(`{ region(code: "secret") { code } }`))).not.toContain("secret");
  });

  test("answers NOT_FOUND for a region that does not exist", async () =>
    expect(await faultOf(`{ region(code: "530199") { code } }`)).toEqual({ code: "NOT_FOUND" }));

  test("gives several in the order asked, with null for what does not exist", async () => {
    const { data, errors } = await ask(`{ regions(codes: ["990102", "88", "530000"]) { name } }`);
    expect([errors, data]).toEqual([undefined, { regions: [{ name: "示例地县" }, null, { name: "云南省" }] }]);
  });

  test("names each malformed code of several", async () => {
    const fault = await faultOf(`{ regions(codes: ["53", "5", "99", ""]) { name } }`);
    expect(fault.fields).toMatchObject([{ path: "codes.1" }, { path: "codes.3" }]);
  });

  test("takes a hundred codes and refuses one more", async () => {
    const codes = (count: number) => JSON.stringify(Array.from({ length: count }, () => "53"));
    expect((await ask(`{ regions(codes: ${codes(100)}) { code } }`)).data?.regions).toHaveLength(100);
    expect(await faultOf(`{ regions(codes: ${codes(101)}) { code } }`)).toMatchObject({ code: "LIMIT_EXCEEDED" });
  });

  test("resolves the references of the tiers, again and again, and null for an unknown region", async () => {
    const query = `{ _entities(representations: [{__typename: "Region", code: "53"}, {__typename: "Region", code: "88"}]) {
      ... on Region { name } } }`;
    const answers = [await ask(query), await ask(query)].map(({ data }) => data?._entities);
    expect(answers).toEqual([
      [{ name: "云南省" }, null],
      [{ name: "云南省" }, null],
    ]);
  });
});

describe("the directory on the viewer", () => {
  test("says who asks, from which office and with which rights", async () => {
    const { data } = await ask(
      `{ viewer { person tier office { __typename id } officeCode officeRegion { name } roles recusals { scope subject } rightsEpoch } }`,
      { standing },
    );
    expect(data?.viewer).toEqual({
      person: "county:990101.director",
      tier: "COUNTY",
      office: { __typename: "CountyOffice", id: derivedId("COUNTY", "office", "990101") },
      officeCode: "990101",
      officeRegion: { name: "示例天区" },
      roles: ["DIRECTOR", "CLERK"],
      recusals: [{ scope: "REGION", subject: "990101001" }],
      rightsEpoch: 7,
    });
  });

  test.each<[string, Partial<Standing>, { some: string[]; none: string[] }]>([
    [
      "a clerk records, and neither decides nor works in another tier",
      { roles: ["CLERK"] },
      { some: ["recordCountyFindings", "openCountyRound"], none: ["appointCountyTeam", "recordCityFindings"] },
    ],
    [
      "a director of a city decides in the city's tier",
      { roles: ["DIRECTOR"], tier: "CITY" },
      { some: ["appointCityTeam", "submitCityPublications"], none: ["appointCountyTeam", "signCountyReview"] },
    ],
    [
      "a unit answers whichever tier inspected it, and moves no finding of the book",
      { roles: ["UNIT_HEAD"] },
      {
        some: ["answerCountyFeedback", "answerProvinceFeedback", "moveCityRectification", "declareCountyRecusal"],
        none: ["moveCountyFindings", "declareCityRecusal"],
      },
    ],
    [
      "a wall screen does nothing but recuse itself",
      { roles: ["DISPLAY"] },
      { some: ["declareCountyRecusal"], none: ["exportCountyLedger"] },
    ],
    [
      "a role of a newer tier gives nothing",
      { roles: ["FUTURE_ROLE" as "CLERK"] },
      { some: [], none: ["declareCountyRecusal"] },
    ],
  ])("%s", async (_, part, { some, none }) => {
    const { data } = await ask("{ viewer { may } }", { standing: { ...standing, ...part } });
    const may = (data?.viewer as { may: string[] } | undefined)?.may ?? [];
    expect(some.filter((operation) => !may.includes(operation))).toEqual([]);
    expect(none.filter((operation) => may.includes(operation))).toEqual([]);
  });

  test("what a viewer may do is said of every mutation of the tiers, and of no other", () => {
    const sdl = parse(readFileSync(resolve(__dirname, "../../../schema/county.graphql"), "utf8"));
    const mutations = sdl.definitions.flatMap((type) =>
      type.kind === Kind.OBJECT_TYPE_DEFINITION && type.name.value === "Mutation" ? (type.fields ?? []) : [],
    );
    const named = Object.keys(OPERATION_ROLES).map((operation) => operation.replace("Tier", "County"));
    expect(named.sort()).toEqual(mutations.map(({ name }) => name.value).sort());
    const without = Object.entries(OPERATION_ROLES).filter(([, roles]) => !Object.values(roles).flat().length);
    expect(without).toEqual([]);
  });

  test("is null without a standing", async () =>
    expect((await ask("{ viewer { person } }")).data).toEqual({ viewer: null }));

  test("knows every role of the contract and leaves out one of a newer tier", async () => {
    const roles = [...ROLES, "FUTURE_ROLE"] as Standing["roles"];
    const { data } = await ask("{ viewer { roles } }", { standing: { ...standing, roles } });
    expect(data?.viewer).toEqual({ roles: [...ROLES] });
  });
});

describe("the directory on whose an id is", () => {
  const roots = ["finding", "round", "office", "unit", "publication", "roundTarget"];
  test.each(roots)("%s(id) names the type of the tier that the id begins with", async (root) => {
    for (const tier of TIERS) {
      const id = newId(tier);
      const name = `${tier.charAt(0)}${tier.slice(1).toLowerCase()}${root.charAt(0).toUpperCase()}${root.slice(1)}`;
      expect((await ask(`{ ${root}(id: "${id}") { __typename id } }`)).data).toEqual({
        [root]: { __typename: name, id },
      });
    }
  });

  test.each(["", "county:", "county:short", "village:AAAAAAAAAAAAAAAAAAAAAA", "county:990101.director"])(
    "refuses %p as an id",
    async (id) => {
      const fault = await faultOf(`{ finding(id: "${id}") { id } }`);
      expect(fault).toMatchObject({ code: "BAD_USER_INPUT", fields: [{ path: "id" }] });
    },
  );

  test("resolves a reference to the interface", async () => {
    const query = `{ _entities(representations: [{__typename: "Finding", id: "${newId("CITY")}"}]) { __typename } }`;
    expect((await ask(query)).data).toEqual({ _entities: [{ __typename: "CityFinding" }] });
  });
});

test("every type, field, argument and value of the directory is described, Chinese first", () => {
  const bare: string[] = [];
  for (const type of Object.values(schema.getTypeMap())) {
    if (/^_|^(String|Boolean|Int|ID|Query)$|__/.test(type.name)) continue;
    const parts = [type, ...("getFields" in type ? Object.values(type.getFields()) : [])];
    if ("getValues" in type) parts.push(...(type.getValues() as never[]));
    bare.push(
      ...parts.filter(({ description }) => !/^\p{Script=Han}/u.test(description ?? "")).map(({ name }) => name),
    );
  }
  const queries = Object.values(schema.getQueryType()?.getFields() ?? {}).filter(({ name }) => !name.startsWith("_"));
  for (const part of [...queries, ...queries.flatMap(({ args }) => args)]) {
    if (!/^\p{Script=Han}/u.test(part.description ?? "")) bare.push(part.name);
  }
  expect(bare).toEqual([]);
});

/** A tier in the small: one concept behind the plain interface, and figures of its own on a region. */
function tinyTier(tier: Tier): { name: string; typeDefs: DocumentNode; subgraph: GraphQLSchema } {
  const name = tier.toLowerCase();
  const type = `${tier.charAt(0)}${name.slice(1)}Finding`;
  const typeDefs = parse(`
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.12", import: ["@key"])
    type Query { ${name}Findings: [${type}!]! }
    interface Finding { id: ID! title: String region: Region }
    type ${type} implements Finding @key(fields: "id") { id: ID! title: String region: Region }
    type Region @key(fields: "code") { code: ID! ${name}Figures: Int }`);
  const finding = { title: `${name}'s`, region: { code: "990101" } };
  const resolvers = {
    Query: { [`${name}Findings`]: () => [] },
    [type]: { __resolveReference: ({ id }: { id: string }) => ({ id, ...finding }) },
    Region: { [`${name}Figures`]: ({ code }: { code: string }) => code.length },
  };
  return { name, typeDefs, subgraph: buildSubgraphSchema([{ typeDefs, resolvers }]) };
}

describe("the directory over three tiers", () => {
  const tiers = TIERS.map(tinyTier);
  const composed = composeServices(
    [{ name: "directory", typeDefs: parse(directorySdl) }, ...tiers].map(({ name, typeDefs }) => {
      return { name, typeDefs, url: `http://${name}.tier.internal/graphql` };
    }),
  );
  const subgraphs = new Map([["directory", schema], ...tiers.map(({ name, subgraph }) => [name, subgraph] as const)]);
  const asked: string[] = [];
  let server: ApolloServer<DirectoryContext>;

  beforeAll(async () => {
    process.env.APOLLO_TELEMETRY_DISABLED = "true";
    const gateway = new ApolloGateway({
      supergraphSdl: composed.supergraphSdl as string,
      buildService({ name }) {
        const source = new LocalGraphQLDataSource(subgraphs.get(name) as GraphQLSchema);
        return {
          process(options) {
            asked.push(name);
            return source.process(options as never);
          },
        };
      },
    });
    server = new ApolloServer<DirectoryContext>({ gateway });
    await server.start();
  });
  afterAll(() => server.stop());

  async function askGraph(query: string) {
    asked.length = 0;
    const { body } = await server.executeOperation({ query }, { contextValue: { standing } });
    if (body.kind !== "single") throw new Error("the gateway answered in parts");
    expect(body.singleResult.errors).toBeUndefined();
    return body.singleResult.data;
  }

  test("composes", () => expect(composed.errors).toBeUndefined());

  test.each(TIERS)(
    "finding(id) of the %s asks that tier alone, and gets the region's name from the directory",
    async (tier) => {
      const id = newId(tier);
      const data = await askGraph(`{ finding(id: "${id}") { __typename id title region { name } } }`);
      expect(data?.finding).toMatchObject({ id, title: `${tier.toLowerCase()}'s`, region: { name: "示例天区" } });
      expect(asked).toEqual(["directory", tier.toLowerCase(), "directory"]);
    },
  );

  test("figures of all tiers for a province's cities cost one fetch per tier", async () => {
    const data = await askGraph(
      `{ region(code: "53") { children { name provinceFigures cityFigures countyFigures } } }`,
    );
    const cities = (data as { region: { children: unknown[] } }).region.children;
    expect(cities).toHaveLength(16);
    expect(cities[0]).toEqual({ name: "昆明市", provinceFigures: 4, cityFigures: 4, countyFigures: 4 });
    expect(asked).toHaveLength(4);
    expect(new Set(asked)).toEqual(new Set(["directory", "province", "city", "county"]));
  });
});
