import type { VerifiableRequest } from '../request/request-verifier.js';

/** What every mount makes of its framework's request. */
export interface ServiceRequest extends VerifiableRequest {
  /** Path and query as they were sent, also below a router. */
  readonly url: string;
  /** Of the connection; undefined where the framework does not tell. */
  readonly remoteAddress: string | undefined;
  readonly headers: VerifiableRequest['headers'] & Readonly<Record<string, string | string[] | undefined>>;
}
