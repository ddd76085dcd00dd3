import { bearer, ownPage } from '../../stack/test-user.ts';
import type { StackService } from '../../stack/stack.ts';
import { encodeRequest, type RawRequest } from '@latchkey/conformance/client';
import type { Route } from './routes.ts';

/** A place in a request of a route that a client can make as long as it likes. */
export interface Place {
  readonly name: string;
  /** What it is filled with. */
  readonly fillers: readonly string[];
  /** Characters that it may hold. */
  readonly most: number;
  /** The request with about so many characters of a filler there; 0 is the request that is usual. */
  request(filler: string, length: number): RawRequest;
}

/** One header holds this much, next to the usual ones. */
const MOST_OF_HEAD = 14_000;
const MOST_OF_BODY = 40_000;

/** Each stands for what some expression, list or parser may go over again and again. */
const IN_HEADERS = [' ', ',', ';', 'a', '"', ', a=1'];
const IN_ADDRESS = ['/', 'a', '%41', '%25', ';', '../', '.', ':'];
const IN_QUERY = ['a', '&', 'a=1&', '=', '%41', '[', 'since=1&', 'ver=2&', 'deleted_after=1&', '?'];

const HEADERS: readonly (readonly [string, string])[] = [
  ['Cookie', 'a='],
  ['Cookie', '__Secure-latchkey=a'],
  ['Cookie', '__Host-latchkey-refresh=v1.a.'],
  ['Authorization', 'a'],
  ['Authorization', 'Bearer a'],
  ['Accept', 'text/html'],
  ['Accept-Encoding', 'gzip'],
  ['Accept-Language', 'en'],
  ['Content-Type', 'application/json; a'],
  ['Content-Encoding', 'a'],
  ['Origin', 'http://a'],
  ['Referer', 'http://a'],
  ['Sec-Fetch-Site', 'a'],
  ['User-Agent', 'Mozilla/5.0 Version/1 '],
  ['X-Forwarded-For', '10.0.0.1'],
  ['Forwarded', 'for=a'],
  ['X-Request-Id', 'a'],
  ['If-None-Match', '"a"'],
  ['If-Modified-Since', 'a'],
  ['Range', 'bytes=0-1'],
  ['Prefer', 'a'],
  ['Access-Control-Request-Headers', 'a'],
  ['Idempotency-Key', 'a'],
  ['Service-Assertion', 'a'],
  ['X-Anything', 'a'],
];

/** The route that gets every filler in every header; at the others each header gets two, in turn. */
const FULL = '/api/me';
const FILLERS_IN_TURN = 2;

/** All places of the route that is so many behind the first. */
export function placesOf(route: Route, at: number, target: StackService, token: string): Place[] {
  const usual = usualRequest(route, target, token);
  const inTurn = (place: Place, offset: number): Place => ({
    ...place,
    fillers: [...IN_HEADERS, ...IN_HEADERS].slice(...turn(at + offset)),
  });
  const headers = route.path === FULL ? headersOf(usual) : headersOf(usual).map(inTurn);
  return [...headers, linesIn(usual), ...addressesOf(usual, route.path), ...bodiesOf(usual, route)];
}

function turn(at: number): [number, number] {
  const first = (FILLERS_IN_TURN * at) % IN_HEADERS.length;
  return [first, first + FILLERS_IN_TURN];
}

function usualRequest(route: Route, target: StackService, token: string): RawRequest & { headers: [string, string][] } {
  const headers: [string, string][] = [...ownPage(target), bearer(token)];
  const path = route.path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-000000000000');
  return { method: route.method, path, host: target.host, headers };
}

function headersOf(usual: RawRequest & { headers: [string, string][] }): Place[] {
  return HEADERS.map(([name, start]): Place => ({
    name: `${name}: ${start}…`,
    fillers: IN_HEADERS,
    most: MOST_OF_HEAD,
    request: (filler, length) => ({
      ...usual,
      headers: [
        ...usual.headers.filter(([other]) => other !== name && (name !== 'Cookie' || other !== 'Authorization')),
        // What ends it is nothing that any reader looks for.
        [name, `${start}${filled(filler, length)}!`],
      ],
    }),
  }));
}

function linesIn(usual: RawRequest & { headers: [string, string][] }): Place {
  return {
    name: 'lines of one header',
    fillers: ['Cookie: a=1', 'X-Forwarded-For: 10.0.0.1', 'Accept: a', 'X-A: a', 'If-None-Match: "a"'],
    most: MOST_OF_HEAD,
    request: (filler, length) => {
      const [name = '', value = ''] = filler.split(': ');
      const count = Math.floor(length / (filler.length + 2));
      return { ...usual, headers: [...usual.headers, ...Array.from({ length: count }, () => [name, value] as const)] };
    },
  };
}

function addressesOf(usual: RawRequest, template: string): Place[] {
  const add = (name: string, fillers: readonly string[], path: (text: string) => string): Place => ({
    name,
    fillers,
    most: MOST_OF_HEAD,
    request: (filler, length) => ({ ...usual, path: length === 0 ? usual.path : path(filled(filler, length)) }),
  });
  return [
    add('behind the path', IN_ADDRESS, (text) => usual.path + text),
    add('query', IN_QUERY, (text) => `${usual.path}?${text}`),
    add('absolute form', ['a', '.', '@', ':'], (text) => `http://${text}${usual.path}`),
    ...(template.includes('{')
      ? [add('parameter', IN_ADDRESS, (text) => template.replaceAll(/\{\w+\}/g, () => text.replaceAll('/', 'b')))]
      : []),
  ];
}

function bodiesOf(usual: RawRequest & { headers: [string, string][] }, route: Route): Place[] {
  if (!/^(POST|PUT|PATCH|DELETE)$/.test(route.method)) return [];
  const headers: [string, string][] = [...usual.headers, ['Content-Type', 'application/json']];
  const add = (name: string, fillers: readonly string[], body: (text: string) => string): Place => ({
    name: `body: ${name}`,
    fillers,
    most: MOST_OF_BODY,
    request: (filler, length) => ({ ...usual, headers, body: length === 0 ? '{}' : body(filled(filler, length)) }),
  });
  const members = (text: string, name: (index: number) => string): string =>
    `{${Array.from({ length: text.length / 10 }, (_, index) => `"${name(index)}":1`).join()}}`;
  return [
    add('blanks', [' ', '\n'], (text) => `{${text}}`),
    add('one text', ['a', '\\u0061', '\\"', '%'], (text) => `{"a":"${text}"}`),
    add('a number', ['1'], (text) => `{"a":${text}}`),
    add('nesting', ['[', '{"a":'], (text) => text),
    add('a list', ['1,', '{},', '[],'], (text) => `[${text}1]`),
    add('members', [','], (text) => members(text, (index) => `m${index}`)),
    add('members of one length', [','], (text) => members(text, (index) => String(index).padStart(6, 'm'))),
    add('the one member', [','], (text) => members(text, () => 'member')),
    // Next to members that are short: a rule over all of them then sees the long one.
    ...route.members.map((member) =>
      add(member, ['a', ' ', 'é', '1', '-'], (text) =>
        JSON.stringify({ ...Object.fromEntries(route.members.map((name) => [name, 'ada.lovelace'])), [member]: text }),
      ),
    ),
  ];
}

const filled = (filler: string, length: number): string => filler.repeat(Math.ceil(length / filler.length));

export const bytesAt = (place: Place, filler: string, length: number): Buffer =>
  encodeRequest(place.request(filler, length));
