import type { FetchDataRewrite } from "@apollo/query-planner";
import { Kind, parse, type SelectionSetNode } from "graphql";
import { bytesOf } from "./bytes";
import { type Operation, operationIn } from "./selection";

/** Of a name that a layout does not have. */
const NO_SLOT = -1;

const ON = "... on ";

/** Which fields the objects at one place of a subgraph's answer may have: all that a fetch asks for there, of whatever type. */
export class Layout {
  readonly names: string[] = [];
  /** in JSON, the colon included */
  readonly keys: Uint8Array[] = [];
  /** what the objects inside may have; undefined for values that have no fields in GraphQL */
  readonly inside: (Layout | undefined)[] = [];
  /** the slots with something inside */
  readonly objects: number[] = [];
  /** names of types that objects here had so far, in JSON, with their numbers */
  readonly types: { json: Uint8Array; number: number }[] = [];
  typeSlot = NO_SLOT;

  /** @param number among the layouts of a plan */
  constructor(readonly number: number) {}

  slotOf(name: string): number {
    return this.names.indexOf(name);
  }

  /** @returns the slot of a name, which is new or not */
  add(name: string): number {
    const known = this.slotOf(name);
    if (known !== NO_SLOT) return known;
    this.keys.push(bytesOf(`"${name}":`));
    this.inside.push(undefined);
    const slot = this.names.push(name) - 1;
    if (name === "__typename") this.typeSlot = slot;
    return slot;
  }
}

/** The layouts of one plan. */
export class Layouts {
  readonly all: Layout[] = [];
  /** of an object into which everything else is brought */
  readonly root = this.#make();

  /** @returns of the data that answers an operation */
  of(operation: string): Layout {
    const asked = operationIn(parse(operation, { noLocation: true }), undefined);
    const layout = this.#make();
    this.#fill(layout, asked.definition.selectionSet, asked.fragments);
    return layout;
  }

  /** Makes room for what the plan changes in objects of a layout once they are here. */
  extend(layout: Layout, rewrites: readonly FetchDataRewrite[]): void {
    layout.add("__typename");
    for (const rewrite of rewrites) {
      const path = rewrite.path.filter((step) => !step.startsWith(ON));
      const name = path.pop();
      const place = path.reduce<Layout | undefined>((at, step) => at?.inside[at.slotOf(step)], layout);
      if (!place || name === undefined) continue;
      const slot = place.add(name);
      if (rewrite.kind === "KeyRenamer") this.#join(place, place.add(rewrite.renameKeyTo), place.inside[slot]);
    }
  }

  #make(): Layout {
    const layout = new Layout(this.all.length);
    this.all.push(layout);
    return layout;
  }

  #fill(layout: Layout, { selections }: SelectionSetNode, fragments: Operation["fragments"]): void {
    for (const selection of selections) {
      if (selection.kind !== Kind.FIELD) {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (fragment) this.#fill(layout, fragment.selectionSet, fragments);
        continue;
      }
      const slot = layout.add((selection.alias ?? selection.name).value);
      if (selection.selectionSet) this.#fill(this.#insideOf(layout, slot), selection.selectionSet, fragments);
    }
  }

  #insideOf(layout: Layout, slot: number): Layout {
    const known = layout.inside[slot];
    if (known) return known;
    const made = this.#make();
    layout.inside[slot] = made;
    layout.objects.push(slot);
    return made;
  }

  /** What a layout has is also inside a slot. */
  #join(layout: Layout, slot: number, added: Layout | undefined): void {
    if (!added) return;
    const inside = this.#insideOf(layout, slot);
    for (const [index, name] of added.names.entries()) this.#join(inside, inside.add(name), added.inside[index]);
  }
}
