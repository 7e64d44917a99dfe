/** The rules that an input type may state. Each from its own file: the package's entrance loads 300 others, among them the
 * telephone numbers of all countries, in every subgraph that starts. */
export { ArrayMaxSize } from "class-validator/cjs/decorator/array/ArrayMaxSize";
export { ArrayMinSize } from "class-validator/cjs/decorator/array/ArrayMinSize";
export { ValidateNested } from "class-validator/cjs/decorator/common/ValidateNested";
export { Max } from "class-validator/cjs/decorator/number/Max";
export { Min } from "class-validator/cjs/decorator/number/Min";
export { Length } from "class-validator/cjs/decorator/string/Length";
export { Matches } from "class-validator/cjs/decorator/string/Matches";
export { IsInt } from "class-validator/cjs/decorator/typechecker/IsInt";
