import { createHash, timingSafeEqual } from 'node:crypto';
import type { ProblemFacts } from './problem-answer.js';
import type { ServiceRequest } from './service-request.js';

const detail = 'This address is for operators.';
const headers = { 'www-authenticate': 'Bearer' };
const TOKEN_REQUIRED: ProblemFacts = { status: 401, code: 'ops_token_required', detail, headers };
/** What proxies add to a request that they hand on. */
const FORWARDED =
  /^(?:x-forwarded.*|forwarded|via|x-real-ip|cdn-loop|cf-.*|fly-.*|fastly-.*|x-envoy-.*|x-amzn-.*|x-azure-.*)$/;

/**
 * Why a request does not speak for an operator; undefined if it does: by the token if one is configured, else as a direct
 * peer on this machine that asks for it by name. A proxy on this machine is such a peer too, and a page can have its own
 * name lead here. Where the framework does not tell the peer, only the token counts.
 */
export function opsProblem(
  opsToken: string | undefined,
  request: ServiceRequest,
  ownOrigin: string | undefined,
): ProblemFacts | undefined {
  const { headers, remoteAddress } = request;
  if (opsToken !== undefined) {
    const isOperator = headers.authorization !== undefined && isSame(headers.authorization, `Bearer ${opsToken}`);
    return isOperator ? undefined : TOKEN_REQUIRED;
  }
  const isDirect = isLoopback(remoteAddress) && !Object.keys(headers).some((name) => FORWARDED.test(name));
  return isDirect && namesThisMachine(headers['host'], ownOrigin)
    ? undefined
    : { status: 403, code: 'ops_only', detail };
}

// Digests have one length, so the comparison tells nothing about the token's.
function isSame(left: string, right: string): boolean {
  return timingSafeEqual(createHash('sha256').update(left).digest(), createHash('sha256').update(right).digest());
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && (address === '::1' || /^(?:::ffff:)?127\./.test(address));
}

// Names below localhost lead to this machine alone (RFC 6761 §6.3); only the one that is ours is known to be meant.
function namesThisMachine(host: string | string[] | undefined, ownOrigin: string | undefined): boolean {
  if (typeof host !== 'string') return false;
  const name = host.toLowerCase().replace(/:\d{1,5}$/, '');
  if (name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name)) return true;
  return name.endsWith('.localhost') && ownOrigin !== undefined && name === new URL(ownOrigin).hostname;
}
