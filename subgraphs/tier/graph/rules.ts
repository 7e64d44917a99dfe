/** The rules that an input type may state, each with its words from the registry. Each from its own file: the package's
 * entrance loads 300 others, among them the telephone numbers of all countries, in every subgraph that starts. */
import { ArrayMaxSize as MostItems } from "class-validator/cjs/decorator/array/ArrayMaxSize";
import { ArrayMinSize as FewestItems } from "class-validator/cjs/decorator/array/ArrayMinSize";
import { ValidateNested as Nested } from "class-validator/cjs/decorator/common/ValidateNested";
import { Max as Most } from "class-validator/cjs/decorator/number/Max";
import { Min as Least } from "class-validator/cjs/decorator/number/Min";
import { Length as Characters } from "class-validator/cjs/decorator/string/Length";
import { Matches as Pattern } from "class-validator/cjs/decorator/string/Matches";
import { IsInt as Whole } from "class-validator/cjs/decorator/typechecker/IsInt";
import { type FieldReason, reasonOf } from "../../../schema/contract/fieldReasons";

export const ArrayMaxSize = (max: number) => MostItems(max, { message: reasonOf("MOST_ITEMS", { max }) });
export const ArrayMinSize = (min: number) => FewestItems(min, { message: reasonOf("FEWEST_ITEMS", { min }) });
export const ValidateNested = ({ each = false } = {}) => Nested({ each, message: reasonOf("PARTS") });
export const Max = (max: number) => Most(max, { message: reasonOf("MOST", { max }) });
export const Min = (min: number) => Least(min, { message: reasonOf("LEAST", { min }) });
export const IsInt = () => Whole({ message: reasonOf("WHOLE_NUMBER") });
export const Matches = (pattern: RegExp, message: FieldReason) => Pattern(pattern, { message });

export function Length(min: number, max: number) {
  const message = min > 0 ? reasonOf("LENGTH", { min, max }) : reasonOf("MOST_CHARACTERS", { max });
  return Characters(min, max, { message });
}
