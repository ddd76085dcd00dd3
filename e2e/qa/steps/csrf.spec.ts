import { codeOf, type Request, type Response, type Target } from '../../stack/request.js';
import type { Stack } from '../../stack/stack.js';
import { CookieJar } from '../../stack/cookie-jar.js';
import { expect, step } from '../harness/step.js';

const SITES = ['same-origin', 'same-site', 'cross-site', 'none', undefined] as const;
const ORIGINS = ['own', 'other service', 'foreign', 'null', undefined] as const;
type Site = (typeof SITES)[number];
type Origin = (typeof ORIGINS)[number];

/** Something that changes things with the cookies of a browser. */
interface Act {
  readonly name: string;
  readonly at: 'bank' | 'retirement';
  readonly request: Request;
  /** The pages of the other services may do it too. */
  readonly isShared: boolean;
  /** Uses the session up, so that each try needs another. */
  readonly isLast?: boolean;
}

const plan = { retirementAge: 66, monthlyWishMinor: '180000' };
const acts = (username: string, password: string): Act[] => [
  {
    name: 'Saving the plan',
    at: 'retirement',
    request: { method: 'PUT', path: '/api/plan', json: plan },
    isShared: false,
  },
  { name: 'A renewal', at: 'bank', request: { method: 'POST', path: '/api/refresh' }, isShared: true },
  {
    name: 'A logout at the bank',
    at: 'bank',
    request: { method: 'POST', path: '/api/logout' },
    isShared: true,
    isLast: true,
  },
  {
    name: 'A login with cookies',
    at: 'bank',
    request: { method: 'POST', path: '/api/login', json: { username, password, transport: 'cookie' } },
    isShared: false,
  },
];

/** What must pass: a page of the service itself, and for what all may do a page of any registered service. */
function passes({ isShared }: Act, site: Site, origin: Origin): boolean {
  const isRegistered = origin === 'own' || origin === 'other service';
  if (site === undefined) return origin === 'own' || (isShared && isRegistered);
  return site === 'same-origin' || (site === 'same-site' && isShared && isRegistered);
}

function headersOf(stack: Stack, act: Act, site: Site, origin: Origin): [string, string][] {
  const own = stack[act.at].url;
  const other = stack[act.at === 'bank' ? 'retirement' : 'bank'].url;
  const origins = { own, 'other service': other, foreign: 'http://attacker.invalid', null: 'null' };
  return [
    ...(site === undefined ? [] : [['Sec-Fetch-Site', site] as [string, string]]),
    ...(origin === undefined ? [] : [['Origin', origins[origin]] as [string, string]]),
  ];
}

step(
  'A page of a foreign site changes nothing with the cookies of a browser',
  {
    expects:
      'By what the browser says of the page (Sec-Fetch-Site, Origin) a call passes or is refused with 403 csrf_refused, as the table says.',
    look: 'packages/verifier/src/csrf/csrf.rules.ts',
  },
  async ({ person, stack, qa }) => {
    const { username, password } = person;
    let jar = await CookieJar.logIn(stack, username, password);
    const errors: string[] = [];
    const tryOut = async (act: Act, place: Target, headers: [string, string][]): Promise<Response> => {
      const cookies = [...jar.cookies].filter(([name]) => !name.startsWith('__Host-') || act.at === 'bank');
      const cookie = cookies.map((pair) => pair.join('=')).join('; ');
      const response = await qa.ask(place, { ...act.request, headers: [...headers, ['Cookie', cookie]] });
      jar.take(response);
      return response;
    };
    for (const act of acts(username, password)) {
      const rows: string[][] = [];
      for (const site of SITES) {
        const row = [site ?? 'missing'];
        for (const origin of ORIGINS) {
          const response = await tryOut(act, stack[act.at], headersOf(stack, act, site, origin));
          const verdict = response.status < 300 ? 'passes' : `${response.status} ${codeOf(response)}`;
          row.push(verdict);
          const expected = passes(act, site, origin) ? 'passes' : '403 csrf_refused';
          if (verdict !== expected) errors.push(`${act.name}, ${site}, ${origin}: ${verdict} instead of ${expected}`);
          if (expected !== 'passes' && response.headers.has('set-cookie'))
            errors.push(`${act.name}, ${site}: sets a cookie`);
          if (act.isLast === true && verdict === 'passes') jar = await CookieJar.logIn(stack, username, password);
        }
        rows.push(row);
      }
      const head = ['Sec-Fetch-Site', ...ORIGINS.map((origin) => `Origin ${origin ?? 'missing'}`)];
      qa.table(`${act.name}: what passes and what is refused`, head, rows);
    }
    expect(errors).toEqual([]);
    qa.saw('Only what a page of the deployment itself may do passes, each cell as expected');
  },
);
