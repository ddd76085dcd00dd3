import { randomUUID } from 'node:crypto';
import { feedForge, type FeedFacts, type ForgedAnswer } from './feed-forge.js';
import type { Members } from './tokens/forge.js';

/** The right key, and claims that the bank would not write: every service holds the secret. */
export function notOurs(facts: FeedFacts): ForgedAnswer[] {
  const { sign } = feedForge(facts);
  const changes: [string, Members][] = [
    ['another issuer', { iss: 'http://bank.evil.example' }],
    ['no issuer', { iss: undefined }],
    ['an unknown kind', { kind: 'all' }],
    ['no kind', { kind: undefined }],
    ['iat as text', { iat: '1' }],
    ['as_of 0', { as_of: 0 }],
    ['no as_of', { as_of: undefined }],
    ['an etag with a line end', { etag: 'a\r\nset-cookie: x=y' }],
    ['sids as an object', { sids: { [facts.active]: true } }],
    ['sids with a number', { sids: [facts.active, 7] }],
    ['sids in upper case', { sids: [facts.active.toUpperCase()] }],
    ['a claim too many', { admin: true }],
  ];
  return changes.map(([kind, change]) => ({ kind, body: sign({}, change) }));
}

/** The lists of version 2 in forms that the bank would not write: of rights that changed, and of accounts that are gone. */
export function notListsOfOurs(facts: FeedFacts): ForgedAnswer[] {
  const { sign, heartbeat, isSecond, cursor, person, now } = feedForge(facts);
  if (!isSecond) return [{ kind: 'version 2 with the lists of version 1', body: sign({}, { ver: 2 }) }];
  const rights: [string, unknown][] = [
    ['as an object', { [person]: 7 }],
    ['as people alone', [person]],
    ['with a person alone', [[person]]],
    ['with three members', [[person, 7, 7]]],
    ['with a version as text', [[person, '7']]],
    ['with a version below zero', [[person, -7]]],
    ['with a version with a fraction', [[person, 7.5]]],
    ['with a version beyond the safe integers', [[person, 2 ** 53]]],
    ['with no version', [[person, null]]],
    ['turned round', [[7, person]]],
    ['in upper case', [[person.toUpperCase(), 7]]],
    ['with null', [[person, 7], null]],
    ['with an object', [{ sub: person, rv: 7 }]],
    ['as text', `${person} 7`],
    ['left out', undefined],
  ];
  const deleted: [string, unknown][] = [
    ['as an object', { [person]: true }],
    ['with a number', [person, 7]],
    ['with null', [person, null]],
    ['in upper case', [person.toUpperCase()]],
    ['with a pattern', ['*']],
    ['nested', [[person]]],
    ['as text', person],
    ['left out', undefined],
    ['10,001 of them', [person, ...Array.from({ length: 10_000 }, () => randomUUID())]],
  ];
  const cursors: [string, Members][] = [
    ['a cursor that goes back', { deleted_after: cursor + 2, deleted_to: cursor + 1 }],
    ['a cursor below zero', { deleted_after: -1 }],
    ['a cursor with a fraction', { deleted_to: cursor + 1.5 }],
    ['a cursor as text', { deleted_to: String(cursor + 1) }],
    ['a cursor beyond the safe integers', { deleted_to: 2 ** 53 }],
    ['a cursor without its beginning', { deleted_after: undefined }],
    ['a cursor without its end', { deleted_to: undefined }],
    ['a cursor in a list', { deleted_to: [cursor + 1] }],
  ];
  const versions: [string, Members][] = [
    ['the lists of version 2 under no version', { ver: undefined }],
    ['version 1 in words', { ver: 1 }],
    ['version 3', { ver: 3 }],
    ['version 2 as text', { ver: '2' }],
    ['a fourth list', { granted: [[person, 7]] }],
  ];
  return [
    ...rights.map(([kind, value]) => ({ kind: `rights ${kind}`, body: sign({}, { rights: value }) })),
    ...deleted.map(([kind, value]) => ({ kind: `deleted accounts ${kind}`, body: sign({}, { deleted: value }) })),
    ...[...cursors, ...versions].map(([kind, change]) => ({ kind, body: sign({}, change) })),
    { kind: 'a heartbeat with a list of rights', body: heartbeat({ iat: now, etag: 'forged', rights: [[person, 7]] }) },
    { kind: 'a heartbeat with deleted accounts', body: heartbeat({ iat: now, etag: 'forged', deleted: [person] }) },
  ];
}
