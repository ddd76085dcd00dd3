import { expect, test } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gather } from '@latchkey/conformance/client';
import { environmentOf, registryFile } from '../stack/environment.ts';
import { entry, type ServiceId } from '../stack/paths.ts';
import { start } from '../stack/process.ts';
import { freePorts, portOf, type Ports } from '../stack/services.ts';
import { badStarts, type BadSetting } from './bad-settings.ts';

let folder: string;
let ports: Ports;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-e2e-'));
  ports = await freePorts();
});

test.afterAll(() => rmSync(folder, { recursive: true }));

for (const service of ['bank', 'retirement'] as const) {
  test(`a wrongly configured ${service} reports every error readably, listens nowhere and exits with 78`, async () => {
    const starts = badStarts(service);
    const errors = await gather(starts, (bad) => judge(service, bad), 2);
    expect(errors).toEqual([]);
    test.info().annotations.push({ type: 'kinds', description: String(starts.flat().length) });
  });
}

async function judge(service: ServiceId, bad: BadSetting[]): Promise<string[]> {
  const port = portOf(ports, service);
  const good = environmentOf(service, {
    database: 'postgres://someone:a-good-password@127.0.0.1:1/x',
    ports,
    registryFile: registryFile(folder, ports),
  });
  const running = start(entry(service, 'main'), changed(good, bad));
  const late = setTimeout(() => running.child.kill('SIGKILL'), 90_000);
  let listened = false;
  const knock = (): void =>
    void connect(port, '127.0.0.1')
      .on('connect', () => (listened = true))
      .on('error', () => undefined);
  const watch = setInterval(knock, 100);
  const code = await running.exited;
  clearTimeout(late);
  clearInterval(watch);
  const said = running.output();
  const errors = code === 78 ? [] : [`exit ${code ?? 'by force'}`];
  if (listened) errors.push('it listened');
  for (const { change, names } of bad) {
    for (const name of names) if (!said.includes(`${name} `)) errors.push(`nothing about ${JSON.stringify(change)}`);
  }
  if (/\n\s+at |node_modules|\.js:\d|Error:|undefined|\[object/.test(said)) errors.push('not readable');
  for (const secret of secretsOf(good, bad)) if (said.includes(secret)) errors.push(`tells ${secret}`);
  return errors.map((error) => `${error} | ${said.slice(0, 1_500)}`);
}

function changed(good: Record<string, string>, bad: BadSetting[]): Record<string, string> {
  const env: Record<string, string | undefined> = { ...good };
  for (const { change, file } of bad) {
    const path = join(mkdtempSync(join(folder, 'case-')), 'content.json');
    if (file !== undefined) writeFileSync(path, file);
    for (const [name, value] of Object.entries(change)) env[name] = value === '@file' ? path : value;
  }
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

/** What must not be printed even when it is wrong: the secrets, the passwords in addresses, the keys of a file. */
function secretsOf(good: Record<string, string>, bad: BadSetting[]): string[] {
  const secrets = bad.map((one) => one.change['JWT_SECRET'] ?? '').filter((value) => value.length > 8);
  const keys = bad.flatMap((one) =>
    [...(one.file ?? '').matchAll(/"(?:k|d)":"([\w-]{12,})"/g)].map((match) => match[1] ?? ''),
  );
  return [good['JWT_SECRET'] ?? '', ...secrets, ...keys, 'a-good-password', 'a-password-in-it'].filter(
    (value) => value !== '',
  );
}
