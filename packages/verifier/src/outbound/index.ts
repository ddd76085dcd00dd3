export { backOff, type BackOffBounds } from './back-off.js';
export { boundedBody } from './bounded-body.js';
export { describeError, type OutboundTarget } from './describe-error.js';
export { ErrorNotice } from './error-notice.js';
export { expectResponse, UnexpectedResponse } from './unexpected-response.js';
