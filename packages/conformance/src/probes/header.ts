import { foreignKeys, notText, otherDigests, renamed, unsigned } from '../attacks/tokens/algorithm.js';
import { confusion, CurveForge } from '../attacks/tokens/confusion.js';
import { critical, extraMembers, keyId, offeredKeys, type } from '../attacks/tokens/header.js';
import type { Finding } from '../client/exchange.js';
import { mintOf, type Probe } from '../probe/probe.js';
import { accepted, acceptedOf } from '../probe/refused.js';
import { curveKeys } from '../bank/curve-keys.js';

export const header: Probe[] = [
  {
    id: 'alg-none',
    name: 'refuses an unsigned token',
    sends: '`alg` none in every spelling, with no signature and with a true one',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.1, §3.2',
    rules: ['alg'],
    needs: ['key'],
    run: acceptedOf(unsigned),
  },
  {
    id: 'alg-mismatch',
    name: "lets the key say which algorithm counts, never the token's header",
    sends: 'other algorithms over a true signature, other digests, `alg` that is no text',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.1, §2.1',
    rules: ['alg'],
    needs: ['key'],
    run: acceptedOf(renamed, otherDigests, notText),
  },
  {
    id: 'foreign-keys',
    name: "refuses honest signatures by a stranger's keys",
    sends: 'RSA, EC and Ed25519 signatures of keys that nobody knows',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2',
    rules: ['signature', 'alg'],
    needs: ['key'],
    run: acceptedOf(foreignKeys),
  },
  {
    id: 'key-confusion',
    name: 'never takes a public key for a secret, nor one kind of key for the other',
    sends: 'HS256 with the public key in 21 spellings, ES256 with numbers out of range, DER, wrong lengths',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §2.1, §3.1; RFC 7518 §3.4',
    rules: ['alg', 'signature'],
    needs: ['key', 'ES256'],
    run: async (context) => {
      const { key, tokens } = mintOf(context);
      const found: Finding[] = [];
      for (const via of ['bearer', 'cookie'] as const) {
        const kinds = confusion(new CurveForge(tokens.token({ via }), curveKeys(key)));
        found.push(...(await accepted(context, kinds, [via])));
      }
      return found;
    },
  },
  {
    id: 'typ',
    name: 'refuses another type of token',
    sends: '`typ` JWT, refresh, feed, id, logout tokens, other spellings, none; the claims are right',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.11; RFC 9068 §4',
    rules: ['typ'],
    needs: ['key'],
    run: acceptedOf(type),
  },
  {
    id: 'kid',
    name: 'refuses a key that is not in its ring, and looks nowhere else for one',
    sends: '`kid` unknown, missing, no text, a path, an address, SQL, names of built-in members',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.10; RFC 7515 §4.1.4',
    rules: ['kid'],
    needs: ['key'],
    run: acceptedOf(keyId),
  },
  {
    id: 'crit',
    name: 'refuses a token with critical extensions',
    sends: '`crit` and `b64` in 26 forms',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §4.1.11; RFC 7797 §6',
    rules: ['header-members'],
    needs: ['key'],
    run: acceptedOf(critical),
  },
  {
    id: 'offered-keys',
    name: 'follows no key that a token brings or points to',
    sends: '`jwk`, `jku`, `x5u`, `x5c`, `x5t`, signed with the key offered and truly',
    demands: '401 `token_invalid`',
    source: 'RFC 8725 §3.10',
    rules: ['header-members', 'kid'],
    needs: ['key'],
    run: acceptedOf(offeredKeys),
  },
  {
    id: 'header-members',
    name: 'refuses a header with anything but `alg`, `kid` and `typ`',
    sends: '`zip`, `cty`, `enc`, claims, unknown names, names of built-in members; only `alg`; nothing',
    demands: '401 `token_invalid`',
    source: 'service contract: the header is `alg`, `kid`, `typ`, nothing else',
    rules: ['header-members'],
    needs: ['key'],
    run: acceptedOf(extraMembers),
  },
];
