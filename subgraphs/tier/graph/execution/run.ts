import { type ExecutionResult, type GraphQLError, locatedError } from "graphql";
import { getArgumentValues } from "graphql/execution/values";
import type { Abstract, List, PlannedField, Shape } from "./plan";

/** An object or a list of an answer. */
type Holder = Record<string | number, unknown>;

/** An object whose keys are a caller's: none of them means anything to it. */
class Answered {
  [key: string | number]: unknown;
}
Object.setPrototypeOf(Answered.prototype, null);

const NO_ARGUMENTS: object = Object.freeze({});

/** An object or a list, and where it stands in the answer: of that errors are told, and nulls climb it. */
class Place {
  constructor(
    readonly above: Place | undefined,
    readonly key: string | number,
    readonly own: Holder,
    readonly nullable: boolean,
  ) {}
}

/** Carries out what was planned, for one request. Values are put where they belong as they come: nothing waits for anything beside it,
 * and the answer is there when nothing is waited for. */
export class Run {
  readonly #arguments: object[] = [];
  readonly #errors: GraphQLError[] = [];
  /** where a null took the place of what had an error in it: nothing more is told of that */
  #nulled: Set<Place> | undefined;
  #waiting = 0;
  #rested: (() => void) | undefined;

  constructor(
    private readonly variables: Record<string, unknown>,
    private readonly context: unknown,
  ) {}

  /** @param inTurn changes are made one after the other */
  async carryOut(fields: readonly PlannedField[], inTurn: boolean): Promise<ExecutionResult> {
    const data = new Answered();
    const answer: Holder = { data };
    const root = new Place(new Place(undefined, "", answer, true), "data", data, true);
    if (!inTurn) this.#fields(fields, undefined, root);
    else {
      for (const field of fields) {
        this.#field(field, undefined, root);
        await this.#rest();
        if (answer.data === null) break;
      }
    }
    await this.#rest();
    const result = { data: answer.data as Record<string, unknown> | null };
    return this.#errors.length > 0 ? { errors: this.#errors, ...result } : result;
  }

  async #rest(): Promise<void> {
    if (this.#waiting === 0) return;
    await new Promise<void>((resolve) => {
      this.#rested = resolve;
    });
  }

  #fields(fields: readonly PlannedField[], source: unknown, place: Place): void {
    for (const field of fields) {
      this.#field(field, source, place);
      if (this.#nulled !== undefined && this.#isNulled(place)) return;
    }
  }

  #field(field: PlannedField, source: unknown, place: Place): void {
    try {
      const value =
        field.resolve === undefined
          ? (source as Holder)[field.name]
          : field.resolve(source, this.#argumentsOf(field), this.context);
      this.#put(value, field, field.shape, place, field.key);
    } catch (cause) {
      this.#fail(cause, field, field.shape, place, field.key);
    }
  }

  /** They depend on the request alone: of a hundred objects they are read once. */
  #argumentsOf({ argumentsAt, definition, nodes }: PlannedField): object {
    if (argumentsAt === undefined || definition === undefined) return NO_ARGUMENTS;
    let values = this.#arguments[argumentsAt];
    if (values === undefined) {
      values = getArgumentValues(definition, nodes[0] as (typeof nodes)[0], this.variables);
      this.#arguments[argumentsAt] = values;
    }
    return values;
  }

  /** A value that is there, or that comes later. */
  #put(value: unknown, field: PlannedField, shape: Shape, place: Place, key: string | number): void {
    if (!isPromise(value)) this.#complete(value, field, shape, place, key);
    else this.#await(value, field, shape, place, key, (came) => this.#complete(came, field, shape, place, key));
  }

  /** Keeps the place of what comes later. */
  #await(
    promise: PromiseLike<unknown>,
    field: PlannedField,
    shape: Shape,
    place: Place,
    key: string | number,
    came: (value: unknown) => void,
  ): void {
    place.own[key] = null;
    this.#waiting++;
    promise.then(
      (value) => {
        try {
          if (this.#isNulled(place)) ignore(value);
          else came(value);
        } catch (cause) {
          this.#fail(cause, field, shape, place, key);
        }
        this.#settled();
      },
      (cause) => {
        this.#fail(cause, field, shape, place, key);
        this.#settled();
      },
    );
  }

  #settled(): void {
    this.#waiting--;
    if (this.#waiting === 0) this.#rested?.();
  }

  /** @throws what is told of as the error of this value */
  #complete(value: unknown, field: PlannedField, shape: Shape, place: Place, key: string | number): void {
    if (value === null || value === undefined) {
      if (shape.nonNull) throw new Error(`Cannot return null for non-nullable field ${field.title}.`);
      place.own[key] = null;
      return;
    }
    if (value instanceof Error) throw value;
    if (shape.kind === "LEAF") {
      const written = shape.type.serialize(value);
      if (written === null || written === undefined) throw new Error(`${field.title} was written as nothing`);
      place.own[key] = written;
    } else if (shape.kind === "OBJECT") {
      this.#object(value, shape.fields, shape, place, key);
    } else if (shape.kind === "LIST") {
      this.#list(value, field, shape, place, key);
    } else {
      this.#typed(value, field, shape, place, key);
    }
  }

  #object(
    value: unknown,
    fields: readonly PlannedField[],
    { nonNull }: Shape,
    place: Place,
    key: string | number,
  ): void {
    const own = new Answered();
    place.own[key] = own;
    this.#fields(fields, value, new Place(place, key, own, !nonNull));
  }

  #list(value: unknown, field: PlannedField, { item, nonNull }: List, place: Place, key: string | number): void {
    if (!isIterable(value)) throw new Error(`Expected Iterable, but did not find one for field "${field.title}".`);
    const values = Array.isArray(value) ? (value as unknown[]) : [...value];
    const own = [] as unknown as Holder;
    place.own[key] = own;
    const here = new Place(place, key, own, !nonNull);
    for (let i = 0; i < values.length; i++) {
      try {
        this.#put(values[i], field, item, here, i);
      } catch (cause) {
        this.#fail(cause, field, item, here, i);
      }
      if (this.#nulled !== undefined && this.#isNulled(here)) {
        ignore(values.slice(i + 1));
        return;
      }
    }
  }

  #typed(value: unknown, field: PlannedField, shape: Abstract, place: Place, key: string | number): void {
    // no type of ours asks what is carried out
    const name = shape.type.resolveType?.(value, this.context, undefined as never, shape.type);
    const be = (type: unknown) => {
      if (typeof type !== "string") throw new Error(`a value of ${shape.type.name} in ${field.title} has no type`);
      this.#object(value, shape.fieldsOf(type), shape, place, key);
    };
    if (isPromise(name)) this.#await(name, field, shape, place, key, be);
    else be(name);
  }

  /** The error is told once, and a null stands in the nearest place that may be null. */
  #fail(cause: unknown, field: PlannedField, { nonNull }: Shape, place: Place, key: string | number): void {
    if (this.#isNulled(place)) return;
    this.#errors.push(locatedError(cause, field.nodes, pathOf(place, key)));
    if (!nonNull) {
      place.own[key] = null;
      return;
    }
    let nearest = place;
    while (!nearest.nullable && nearest.above) nearest = nearest.above;
    (nearest.above as Place).own[nearest.key] = null;
    this.#nulled ??= new Set();
    this.#nulled.add(nearest);
  }

  #isNulled(place: Place): boolean {
    if (this.#nulled === undefined) return false;
    for (let at: Place | undefined = place; at; at = at.above) if (this.#nulled.has(at)) return true;
    return false;
  }
}

function pathOf(place: Place, key: string | number): (string | number)[] {
  const path = [key];
  // the whole data have no key in it
  for (let at = place; at.above?.above; at = at.above) path.push(at.key);
  return path.reverse();
}

/** What nobody will see is not looked into; where it fails, nobody is told. */
function ignore(value: unknown): void {
  if (!isIterable(value)) return;
  for (const item of value) if (isPromise(item)) item.then(undefined, () => undefined);
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as { then?: unknown } | null | undefined)?.then === "function";
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.iterator in value;
}
