import type { FastifyInstance } from 'fastify';
import { duplicateMember, malformedJson, unsupportedMediaType } from '../problem/http.errors.js';
import { refuseBodyOfOtherType } from './empty-body.js';
import { isDepthWithin, mayNameProto } from './json.rules.js';
import { repeatedMember } from './json-members.rules.js';

const MAX_DEPTH = 32;
const UTF8_PARAMETERS = /^(;\s*charset="?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Leaves one parser: `application/json` in UTF-8 without content encoding, of bounded depth, with own members only. */
export function useJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers, is404 }, body, done) => {
    try {
      // Nobody reads it: what is wrong is the address or the method.
      if (is404) return done(null, undefined);
      done(null, parseBody(body as Buffer, headers['content-type'], headers['content-encoding']));
    } catch (error) {
      done(error as Error);
    }
  });
  fastify.addContentTypeParser('*', refuseBodyOfOtherType);
}

// A request without a body may still name a type; whether a body is needed is for the route's schema.
function parseBody(body: Buffer, type: string | undefined, encoding: string | undefined): unknown {
  if (body.length === 0) return undefined;
  if (encoding !== undefined || !isUtf8(type)) throw unsupportedMediaType();
  return parseJson(body);
}

function isUtf8(contentType = ''): boolean {
  const parameters = contentType.indexOf(';');
  return parameters === -1 || UTF8_PARAMETERS.test(contentType.slice(parameters).trim());
}

function parseJson(body: Buffer): unknown {
  const text = decode(body);
  if (!isDepthWithin(text, MAX_DEPTH)) throw malformedJson('too_deep');
  const value = parseText(text);
  const repeated = repeatedMember(text);
  if (repeated !== undefined) throw duplicateMember(repeated);
  return value;
}

function parseText(text: string): unknown {
  try {
    return mayNameProto(text) ? JSON.parse(text, refuseProto) : JSON.parse(text);
  } catch (error) {
    throw malformedJson(error instanceof ForbiddenMember ? 'forbidden_member' : 'syntax');
  }
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformedJson('not_utf8');
  }
}

class ForbiddenMember extends Error {}

function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new ForbiddenMember();
  return value;
}
