// For the programs that write and test the document; a running service loads none of it.
export { ACCESS } from './http/access.decorator.js';
export { RETURNS } from './http/returns.decorator.js';
export { opsOnly, opsTokenRequired } from './http/ops.errors.js';
export {
  duplicateMember,
  invalidBody,
  malformedJson,
  payloadTooLarge,
  unsupportedMediaType,
} from './problem/http.errors.js';
export { problemBody, PROBLEM_TYPE } from './problem/problem.js';
export { PAGE_MARKS } from './reference/reference.js';
export { ServiceModule } from './boot/service.module.js';
export type { Foundation } from './boot/service.module.js';
export { OPERATION } from './http/operation.decorator.js';
export type { HandWrittenResponse, OperationOptions } from './http/operation.decorator.js';
