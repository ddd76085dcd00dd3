import { modified, moved, otherInputs, otherKeys } from '../attacks/tokens/signature.js';
import { Forge } from '../attacks/tokens/forge.js';
import type { ProbeContext, Probe } from '../probe/probe.js';
import { accepted, acceptedOf } from '../probe/refused.js';

/** What is changed about a real token needs no key. */
async function realToken({ good }: ProbeContext): Promise<Forge> {
  return new Forge(await good(), 'nobody-signs-with-this-secret');
}

export const signature: Probe[] = [
  {
    id: 'signature-modified',
    name: 'refuses a signature that differs in one bit or in length',
    sends: 'single bits flipped in every byte, cut, extended, doubled, turned, in other encodings',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2; Wycheproof, modified and truncated tags',
    run: async (context) => accepted(context, modified(await realToken(context))),
  },
  {
    id: 'signature-moved',
    name: 'refuses a true signature on other content',
    sends: 'another user, a later end, another session, more audience under the signature of a real token',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2',
    run: async (context) => accepted(context, moved(await realToken(context))),
  },
  {
    id: 'signature-forged',
    name: 'refuses signatures by other keys and over other texts',
    sends: 'empty, guessed and near keys, digests for MACs, MACs over half of the text',
    demands: '401 `token_invalid`',
    source: 'RFC 7515 §5.2, RFC 8725 §3.5',
    needs: ['key'],
    run: acceptedOf(otherKeys, otherInputs),
  },
];
