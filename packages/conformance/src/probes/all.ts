import type { Chapter, Probe } from '../probe/probe.js';
import { answers, sums } from './answers.js';
import { claims } from './claims.js';
import { control } from './control.js';
import { csrf } from './csrf.js';
import { feed } from './feed.js';
import { header } from './header.js';
import { logout } from './logout.js';
import { pages } from './pages.js';
import { rights } from './rights.js';
import { signature } from './signature.js';
import { streams } from './streams.js';
import { text } from './text.js';
import { times } from './times.js';
import { transport } from './transport.js';

/** Probes by what they are about. Those with the stub bank follow each other; the sums are judged when all others are done. */
export const chapters: readonly Chapter[] = [
  { id: 'control', title: 'The good case', probes: control },
  { id: 'text', title: 'The text of a token', probes: text },
  { id: 'header', title: 'Its header', probes: header },
  { id: 'signature', title: 'Its signature', probes: signature },
  { id: 'claims', title: 'Its claims', probes: claims },
  { id: 'times', title: 'Its time', probes: times },
  { id: 'transport', title: 'How it travels', probes: transport },
  { id: 'rights', title: 'What its caller may do', probes: rights },
  { id: 'cookies', title: 'Who may use a cookie', probes: csrf },
  { id: 'answers', title: 'What is answered', probes: answers },
  { id: 'session', title: 'The end of a session', probes: logout },
  { id: 'streams', title: 'The stream of a session', probes: streams },
  { id: 'pages', title: 'Pages that a server renders', probes: pages },
  { id: 'feed', title: 'The revocation feed', probes: feed },
  { id: 'sums', title: 'Over all answers', probes: sums },
];

/** Every probe, in the order in which they are reported. */
export const allProbes: readonly Probe[] = chapters.flatMap(({ probes }) => probes);

/** The probes that these words name: ids of probes, and of chapters; a word that names nothing is answered as unknown. */
export function probesNamed(words: readonly string[]): { ids: string[]; unknown: string[] } {
  const named = words.map((word) => {
    const chapter = chapters.find(({ id }) => id === word);
    return chapter?.probes.map(({ id }) => id) ?? allProbes.filter(({ id }) => id === word).map(({ id }) => id);
  });
  return { ids: [...new Set(named.flat())], unknown: words.filter((_, index) => named[index]?.length === 0) };
}
