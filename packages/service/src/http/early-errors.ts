import type { IncomingHttpHeaders } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Logger as Pino } from 'pino';
import { traceOf } from '@latchkey/verifier/outbound';
import type { Metrics } from '../metrics/metrics.js';
import type { AppError } from '../problem/app-error.js';
import { clientAddressOf } from './client-address.rules.js';
import { clientRequestId, makeRequestId } from './request-id.js';
import type { HeaderSet } from '../site/security-headers.js';

/** A request as far as it was read when it was refused. */
export interface EarlyRequest {
  readonly headers: IncomingHttpHeaders;
}

/** Counts and logs what is refused before there is a route. */
export class EarlyErrors {
  constructor(
    private readonly log: Pino,
    private readonly metrics: Metrics,
    private readonly hops: number,
    /** Headers of each response. */
    readonly headers: HeaderSet,
  ) {}

  /** Notes an error, and returns the id under which it is found. Without headers the peer is all that is known. */
  note(problem: AppError, socket: Duplex, request: EarlyRequest = { headers: {} }): string {
    const { status, code, reason } = problem;
    const req = makeRequestId();
    const { remoteAddress } = socket as { readonly remoteAddress?: string };
    const address = clientAddressOf(remoteAddress, request.headers['x-forwarded-for'], this.hops);
    const { id: trace, span } = traceOf(request.headers);
    const clientReq = clientRequestId(request);
    this.metrics.refused(reason);
    this.log.info({ req, trace, span, address, status, code, reason, clientReq }, 'connection refused');
    return req;
  }
}
