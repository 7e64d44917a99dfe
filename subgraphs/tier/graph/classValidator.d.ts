declare module "class-validator/cjs/decorator/array/ArrayMaxSize" {
  export { ArrayMaxSize } from "class-validator";
}
declare module "class-validator/cjs/decorator/array/ArrayMinSize" {
  export { ArrayMinSize } from "class-validator";
}
declare module "class-validator/cjs/decorator/typechecker/IsInt" {
  export { IsInt } from "class-validator";
}
declare module "class-validator/cjs/decorator/string/Length" {
  export { Length } from "class-validator";
}
declare module "class-validator/cjs/decorator/string/Matches" {
  export { Matches } from "class-validator";
}
declare module "class-validator/cjs/decorator/number/Max" {
  export { Max } from "class-validator";
}
declare module "class-validator/cjs/decorator/number/Min" {
  export { Min } from "class-validator";
}
declare module "class-validator/cjs/decorator/common/ValidateNested" {
  export { ValidateNested } from "class-validator";
}
declare module "class-validator/cjs/validation/Validator" {
  export { Validator } from "class-validator";
}
