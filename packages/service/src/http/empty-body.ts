import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { badRequest, unsupportedMediaType } from '../problem/http.errors.js';

const NOTHING = /^0+$/;

/**
 * A request without a body has no type to refuse: axios names a form with every POST without data, and so does
 * `curl -d ''`. Called for requests that name a type.
 */
export function forgetTypeOfNothing(headers: IncomingHttpHeaders): void {
  const length = headers['content-length'];
  // Whether chunks bring anything shows when they end.
  const isOpen = headers['transfer-encoding'] !== undefined;
  if (isOpen ? isJson(headers['content-type']) : length !== undefined && !NOTHING.test(length)) return;
  headers['content-type'] = undefined;
}

/** Takes bodies of every other type, and of none: an empty one is no body, anything else is refused unread. */
export function refuseBodyOfOtherType(
  { headers, is404 }: Pick<FastifyRequest, 'headers' | 'is404'>,
  payload: IncomingMessage,
  done: (error: Error | null, body?: undefined) => void,
): void {
  if (is404) return done(null);
  if (Number(headers['content-length'] ?? 0) > 0) return done(unsupportedMediaType());
  const finish = (error: Error | null): void => {
    payload.off('data', refuse).off('end', pass).off('error', fail);
    done(error);
  };
  const refuse = (): void => finish(unsupportedMediaType());
  const pass = (): void => finish(null);
  const fail = (): void => finish(badRequest('body_cut'));
  payload.on('data', refuse).on('end', pass).on('error', fail);
}

function isJson(type = ''): boolean {
  return type.slice(0, 'application/json'.length).toLowerCase() === 'application/json';
}
