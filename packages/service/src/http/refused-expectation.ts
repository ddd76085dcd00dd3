import type { IncomingMessage, ServerResponse } from 'node:http';
import { expectationFailed } from '../problem/http.errors.js';
import { PROBLEM_TYPE, problemBody } from '../problem/problem.js';
import type { EarlyErrors } from './early-errors.js';

/** Refuses an `Expect` other than `100-continue`, which node would refuse with an empty 417 (RFC 9110 §10.1.1). */
export function refuseExpectations(errors: EarlyErrors): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const problem = expectationFailed();
    const id = errors.note(problem, request.socket, request);
    response.writeHead(problem.status, { ...errors.headers, 'x-request-id': id, 'content-type': PROBLEM_TYPE });
    response.end(JSON.stringify(problemBody(problem, id)));
  };
}
