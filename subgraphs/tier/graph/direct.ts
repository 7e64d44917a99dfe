import type { ResolverMap } from "./rename";

/** What type-graphql keeps of the kit's classes, and does not declare. */
interface Kept {
  /** what would have to be done around a call, of which there is none */
  authorizedFields: unknown[];
  authorizedResolver: unknown[];
  middlewares: unknown[];
  resolverMiddlewares: unknown[];
  objectTypes: { name: string; target: Class }[];
  fieldResolvers: Handler[];
  unions: Typed[];
  interfaceTypes: Typed[];
}
type Class = new () => Record<string, (...values: unknown[]) => unknown>;
interface Handler {
  kind: "internal" | "external";
  target: Class;
  methodName: string;
  schemaName?: string;
  getObjectType?: () => Class;
  params?: { kind: string; index: number; propertyName?: string }[];
  middlewares?: unknown[];
  roles?: unknown[];
}
interface Typed {
  name: string;
  resolveType?: (value: unknown) => unknown;
}
type Fields = Record<string, unknown>;

/** The kit's resolvers without what the library puts around each call, whatever it needs: it sorts the parameters, looks for the
 * resolver's object in a list of all, makes an object of the class of what it is called with, and reads a property through five
 * functions. Where arguments are to be checked it stays. A property that is only read has no resolver. */
export function direct(kit: ResolverMap): ResolverMap {
  const kept = (globalThis as unknown as { TypeGraphQLMetadataStorage: Kept }).TypeGraphQLMetadataStorage;
  const around = [kept.authorizedFields, kept.authorizedResolver, kept.middlewares, kept.resolverMiddlewares];
  if (around.some((each) => each.length > 0))
    throw new Error(
      "the kit has a middleware or an authorised field, which a direct call would pass by: teach graph/direct of it",
    );
  const classes = new Map(kept.objectTypes.map(({ name, target }) => [name, target]));
  const abstract = new Map([...kept.unions, ...kept.interfaceTypes].map((each) => [each.name, each]));
  const handlers = new Map<Class | undefined, Map<string, Handler>>();
  for (const handler of kept.fieldResolvers) {
    const type = handler.getObjectType?.();
    const ofType = handlers.get(type) ?? new Map<string, Handler>();
    handlers.set(type, ofType.set(handler.schemaName ?? handler.methodName, handler));
  }
  return Object.fromEntries(
    Object.entries(kit).map(([type, fields]) => {
      const target = classes.get(type);
      const typed = abstract.get(type);
      if (target) return [type, objectFields(fields, lineOf(target), handlers)];
      // whatever implements an interface has resolvers of its own
      return [type, typed?.resolveType ? { __resolveType: typed.resolveType } : fields];
    }),
  );
}

/** A class and those that it extends. */
function lineOf(target: Class): Class[] {
  const line: Class[] = [];
  for (let at: Class = target; at.prototype !== undefined; at = Object.getPrototypeOf(at)) line.push(at);
  return line;
}

function objectFields(
  fields: Fields,
  line: readonly Class[],
  handlers: ReadonlyMap<Class | undefined, Map<string, Handler>>,
) {
  const own: Fields = {};
  for (const [name, resolver] of Object.entries(fields)) {
    const handler = line.map((each) => handlers.get(each)?.get(name)).find((found) => found !== undefined);
    if (handler) own[name] = isPlain(handler) ? callOf(handler) : resolver;
    // the row has it under the kit's name
    else if (/tier/i.test(name)) own[name] = (source: Fields) => source[name];
  }
  return own;
}

/** Of two parameters, the object and the context or a part of them. */
function isPlain({ kind, params = [], middlewares = [], roles }: Handler): boolean {
  const isRead = params.every((param) => param.kind === "root" || param.kind === "context");
  return kind === "external" && isRead && params.length <= 2 && middlewares.length === 0 && !roles;
}

const instances = new Map<Class, InstanceType<Class>>();

function callOf({ target, methodName, params = [] }: Handler) {
  const instance = instances.get(target) ?? new target();
  instances.set(target, instance);
  const method = instance[methodName] as (...values: unknown[]) => unknown;
  const [first, second] = [...params]
    .sort((a, b) => a.index - b.index)
    .map(({ kind, propertyName }) => (source: Fields, context: Fields) => {
      const from = kind === "root" ? source : context;
      return propertyName ? from[propertyName] : from;
    });
  return (source: Fields, _values: object, context: Fields) =>
    method.call(instance, first?.(source, context), second?.(source, context));
}
