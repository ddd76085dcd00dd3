import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureBoots } from './boot.ts';
import { GENERATOR_CORE } from './cores.ts';
import { FULL, QUICK } from './durations.ts';
import { GeneratorProcess } from './generator-process.ts';
import { measureGuardedGet } from './guarded-get.ts';
import { BenchStack } from './bench-stack.ts';
import { measureLoginStorm } from './login-storm.ts';
import { measureLogout } from './logout.ts';
import { PARTS, readOptions } from './options.ts';
import { withInstalledVerifier } from './installed-package.ts';
import { measurePackage } from './package-weight.ts';
import { measureRefresh } from './refresh.ts';
import { sectionOf, WEIGHT, withSection } from './page-section.ts';
import { renderReport } from './report.ts';
import { describeMachine, type Results } from './results.ts';
import { measureRoleCheck } from './role-check.ts';
import { measureScaling } from './scaling.ts';
import { measureSockets } from './sockets.ts';
import { measureVerify } from './verify.ts';
import { measureWithdrawal } from './withdrawal.ts';

const PAGE = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const FIRST_PORT = Number(process.env.BENCH_PORT ?? 4350);

const options = readOptions(process.argv.slice(2));
if ('words' in options) {
  (options.code === 0 ? console.log : console.error)(options.words);
  process.exit(options.code);
}
const { parts } = options;
const refusal =
  (!process.env.E2E_DATABASE_URL && 'E2E_DATABASE_URL is missing: npm run bench at the root sets it.') ||
  (!existsSync('/proc/self/stat') &&
    'the share of a core that a server uses is read from /proc: this runs on Linux only');
if (refusal) {
  console.error(refusal);
  process.exit(2);
}

const durations = { ...(options.quick ? QUICK : FULL), ...(options.anyShare && { leastShare: 0 }) };
const stack = new BenchStack(FIRST_PORT);
const generator = new GeneratorProcess(GENERATOR_CORE);
const results: Results = { machine: describeMachine() };
const began = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${text}`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    generator.stop();
    void stack.close().finally(() => process.exit(130));
  });
}

try {
  if (parts.includes('guarded')) {
    say('guarded GET: bare, article, article with a KeyObject, fastify-jwt, Latchkey in turn');
    results.guardedGet = await measureGuardedGet(stack, generator, durations, options.also && resolve(options.also));
  }
  if (parts.includes('role')) {
    say('guarded GET: where no role is needed and where one is, in turn');
    results.roleCheck = await measureRoleCheck(stack, generator, durations);
  }
  if (parts.includes('verify')) {
    say('one verification: ours, jose, jsonwebtoken, fast-jwt, aws-jwt-verify in turn');
    results.verify = await withInstalledVerifier(({ entries }) =>
      measureVerify(entries.get('.')!, durations.verifyRounds),
    );
  }
  if (parts.includes('package')) {
    say("the verifier's package: installed, and each entry imported");
    results.package = await withInstalledVerifier((installed) => measurePackage(installed, durations.imports));
  }
  if (parts.includes('storm')) {
    say('login storm: the bank, then the article');
    results.storm = await measureLoginStorm(stack, generator, durations);
  }
  if (parts.includes('refresh')) {
    say('refresh: the bank and a table of refresh tokens in turn, then forged tokens, then a profile');
    results.refresh = await measureRefresh(stack, generator, durations);
  }
  if (parts.includes('logout')) {
    say('logout at the bank, seen by three replicas of retirement');
    results.logout = await measureLogout(stack, generator, durations);
  }
  if (parts.includes('withdrawal')) {
    say('role withdrawn at the bank, seen by three replicas of retirement');
    results.withdrawal = await measureWithdrawal(stack, generator, durations);
  }
  if (parts.includes('sockets')) {
    say('what is open at other services, ended by logouts at the bank');
    results.sockets = await measureSockets(stack);
  }
  if (parts.includes('scaling')) {
    say('one and two processes');
    results.scaling = await measureScaling(stack, durations);
  }
  if (parts.includes('boot')) {
    say('boot to ready');
    results.boots = await measureBoots(stack, durations);
  }
} finally {
  generator.stop();
  await stack.close();
}

const page = renderReport(results);
console.log(`\n${page}`);
// Rounds of a second or of a busy machine are no figures to keep, nor is half a page.
if (!options.quick && !options.anyShare && parts.length === PARTS.length) {
  // The sites are weighed by a program of their own.
  const weight = existsSync(PAGE) ? sectionOf(readFileSync(PAGE, 'utf8'), WEIGHT) : undefined;
  writeFileSync(PAGE, weight === undefined ? page : withSection(page, WEIGHT, weight));
  say('written to docs/performance.md');
}
