import type { Probe } from '../probe/probe.js';
import { answers, sums } from './answers.js';
import { claims } from './claims.js';
import { control } from './control.js';
import { csrf } from './csrf.js';
import { feed } from './feed.js';
import { header } from './header.js';
import { logout } from './logout.js';
import { rights } from './rights.js';
import { signature } from './signature.js';
import { text } from './text.js';
import { times } from './times.js';
import { transport } from './transport.js';

/** Probes by what they are about. Those of the feed follow each other; the sums are judged when all others are done. */
export const chapters: Record<string, readonly Probe[]> = {
  'The good case': control,
  'The text of a token': text,
  'Its header': header,
  'Its signature': signature,
  'Its claims': claims,
  'Its time': times,
  'How it travels': transport,
  'What its caller may do': rights,
  'Who may use a cookie': csrf,
  'What is answered': answers,
  'The end of a session': logout,
  'The revocation feed': feed,
  'Over all answers': sums,
};

/** Every probe, in the order in which they are reported. */
export const allProbes: readonly Probe[] = Object.values(chapters).flat();
