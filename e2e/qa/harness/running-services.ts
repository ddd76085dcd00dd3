import type { StackService, Stack } from '../../stack/stack.js';

/** Who the run logs in as at services that are not its own. */
export interface Account {
  readonly username: string;
  readonly password: string;
}

/** The running services that `npm run qa -- --bank … --retirement …` names, and the account it was given or has registered. */
export function runningServices(): { stack: Stack; account: Account } | undefined {
  const {
    LATCHKEY_QA_BANK: bank,
    LATCHKEY_QA_RETIREMENT: retirement,
    LATCHKEY_QA_OTHERS: others = '{}',
    LATCHKEY_QA_USERNAME,
    LATCHKEY_QA_PASSWORD,
  } = process.env;
  if (bank === undefined || retirement === undefined) return undefined;
  const account = { username: LATCHKEY_QA_USERNAME ?? '', password: LATCHKEY_QA_PASSWORD ?? '' };
  return { stack: runningStack(bank, retirement, JSON.parse(others) as Record<string, string>), account };
}

/** A stack from outside: no processes, no databases, no secrets. */
function runningStack(bank: string, retirement: string, others: Readonly<Record<string, string>>): Stack {
  const services = { bank: runningService(bank), retirement: runningService(retirement) };
  const more = Object.entries(others).map(([id, address]) => [id, runningService(address)] as const);
  return {
    ...services,
    services: { ...Object.fromEntries(more), ...services },
    secret: unknown('secret'),
    refreshSecret: unknown('secret for refresh tokens'),
    registry: unknown('list of services'),
    output: () => '',
    stop: async () => undefined,
  };
}

function runningService(address: string): StackService {
  const { origin, host, port, protocol } = new URL(address);
  const ownPort = protocol === 'https:' ? 443 : 80;
  const where = { url: origin, host, port: port === '' ? ownPort : Number(port) };
  return { ...where, replicas: [], balancer: undefined, database: unknown('database') };
}

/** Anyone who uses it gets an error of its name instead of a silent nothing. */
const unknown = (what: string): string => `the ${what} of running services is not known`;
