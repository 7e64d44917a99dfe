import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type DocumentNode,
  type GraphQLSchema,
  Kind,
  parse,
  print,
  type StringValueNode,
  validate,
  visit,
} from "graphql";
import { Limits } from "../../gateway/limits";
import { type Form, Forms } from "../../gateway/limits/forms";
import { SavedOperations } from "../../gateway/limits/savedOperations";
import { isRead, readWords, type Words } from "../../gateway/limits/words";

const OPERATIONS = join(__dirname, "../../../schema/operations");

const TEXTS = [
  '{ region(code: "99") { name } }',
  "{ region(code: 99) { name parent { ...F } } } fragment F on Region { code }",
  'query Mine($code: ID! = "99", $n: Int) { region(code: $code) { name @include(if: true) } countyFindings(first: $n) { nodes { id } } }',
  "query Pages { countyFindings(first: 3) { nodes { id title } } }",
  'query ($codes: [ID!]!) { regions(codes: $codes) { code } other: regions(codes: ["9901" 990101 """99"""]) { name } }',
  '{ countyFindings(first: 2, filter: { changedSince: "2026-01-02T00:00:00Z", focus: "a \\"quoted\\" \\u4e2d # no comment" }) { nodes { id } } }',
  '{ __type(name: "Region") { name } }',
  'query ("of what" $n: Int) { ...F countyFindings(first: $n) { nodes { id } } } "as told" fragment F on Query { region(code: "99") { name } }',
];
/** What is carried out as it is sent. */
const AS_SENT = [
  "mutation { __typename }",
  'fragment F on Query { region(code: "99") { name } } { ...F }',
  'query A { region(code: "99") { name } } query B { region(code: "99") { code } }',
  '"""described""" query A { region(code: "99") { name } }',
  '{ a: region(code: "99") { name } a: region(code: "99") { code } }',
  '{ region(code: "99") { unheardOf } }',
  '{ countyFindings(first: "2") { nodes { id } } }',
  "{ countyFindings(first: 3000000000) { nodes { id } } }",
  "query ($_literal0: ID!) { region(code: $_literal0) { name } }",
  "{ region(code: 99) { name }",
  `{ regions(codes: [${"99 ".repeat(51)}]) { name } }`,
];

function wordsOf(text: string): Words | undefined {
  const words = readWords(text);
  return isRead(words) ? words : undefined;
}

export function formsOfTexts(schemaThatServes: () => GraphQLSchema): void {
  const learned = (forms: Forms, text: string) => {
    const words = wordsOf(text);
    return words && forms.learn(words, parse(text), schemaThatServes());
  };
  const isValid = (text: string) => validate(schemaThatServes(), parse(text)).length === 0;

  test("asks for what was sent, with variables in the place of literals", () => {
    const saved = readdirSync(OPERATIONS).map((file) => readFileSync(join(OPERATIONS, file), "utf8"));
    const forms = new Forms();
    const texts = [...TEXTS, ...saved.filter(isOneQuery)];
    expect(texts.length).toBeGreaterThan(20);
    for (const text of texts) {
      expect([text, isValid(text)]).toEqual([text, true]);
      const form = learned(forms, text);
      if (!form) throw new Error(`no form of ${text}`);
      expect(print(alike(writtenOut(form)))).toBe(print(alike(parse(text))));
      expect(forms.find(wordsOf(`# again\n${text.replaceAll("{", " {\n,")}`) as Words)).toMatchObject({
        text: form.text,
      });
    }
  });

  test("is one for texts that differ in literals, whose values it takes along", () => {
    const forms = new Forms();
    const first = learned(forms, '{ regions(codes: ["99", 9901]) { name } countyFindings(first: 5) { nodes { id } } }');
    const again = forms.find(
      wordsOf('{regions(codes:["\\u0041\\n" 7]){name}countyFindings(first: -3){nodes{id}}}') as Words,
    );
    expect(again).toEqual({ text: first?.text, literals: { _literal0: "A\n", _literal1: "7", _literal2: -3 } });
    expect(first?.literals).toEqual({ _literal0: "99", _literal1: "9901", _literal2: 5 });
    expect(forms.find(wordsOf('{ regions(codes: ["99"]) { name } }') as Words)).toBeUndefined();
  });

  test("leaves values that only a tier understands where they are", () => {
    const form = learned(new Forms(), TEXTS[5] as string);
    expect(form?.text).toContain('{changedSince:"2026-01-02T00:00:00Z" focus:$');
    expect(Object.values(form?.literals ?? {})).toEqual([2, 'a "quoted" 中 # no comment']);
  });

  test.each(AS_SENT)("there is none of %s", (text) => {
    const forms = new Forms();
    const words = wordsOf(text);
    const made = words && isGraphql(text) ? forms.learn(words, parse(text), schemaThatServes()) : undefined;
    expect(made).toBeUndefined();
    expect(words && forms.find(words)).toBeUndefined();
  });

  test("a number that is too large for its type makes no form, and keeps none from the next", () => {
    const forms = new Forms();
    const page = (first: number) => `{ countyFindings(first: ${first}) { nodes { id } } }`;
    expect(learned(forms, page(3_000_000_000))).toBeUndefined();
    expect(learned(forms, page(3))).toBeDefined();
    expect(forms.find(wordsOf(page(2_147_483_648)) as Words)).toBeUndefined();
  });
}

export function knownTexts(schemaThatServes: () => GraphQLSchema): void {
  test("cost a person no share of new ones, until others have taken their place", async () => {
    const spent: string[] = [];
    const spend = async (rated: string) => {
      spent.push(rated);
      return 0;
    };
    const limits = new Limits({ people: { spend }, onlySaved: false, mayIntrospect: () => true });
    limits.serve(schemaThatServes(), new SavedOperations([]));
    const newTexts = async (query: string) => {
      spent.length = 0;
      const { body } = await limits.accept({ query, variables: { given: 1 } }, "somebody");
      return [spent.filter((each) => each === "newTexts").length, body.query, body.variables];
    };
    const text = (code: string, note: string) => `{ region(code: "${code}") { name } } # ${note}`;
    const form = "query($_literal0:ID! ){region(code:$_literal0 ){name}}";
    expect(await newTexts(text("99", "one"))).toEqual([1, form, { given: 1, _literal0: "99" }]);
    for (const [code, note] of [
      ["99", "one"],
      ["53", "two"],
      ["53", "two"],
    ] as const)
      expect(await newTexts(text(code, note))).toEqual([0, form, { given: 1, _literal0: code }]);
    const long = (i: number) => Array.from({ length: 30 }, (_, n) => `${"a".repeat(180)}${i}_${n}: name`).join(" ");
    for (let i = 0; i < 100; i++) await newTexts(`{ region(code: "99") { ${long(i)} } }`);
    expect(await newTexts(text("99", "one"))).toEqual([1, form, { given: 1, _literal0: "99" }]);
    limits.serve(schemaThatServes(), new SavedOperations([]));
    expect(await newTexts(text("99", "one"))).toEqual([1, form, { given: 1, _literal0: "99" }]);
  });

  test("cost one for each set of values that their conditions have, and nothing where the operation is saved", async () => {
    const spent: string[] = [];
    const spend = async (rated: string) => {
      spent.push(rated);
      return 0;
    };
    const limits = new Limits({ people: { spend }, onlySaved: false, mayIntrospect: () => true });
    const saved = "query Saved($c: Boolean!) { region(code: 99) { code @skip(if: $c) pathName } }";
    limits.serve(schemaThatServes(), new SavedOperations([{ name: "saved", query: saved }]));
    const newTexts = async (query: string, variables: object) => {
      spent.length = 0;
      await limits.accept({ query, variables }, "somebody");
      return spent.filter((each) => each === "newTexts").length;
    };
    const text = (code: string) =>
      `query ($c: Boolean!, $d: Boolean! = true) { region(code: "${code}") { name @skip(if: $c) code @include(if: $d) } }`;
    expect(await newTexts(text("99"), { c: true })).toBe(1);
    expect(await newTexts(text("53"), { c: true, d: true })).toBe(0);
    expect(await newTexts(text("99"), { c: false })).toBe(1);
    expect(await newTexts(text("99"), { c: false, d: false })).toBe(1);
    expect(await newTexts(text("53"), { c: false, d: false, other: true })).toBe(0);
    for (const c of [true, false]) expect(await newTexts(saved, { c })).toBe(0);
  });

  test("that were only looked at were not paid for", async () => {
    const spent: string[] = [];
    const spend = async (rated: string) => {
      spent.push(rated);
      return 0;
    };
    const limits = new Limits({ people: { spend }, onlySaved: false, mayIntrospect: () => true });
    limits.serve(schemaThatServes(), new SavedOperations([]));
    expect(limits.subscribes({ query: "{ viewer { person } }" })).toBe(false);
    await limits.accept({ query: "{ viewer { person } }" }, "somebody");
    expect(spent).toContain("newTexts");
  });
}

function isOneQuery(text: string): boolean {
  const operations = parse(text).definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
  const [first] = operations;
  return operations.length === 1 && first?.kind === Kind.OPERATION_DEFINITION && first.operation === "query";
}

function isGraphql(text: string): boolean {
  try {
    return Boolean(parse(text));
  } catch {
    return false;
  }
}

/** Puts the values of a form back to where they were written. */
function writtenOut({ text, literals }: Form): DocumentNode {
  const isOurs = (name: string) => Object.hasOwn(literals, name);
  return visit(parse(text), {
    VariableDefinition: ({ variable }) => (isOurs(variable.name.value) ? null : undefined),
    Variable: ({ name }) => (isOurs(name.value) ? textValue(String(literals[name.value])) : undefined),
  });
}

/** Whether an id was written as a number, or a text over several lines, makes no difference. */
function alike(document: DocumentNode): DocumentNode {
  const enter = ({ value }: { value: string }) => textValue(value);
  return visit(document, { IntValue: { enter }, StringValue: { leave: enter } });
}

function textValue(value: string): StringValueNode {
  return { kind: Kind.STRING, value };
}
