import type { FetchDataRewrite } from "@apollo/query-planner";
import { type Layout, Layouts } from "../../gateway/executor/layouts";

const [TYPE, PARTS] = ["... on Book", "... on Part"];

/** Names of the fields at each place, as they are nested. */
function namesIn(layout: Layout): unknown[] {
  return layout.names.map((name, slot) => {
    const inside = layout.inside[slot];
    return inside ? [name, namesIn(inside)] : name;
  });
}

function extended(operation: string, ...rewrites: FetchDataRewrite[]): Layout {
  const layouts = new Layouts();
  const layout = layouts.of(operation);
  layouts.extend(layout, rewrites);
  return layout;
}

const renamed = (path: string[], renameKeyTo: string): FetchDataRewrite => ({ kind: "KeyRenamer", path, renameKeyTo });
const set = (path: string[]): FetchDataRewrite => ({ kind: "ValueSetter", path, setValueTo: "Book" });

describe("layouts of a plan", () => {
  test("have room for the type of what is at the root", () => {
    expect(namesIn(extended("{ id }"))).toEqual(["id", "__typename"]);
  });

  test("have room for a value that is set, at its place, whichever type it is for", () => {
    const layout = extended("{ book { parts { id } } }", set(["book", TYPE, "parts", PARTS, "__typename"]));
    expect(namesIn(layout)).toEqual([["book", [["parts", ["id", "__typename"]]]], "__typename"]);
  });

  test("have under a new name all that is inside the old one, beside what was there", () => {
    const layout = extended("{ a { id inside { x } } b { inside { y } } }", renamed(["a"], "b"));
    const a = ["a", ["id", ["inside", ["x"]]]];
    expect(namesIn(layout)).toEqual([a, ["b", [["inside", ["y", "x"]], "id"]], "__typename"]);
  });

  test("have room for a value without fields under its new name", () => {
    expect(namesIn(extended("{ book { title } }", renamed(["book", TYPE, "title"], "name")))).toEqual([
      ["book", ["title", "name"]],
      "__typename",
    ]);
  });

  test("stay as they are where a fetch does not ask for the place", () => {
    expect(namesIn(extended("{ id }", set(["book", "__typename"]), renamed([], "b")))).toEqual(["id", "__typename"]);
  });
});
