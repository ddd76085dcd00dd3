import { randomUUID } from 'node:crypto';
import { audience, ids, issuer, otherKinds, types, version } from '../attacks/tokens/claims.js';
import { mintOf, type Probe } from '../probe/probe.js';
import { accepted, acceptedOf } from '../probe/refused.js';

const CLOSED = 'RFC 8725 §2.8, §3.12; docs/tokens.md: whatever is not exactly what the bank would write is refused';

export const claims: Probe[] = [
  {
    id: 'claim-forms',
    name: 'refuses a claim that is missing or of another form, `exp` first of all',
    sends: 'each claim left out, null, a number, a list, an object, under another name',
    demands: '401 `token_invalid`',
    source: 'RFC 9068 §2.2, RFC 7519 §4.1',
    needs: ['key'],
    run: acceptedOf(types, version),
  },
  {
    id: 'issuer',
    name: 'takes tokens of one issuer, compared letter by letter',
    sends: '`iss` with a slash, in capitals, with another port or scheme, of an attacker, as a pattern',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.8, RFC 9068 §4',
    needs: ['key'],
    run: acceptedOf(issuer),
  },
  {
    id: 'audience',
    name: 'takes only tokens whose `aud` is a list that names it',
    sends: '`aud` of the other services, empty, as text, in capitals, as a pattern, with what is no text',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.9, RFC 9068 §4; service contract: always a list',
    needs: ['key'],
    run: acceptedOf(audience),
  },
  {
    id: 'ids',
    name: "refuses `sub`, `sid` and `jti` that are not in the issuer's form",
    sends: 'spaces, upper case, braces, SQL, paths, names, a thousand letters',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.10; service contract: lower-case UUIDs',
    needs: ['key'],
    run: acceptedOf(ids),
  },
  {
    id: 'extra-claims',
    name: 'refuses claims that mark another kind of token',
    sends: '`nonce`, `events`, `cnf`, `scope`, `role` and 40 more, one at a time',
    demands: '401 `token_invalid`',
    source: CLOSED,
    needs: ['key'],
    run: acceptedOf(otherKinds),
  },
  {
    id: 'other-kinds',
    name: "refuses the deployment's other signed tokens",
    sends: 'answers of the revocation feed and a service assertion, by the true key',
    demands: '401 `token_invalid`',
    source: CLOSED,
    needs: ['key'],
    run: (context) => {
      const { tokens, key } = mintOf(context);
      const iss = String(mintOf(context).forge().claims['iss']);
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
