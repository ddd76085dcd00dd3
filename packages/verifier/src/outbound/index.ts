export { backOff, type BackOffBounds } from './back-off.js';
export { boundedBody } from './bounded-body.js';
export { describeError, type OutboundTarget } from './describe-error.js';
export { ErrorNotice } from './error-notice.js';
export { expectResponse, UnexpectedResponse } from './unexpected-response.js';
export { childOf, newTrace, traceHeaders, traceOf, type Trace, type TraceHeaders } from '../trace/trace.js';
export type { TracedCall } from '../trace/traced-call.js';
