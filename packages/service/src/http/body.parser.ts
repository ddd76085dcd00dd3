import type { FastifyInstance } from 'fastify';
import { malformedJson, unsupportedMediaType } from '../problem/door.errors.js';
import { isDepthWithin, mayNameProto } from './json.rules.js';

const MAX_DEPTH = 32;
const UTF8_PARAMETERS = /^(;\s*charset="?utf-8"?\s*)?$/i;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Leaves one parser: `application/json` in UTF-8 without content encoding, of bounded depth, with own members only. */
export function useJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, ({ headers }, body, done) => {
    try {
      if (headers['content-encoding'] !== undefined || !isUtf8(headers['content-type'])) throw unsupportedMediaType();
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function isUtf8(contentType = ''): boolean {
  const parameters = contentType.indexOf(';');
  return parameters === -1 || UTF8_PARAMETERS.test(contentType.slice(parameters).trim());
}

// A request without a body may still name a type; whether a body is needed is for the route's schema.
function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = decode(body);
  if (!isDepthWithin(text, MAX_DEPTH)) throw malformedJson('too_deep');
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
