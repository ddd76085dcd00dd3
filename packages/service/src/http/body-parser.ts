import type { FastifyInstance, FastifyRequest } from 'fastify';
import { duplicateMember, malformedJson, unsupportedMediaType } from '../problem/http.errors.js';
import { refuseBodyOfOtherType } from './empty-body.js';
import { isDepthWithin } from './json.rules.js';
import { repeatedMember } from './json-members.rules.js';

const MAX_DEPTH = 32;
const BYTE_ORDER_MARK = '\uFEFF';
const UTF8_PARAMETERS = /^(;\s*charset="?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

type ParseText = ReturnType<FastifyInstance['getDefaultJsonParser']>;

/** Leaves one parser: `application/json` in UTF-8 without content encoding, of bounded depth, with own members only. */
export function useJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  // `error`: an own member `__proto__` would become a prototype when members are copied.
  const parseText = fastify.getDefaultJsonParser('error', 'ignore');
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      // Nobody reads it: what is wrong is the address or the method.
      if (request.is404) return done(null, undefined);
      done(null, parseBody(request, body as Buffer, parseText));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('*', refuseBodyOfOtherType);
}

// A request without a body may still name a type; whether a body is needed is for the route's schema.
function parseBody(request: FastifyRequest, body: Buffer, parseText: ParseText): unknown {
  if (body.length === 0) return undefined;
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  if (encoding !== undefined || !isUtf8(type)) throw unsupportedMediaType();
  const text = decode(body);
  if (!isDepthWithin(text, MAX_DEPTH)) throw malformedJson('too_deep');
  const value = parseJson(request, text, parseText);
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw duplicateMember(repeated);
  return value;
}

function isUtf8(contentType = ''): boolean {
  const parameters = contentType.indexOf(';');
  return parameters === -1 || UTF8_PARAMETERS.test(contentType.slice(parameters).trim());
}

// Fastify's parser calls back before it returns. It would forgive a byte order mark, which is not JSON (RFC 8259 §8.1).
function parseJson(request: FastifyRequest, text: string, parseText: ParseText): unknown {
  let parsed: { readonly error: Error | null; readonly value?: unknown } = { error: null };
  if (!text.startsWith(BYTE_ORDER_MARK))
    void parseText(request, text, (error, value: unknown) => void (parsed = { error, value }));
  if (parsed.error !== null || !('value' in parsed)) throw malformedJson('syntax');
  return parsed.value;
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformedJson('not_utf8');
  }
}
