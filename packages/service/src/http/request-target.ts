import type { IncomingMessage } from 'node:http';
import { forgetTypeOfNothing } from './empty-body.js';
import { isPath, requestTarget } from './request-target.rules.js';

type Head = Pick<IncomingMessage, 'method' | 'headers'> & { url?: string | undefined };

/** Looks at the head of a request before it is routed, and returns its address. */
export function readHead(request: Head): string {
  if (request.headers['content-type'] !== undefined) forgetTypeOfNothing(request.headers);
  return addressOf(request);
}

/**
 * The one address of a request, for router, pages, methods, log and figures alike. An absolute target brings its own
 * authority; where the Host header is missing it stays missing, and the request is refused for that.
 */
function addressOf({ url = '', method, headers }: Head): string {
  if (isPath(url)) return url;
  const target = requestTarget(method, url);
  if (target.authority !== undefined && headers.host !== undefined) headers.host = target.authority;
  return target.url;
}
