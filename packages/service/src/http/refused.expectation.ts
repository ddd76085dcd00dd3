import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '../metrics/metrics.js';
import { expectationFailed } from '../problem/door.errors.js';
import { PROBLEM_TYPE, problemBody } from '../problem/problem.js';
import { makeRequestId } from './request-id.js';
import { API_HEADERS } from './security.headers.js';

/** Answers an `Expect` other than `100-continue`, which node would refuse with an empty 417 (RFC 9110 §10.1.1). */
export function refuseExpectations(metrics: Metrics): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const problem = expectationFailed();
    metrics.refused(problem.reason);
    const id = makeRequestId(request);
    response.writeHead(problem.status, { ...API_HEADERS, 'x-request-id': id, 'content-type': PROBLEM_TYPE });
    response.end(JSON.stringify(problemBody(problem, id)));
  };
}
