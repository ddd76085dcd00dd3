import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { contract, users } from '../stack/bank-commands.ts';
import { until } from '../stack/clock.ts';
import { CookieJar } from '../stack/cookie-jar.ts';
import { freePort } from '../stack/free-port.ts';
import { projectRoot } from '../stack/paths.ts';
import { claimsOf, Program, verdictOf } from '../stack/program.ts';
import type { Target } from '../stack/request.ts';
import { startStack, type Stack } from '../stack/stack.ts';
import { register } from '../stack/test-user.ts';
import { PATIENCE } from './figures.ts';

const OPS_TOKEN = randomBytes(32).toString('base64url');

/** The verifier of the release before, as that release built it. */
interface OldVerifier {
  start(): Promise<void>;
  stop(): Promise<void>;
  verify(request: IncomingMessage): Promise<unknown>;
}

/** A service that was not upgraded: it stands where retirement is, and is asked by its port. */
class OldService {
  readonly target: Target;
  readonly #verifier: OldVerifier;
  readonly #server: Server;

  private constructor(target: Target, verifier: OldVerifier) {
    this.target = target;
    this.#verifier = verifier;
    this.#server = createServer((request, response) => {
      verifier.verify(request).then(
        () => response.end('{}'),
        ({ status = 500, code }: { status?: number; code?: string }) =>
          response.writeHead(status).end(JSON.stringify({ code })),
      );
    });
  }

  static async start({ bank, retirement, secret }: Stack): Promise<OldService> {
    const bundle = pathToFileURL(`${projectRoot}packages/verifier/test/golden/release-before.bundle.js`).href;
    const { Verifier } = (await import(bundle)) as { Verifier: new (options: object) => OldVerifier };
    const verifier = new Verifier({
      ...{ issuer: bank.url, audience: 'retirement', publicUrl: retirement.url, secret },
      bankUrl: `http://127.0.0.1:${bank.port}`,
    });
    const port = await freePort();
    const service = new OldService({ url: retirement.url, host: retirement.host, port }, verifier);
    await verifier.start();
    await new Promise<void>((resolve) => service.#server.listen(port, '127.0.0.1', resolve));
    return service;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await Promise.all([new Promise((resolve) => this.#server.close(resolve)), this.#verifier.stop()]);
  }
}

let stack: Stack;
let old: OldService;

test.beforeAll(async () => {
  const env = { OPS_TOKEN };
  stack = await startStack({ env: { bank: env, retirement: env } });
  old = await OldService.start(stack);
  await register(stack, 'ada');
});

test.afterAll(async () => {
  await old?.stop();
  await stack?.stop();
});

async function step(name: 'promote' | 'demote'): Promise<void> {
  const { bank, retirement, registry } = stack;
  const at = Object.entries({ bank, retirement }).flatMap(([id, { port }]) => [
    '--at',
    `${id}=http://127.0.0.1:${port}`,
  ]);
  const env = { ...bank.replicas[0]?.env, OPS_TOKEN };
  const wait = name === 'promote' ? ['--wait', '60'] : [];
  const { code, output } = await contract([name, '--registry', registry, ...at, ...wait], env);
  expect(code, output).toBe(0);
}

/** What the service of before and retirement of now say of a caller. */
async function asked(caller: Pick<Program, 'ask'>): Promise<[string, string]> {
  const [before, now] = await Promise.all(
    [old.target, stack.retirement].map((at) => caller.ask(at, { path: '/api/me' })),
  );
  return [verdictOf(before!), verdictOf(now!)];
}

const versionOf = ({ access }: { access: string }): unknown => claimsOf(access)['ver'];

test('a service of the release before takes what this bank issues at version 1, hears of its logouts, and refuses version 2', async () => {
  const early = await Program.logIn(stack, 'ada');
  expect([versionOf(early), ...(await asked(early))]).toEqual([2, '401 token_invalid', '200']);

  await step('demote');
  // Every replica of the bank knows within a second.
  await until(async () => versionOf(await Program.logIn(stack, 'ada')) === 1, PATIENCE, 200);
  const [program, browser] = [await Program.logIn(stack, 'ada'), await CookieJar.logIn(stack, 'ada')];
  const reads = { ask: (target: Target, sent: { path: string }) => browser.ask(target, target, sent) };
  expect([versionOf(program), ...(await asked(program))]).toEqual([1, '200', '200']);
  expect([versionOf(browser), ...(await asked(reads))]).toEqual([1, '200', '200']);
  // Who was logged in before needs no login either.
  expect(verdictOf(await early.renew())).toBe('200');
  expect([versionOf(early), ...(await asked(early))]).toEqual([1, '200', '200']);

  // What the lists of rights and deletions hold is nothing to it, and hides no logout from it.
  const granted = await users(['grant', 'ada', 'adviser'], stack.bank.replicas[0]?.env ?? {});
  expect(granted.code, granted.output).toBe(0);
  await program.ask(stack.bank, { method: 'POST', path: '/api/logout' });
  const ended = '401 session_ended';
  expect(await until(async () => (await asked(program)).every((one) => one === ended), PATIENCE)).toBeDefined();
  expect(await asked(early)).toEqual(['200', '200']);

  await step('promote');
  await until(async () => versionOf(await Program.logIn(stack, 'ada')) === 2, PATIENCE, 200);
  expect(verdictOf(await early.renew())).toBe('200');
  expect([versionOf(early), ...(await asked(early))]).toEqual([2, '401 token_invalid', '200']);
  expect(claimsOf(early.access)['roles']).toEqual(['adviser']);
});
