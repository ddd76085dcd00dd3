import { randomUUID } from 'node:crypto';
import { audience, ids, issuer, otherKinds, types } from '../attacks/tokens/claims.js';
import { rightsForms } from '../attacks/tokens/rights.js';
import { versions } from '../attacks/tokens/versions.js';
import { mintOf, type Probe } from '../probe/probe.js';
import { accepted, acceptedInBoth, acceptedOf } from '../probe/refused.js';

const CLOSED = 'RFC 8725 §2.8, §3.12; docs/tokens.md: whatever is not exactly what the bank would write is refused';

export const claims: Probe[] = [
  {
    id: 'claim-forms',
    name: 'refuses a claim that is missing or of another form, `exp` first of all',
    sends: 'each claim left out, null, a number, a list, an object, under another name',
    demands: '401 `token_invalid`',
    source: 'RFC 9068 §2.2, RFC 7519 §4.1',
    rules: ['claim-forms'],
    needs: ['key'],
    run: acceptedInBoth(types),
  },
  {
    id: 'issuer',
    name: 'takes tokens of one issuer, compared letter by letter',
    sends: '`iss` with a slash, in capitals, with another port or scheme, of an attacker, as a pattern',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.8, RFC 9068 §4',
    rules: ['iss'],
    needs: ['key'],
    run: acceptedInBoth(issuer),
  },
  {
    id: 'audience',
    name: 'takes only tokens whose `aud` is a list that names it',
    sends: '`aud` of the other services, empty, as text, in capitals, as a pattern, with what is no text',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.9, RFC 9068 §4; service contract: always a list',
    rules: ['aud'],
    needs: ['key'],
    run: acceptedInBoth(audience),
  },
  {
    id: 'ids',
    name: "refuses `sub`, `sid` and `jti` that are not in the issuer's form",
    sends: 'spaces, upper case, braces, SQL, paths, names, a thousand letters',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.10; service contract: lower-case UUIDs',
    rules: ['ids'],
    needs: ['key'],
    run: acceptedInBoth(ids),
  },
  {
    id: 'versions',
    name: 'takes the claims of versions 1 and 2, each exactly, and no other version',
    sends:
      '`ver` 0, 3, `"2"`, in a list; version 1 with `roles`, `rv`, `client_id`, `trv`; version 2 without one of them',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.11; service contract: a later version is refused until the release that knows it',
    rules: ['ver', 'known-claims'],
    needs: ['key'],
    run: acceptedInBoth(versions),
  },
  {
    id: 'rights-claims',
    name: 'refuses roles, and versions of rights, that the bank would not write',
    sends:
      '`roles` not sorted, twice the same, 17, in capitals, as text, nested, with what is no text; `rv` below zero, as text, with a fraction; `client_id` and `trv` of other forms',
    demands: '401 `token_invalid`',
    source: CLOSED,
    rules: ['rights-forms'],
    needs: ['key'],
    run: acceptedOf(rightsForms),
  },
  {
    id: 'extra-claims',
    name: 'refuses claims that mark another kind of token',
    sends: '`nonce`, `events`, `cnf`, `scope`, `role` and 40 more, one at a time',
    demands: '401 `token_invalid`',
    source: CLOSED,
    rules: ['known-claims'],
    needs: ['key'],
    run: acceptedInBoth(otherKinds),
  },
  {
    id: 'other-kinds',
    name: "refuses the deployment's other signed tokens",
    sends: 'answers of the revocation feed and a service assertion, by the true key',
    demands: '401 `token_invalid`',
    source: CLOSED,
    rules: ['typ', 'known-claims'],
    needs: ['key'],
    run: (context) => {
      const { tokens, key } = mintOf(context);
      const { issuer: iss } = context;
      const iat = Math.floor(Date.now() / 1000);
      const head = { iss, iat, etag: 'conformance' };
      const set = { kind: 'set', ...head, as_of: iat * 1_000, sids: [randomUUID()] };
      return accepted(context, [
        { kind: 'a set of the feed', token: tokens.signed('revocations+jwt', set) },
        { kind: 'a heartbeat of the feed', token: tokens.signed('revocations+jwt', { kind: 'heartbeat', ...head }) },
        { kind: 'a set of the feed called at+jwt', token: tokens.signed('at+jwt', set) },
        {
          kind: `a service assertion of ${key.kid}`,
          token: tokens.signed('svc+jwt', {
            iss: 'bank',
            aud: context.audience,
            iat,
            exp: iat + 30,
            jti: randomUUID(),
          }),
        },
      ]);
    },
  },
];
