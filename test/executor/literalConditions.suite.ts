import { parse, print } from "graphql";
import { withoutLiteralConditions } from "../../gateway/planning/literalConditions";

const planned = (text: string) => print(withoutLiteralConditions(parse(text))).replace(/\s+/g, " ");

test.each([
  ["what is left out", "{ book { id title @skip(if: true) pages @include(if: false) } }", "{ book { id } }"],
  [
    "what is always there",
    "{ book { id @skip(if: false) ... @include(if: true) { title } } }",
    "{ book { id ... { title } } }",
  ],
  ["all of a field", "{ book { id @skip(if: true) } nodes { id } }", "{ book { __typename } nodes { id } }"],
  [
    "parts in parts",
    "{ book { ... @skip(if: true) { title } ... on Book { pages @skip(if: true) } } }",
    "{ book { __typename } }",
  ],
  ["all of an operation", "{ book @skip(if: true) { id } }", "{ __typename }"],
  [
    "a fragment and what is in it",
    "{ book { ...A ...B @skip(if: true) } } fragment A on Book { id @include(if: false) } fragment B on Book { id }",
    "{ book { ...A } } fragment A on Book { __typename } fragment B on Book { id }",
  ],
  [
    "a condition beside one that a variable decides",
    "query ($a: Boolean!) { book { id @skip(if: $a) @include(if: true) title @skip(if: $a) @skip(if: true) } }",
    "query ($a: Boolean!) { book { id @skip(if: $a) } }",
  ],
])("%s is decided before it is planned", (_, text, expected) => {
  expect(planned(text)).toBe(expected);
});
