import type { FastifyInstance } from 'fastify';
import { malformedJson, unsupportedMediaType } from '../problem/door.errors.js';
import { depthWithin } from './json.rules.js';

const MAX_DEPTH = 32;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Leaves one parser: `application/json` in UTF-8 without content encoding, of bounded depth, with own members only. */
export function useJsonOnly(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (request.headers['content-encoding'] !== undefined || !isUtf8(request.headers['content-type'])) throw unsupportedMediaType();
      done(null, parseJson(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}

function isUtf8(contentType = ''): boolean {
  const parameters = contentType.split(';').slice(1).join(';').trim();
  return parameters === '' || /^charset="?utf-8"?$/i.test(parameters);
}

function parseJson(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  const text = decode(body);
  if (!depthWithin(text, MAX_DEPTH)) throw malformedJson('too_deep');
  try {
    return JSON.parse(text, refuseProto);
  } catch {
    throw malformedJson('syntax');
  }
}

function decode(body: Buffer): string {
  try {
    return utf8.decode(body);
  } catch {
    throw malformedJson('not_utf8');
  }
}

// An own member of this name becomes the prototype as soon as somebody copies the object by assignment.
function refuseProto(key: string, value: unknown): unknown {
  if (key === '__proto__') throw new SyntaxError('forbidden member');
  return value;
}
