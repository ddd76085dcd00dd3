import { modified, moved, otherInputs, otherKeys } from '../attacks/tokens/signature.js';
import { Forge, type BadToken } from '../attacks/tokens/forge.js';
import type { Finding } from '../client/exchange.js';
import type { ProbeContext, Probe } from '../probe/probe.js';
import { accepted, acceptedOf } from '../probe/refused.js';

/** What is changed about real tokens needs no key. */
async function acceptedOfReal(context: ProbeContext, family: (forge: Forge) => BadToken[]): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const way of ['bearer', 'cookie'] as const) {
    const forge = new Forge(await context.good(way), 'nobody-signs-with-this-secret');
    found.push(...(await accepted(context, family(forge), [way])));
  }
  return found;
}

export const signature: Probe[] = [
  {
    id: 'signature-modified',
    name: 'refuses a signature that differs in one bit or in length',
    sends: 'single bits flipped in every byte, cut, extended, doubled, turned, in other encodings',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2; Wycheproof, modified and truncated tags',
    rules: ['signature'],
    run: (context) => acceptedOfReal(context, modified),
  },
  {
    id: 'signature-moved',
    name: 'refuses a true signature on other content',
    sends: 'another user, a later end, another session, a role more, more audience under the signature of a real token',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2',
    rules: ['signature'],
    run: (context) => acceptedOfReal(context, moved),
  },
  {
    id: 'signature-forged',
    name: 'refuses signatures by other keys and over other texts',
    sends: 'empty, guessed and near keys, digests for MACs, MACs over half of the text',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2, RFC 8725 §3.5',
    rules: ['signature'],
    needs: ['key'],
    run: acceptedOf(otherKeys, otherInputs),
  },
];
