// For the programs that write and test the document; a running service loads none of it.
export { ACCESS } from '../http/access.decorator.js';
export { RETURNS } from '../http/returns.decorator.js';
export { opsOnly, opsTokenRequired } from '../http/ops.errors.js';
export {
  duplicateMember,
  invalidBody,
  malformedJson,
  payloadTooLarge,
  unsupportedMediaType,
} from '../problem/http.errors.js';
export { problemBody, PROBLEM_TYPE } from '../problem/problem.js';
export { controllersOf } from './controllers.js';
export type { Answer, Caller, Content, Header, OpenApi, Operation, Parameter, Schema } from './open-api.js';
export { OPERATION } from '../http/operation.decorator.js';
export type { HandWrittenResponse, OperationOptions } from '../http/operation.decorator.js';
