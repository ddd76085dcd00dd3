import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { freePort } from '../stack/free-port.ts';
import { PATIENT, placeFor } from './command.ts';
import {
  keyOfFile,
  keyOfSecret,
  probeContext,
  readOptions,
  type Result,
  runProbes,
  type SigningKey,
} from '@latchkey/conformance';
import type { Check, Key } from './reference-service/checks.ts';
import { BELOW, openProxy } from './reference-service/proxy.ts';
import { ReferenceService } from './reference-service/service.ts';

// What it knows is up to two seconds old by itself; the rest is for a busy machine.
const SECONDS = { tokenTtl: 900, writeSeconds: 300, sensitiveSeconds: 6, waitSeconds: 1 };
// Nobody answers there: the list of services is asked of it.
const ISSUER = 'https://bank.localhost:1';

interface Wish {
  /** The check that is not made; none: the whole service. */
  readonly without?: Check;
  readonly alg?: 'HS256' | 'ES256';
  readonly only?: readonly string[];
  readonly isQuick?: boolean;
  /** Probed through a proxy with the habits of other frameworks. */
  readonly isBehindProxy?: boolean;
}

/** Opens a reference service in this process, next to a stub bank, and probes it. */
export async function probeReferenceService(wish: Wish = {}): Promise<Result[]> {
  const { without, alg = 'HS256', only = [], isBehindProxy = false, isQuick = false } = wish;
  const [port, bankPort, proxyPort] = [await freePort(), await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const secret = randomBytes(48).toString('base64url');
  const file = placeFor('keys.json');
  writeFileSync(file, JSON.stringify(curveSet()), { mode: 0o600 });
  const key = alg === 'ES256' ? keyOfFile(file) : keyOfSecret(secret);
  const service = new ReferenceService({
    ...{ id: 'reference', origin, issuer: ISSUER, bankUrl: `http://127.0.0.1:${bankPort}`, ...SECONDS },
    keys: new Map([[key.kid, heldBy(key)]]),
    has: (check) => check !== without,
  });
  const args = [
    ...['--url', isBehindProxy ? `http://127.0.0.1:${proxyPort}${BELOW}` : origin, '--origin', origin],
    ...['--audience', 'reference', '--issuer', ISSUER, '--play-bank', String(bankPort)],
    ...['--write', 'POST:/api/notes:{"text":"x"}', '--sensitive', 'PUT:/api/plan:{"age":67}'],
    ...['--role', 'adviser=GET:/api/clients', '--export', '/api/export', '--page', '/plan'],
    ...['--sensitive-within', String(SECONDS.sensitiveSeconds), ...PATIENT],
    ...(alg === 'ES256' ? ['--keys', file] : []),
    ...(only.length === 0 ? [] : ['--only', only.join()]),
    ...(isQuick ? ['--quick'] : []),
  ];
  const options = readOptions(args, alg === 'ES256' ? {} : { LATCHKEY_SECRET: secret });
  if (typeof options === 'string') throw new Error(options);
  await service.listen(port);
  const proxy = isBehindProxy ? await openProxy(proxyPort, port) : undefined;
  try {
    const { context, close } = await probeContext(options);
    return await runProbes(context, options.only).finally(close);
  } finally {
    proxy?.close();
    proxy?.closeAllConnections();
    await service.close();
  }
}

function curveSet(): object {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'reference-curve', alg: 'ES256' }] };
}

/** What the service itself is given of a key. */
function heldBy({ alg, secret, publicKey }: SigningKey): Key {
  const pem = publicKey?.export({ format: 'pem', type: 'spki' }).toString();
  return { alg, material: Buffer.from(pem ?? secret) };
}
