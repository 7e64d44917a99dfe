import { type ClassType, createUnionType, Directive, Field, ID, ObjectType } from "type-graphql";
import { isRefused, REFUSALS, type RefusalCode, type Refused } from "../../domain/refusals";

@Directive("@shareable")
@ObjectType({ description: "不予办理：规则说明了理由和补救办法。A rule said no, and says what would help." })
export class Refusal {
  @Field(() => String, { description: "理由代码，见 docs/errors.md。Code of the reason." })
  code: RefusalCode;
  @Field(() => String, { description: "理由。The reason, in Chinese." })
  message: string;
  @Field(() => String, { description: "理由（英文）。The reason, in English." })
  messageEn: string;
  @Field(() => String, { description: "补救办法。What would make it possible, in Chinese." })
  remedy: string;
  @Field(() => String, { description: "补救办法（英文）。What would make it possible, in English." })
  remedyEn: string;
  @Field(() => ID, { nullable: true, description: "所涉对象。The object that it concerns." })
  subject?: string | null;
  @Field(() => [String], {
    nullable: true,
    description: "可执行的操作或可办理的角色。What could be done, or who could.",
  })
  allowed?: readonly string[] | null;
}

export function toRefusal({ refused, subject, allowed, more }: Refused): Refusal {
  const { zh, en, remedyZh, remedyEn } = REFUSALS[refused];
  return Object.assign(new Refusal(), {
    code: refused,
    message: more ? `${zh}${more.zh}` : zh,
    messageEn: more ? `${en} ${more.en}` : en,
    remedy: remedyZh,
    remedyEn,
    subject,
    allowed,
  });
}

/** The one result union of a concept: the objects that a mutation made or moved, or the refusal.
 * @param name `TierFinding` makes `TierFindingList` and `union TierFindingResult = TierFindingList | Refusal` */
export function resultOf<Node extends object>(node: ClassType<Node>, name: string, zh: string) {
  @ObjectType(`${name}List`, { description: `${zh}，依请求的顺序。The objects, in the order of the request.` })
  class List {
    @Field(() => [node], { description: `${zh}。The objects.` }) items: Node[];
  }
  return unionOf(List, name, zh);
}

/** The same of a list that says more than its objects. */
export function unionOf<List extends object>(list: ClassType<List>, name: string, zh: string) {
  return createUnionType({
    name: `${name}Result`,
    description: `${zh}，或不予办理的理由。The objects, or why not.`,
    types: () => [list, Refusal] as const,
    resolveType: (value) => (value instanceof Refusal ? "Refusal" : `${name}List`),
  });
}

/** Maps the outcome of a service: ids become objects, read under present rights. */
export async function answer<Row>(
  outcome: string[] | Refused,
  read: (ids: string[]) => Promise<Row[]>,
): Promise<{ items: Row[] } | Refusal> {
  return isRefused(outcome) ? toRefusal(outcome) : { items: await read(outcome) };
}
