import { ahead, immortal, impossible, over } from '../attacks/tokens/times.js';
import type { Probe } from '../probe/probe.js';
import { acceptedInBoth } from '../probe/refused.js';

export const times: Probe[] = [
  {
    id: 'expired',
    name: 'refuses a token whose time is over, without grace, and says so',
    sends: 'tokens that are over for 1 s to 11 h',
    demands: '401 `token_expired`',
    source: 'RFC 7519 §4.1.4; service contract: `exp` is hard',
    rules: ['expired'],
    needs: ['key'],
    run: acceptedInBoth(over),
  },
  {
    id: 'future',
    name: 'refuses a token from more than 60 s ahead, and says that clocks differ',
    sends: '`iat` and `auth_time` 66 s to a year ahead',
    demands: '401 `clock_skew`',
    source: 'RFC 7519 §4.1.6; service contract: 60 s',
    rules: ['clock-skew'],
    needs: ['key'],
    run: acceptedInBoth(ahead),
  },
  {
    id: 'lifetime',
    name: 'refuses a token that is meant to live longer than tokens do',
    sends: '`exp` 1 s to 300 years beyond `iat` + `TOKEN_TTL`',
    demands: '401 `token_invalid`',
    source: 'service contract: `exp` is at most `TOKEN_TTL` after `iat`',
    rules: ['lifetime'],
    needs: ['key'],
    run: acceptedInBoth(immortal),
  },
  {
    id: 'odd-times',
    name: 'refuses times that no clock shows',
    sends: '`exp` before `iat`, milliseconds, fractions, text, dates, numbers beyond the safe integers, `nbf`',
    demands: '401 `token_invalid`',
    source: 'RFC 7519 §2 (NumericDate), §4.1',
    rules: ['times'],
    needs: ['key'],
    run: acceptedInBoth(impossible),
  },
];
