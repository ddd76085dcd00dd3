import { doubled, renumbered, respelled } from '../attacks/tokens/json.js';
import { lenientParts, looseBits, otherAlphabet, shapes } from '../attacks/tokens/spelling.js';
import type { Probe } from '../probe/probe.js';
import { acceptedOf } from '../probe/refused.js';

const CANONICAL = 'service contract: a token is what the issuer would write, or it is nothing';

export const text: Probe[] = [
  {
    id: 'three-parts',
    name: 'refuses what is not three parts',
    sends: 'one, two, four and five parts, JSON serializations, quotes, fragments, words, 5 and 9 kB',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §3.1, §5.2; RFC 7519 §7.2',
    rules: ['three-parts'],
    needs: ['key'],
    run: acceptedOf(shapes),
  },
  {
    id: 'base64url',
    name: 'refuses a part that is not the one base64url of its bytes',
    sends: 'padding, foreign letters, the other alphabet, loose last bits, in each part, signed as spelled',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §2 (no padding, no other characters); RFC 4648 §3.5',
    rules: ['base64url'],
    needs: ['key'],
    run: acceptedOf(lenientParts, looseBits, otherAlphabet),
  },
  {
    id: 'canonical-json',
    name: 'refuses JSON that two parsers could read in two ways',
    sends:
      'white space, escapes, byte order marks, broken UTF-8, trailing text, nesting, in header and payload, signed truly',
    demands: '401 `token_invalid`',
    source: `RFC 8725 §2.6, §3.7; ${CANONICAL}`,
    rules: ['canonical-json'],
    needs: ['key'],
    run: acceptedOf(respelled),
  },
  {
    id: 'duplicate-members',
    name: 'refuses a member that stands twice',
    sends: 'each member again: right, wrong, before, after, escaped, signed truly',
    demands: '401 `token_invalid`',
    source: 'RFC 7519 §4, RFC 7515 §4',
    rules: ['canonical-json'],
    needs: ['key'],
    run: acceptedOf(doubled),
  },
  {
    id: 'odd-numbers',
    name: 'refuses a time in another spelling of numbers',
    sends: '`exp` as `1e9`, `1.0`, hexadecimal, text, beyond the safe integers, signed truly',
    demands: '401 `token_invalid`',
    source: `RFC 7519 §2 (NumericDate); ${CANONICAL}`,
    rules: ['canonical-json'],
    needs: ['key'],
    run: acceptedOf(renumbered),
  },
];
