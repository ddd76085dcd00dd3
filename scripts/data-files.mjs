import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { node } from './command.mjs';
import { explainWrite } from './file-lock.mjs';
import { ExplainedError } from './log.mjs';
import { root } from './workspace.mjs';

/** A secret of this stack by name: made on the first run, then kept. */
export function ownSecret(dataDir, name) {
  const path = join(dataDir, name);
  if (!existsSync(path)) writeWhole(path, randomBytes(32).toString('base64url'));
  // An editor may have added a line end.
  return readFileSync(path, 'utf8').trim();
}

/** The file of a service's own private key, by which it tells the bank of logouts: made on the first run, then kept. */
export function ownServiceKey(dataDir, id) {
  const path = join(dataDir, 'service-keys', `${id}.json`);
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ed25519');
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeWhole(path, JSON.stringify(privateKey.export({ format: 'jwk' })));
  }
  return path;
}

/** What others may know of a key. */
const publicHalf = ({ kty, crv, x }) => ({ kty, crv, x });

export const registryFile = (dataDir) => join(dataDir, 'registry.json');

/** The bank's list of services, with the addresses of this run and the roles that they declare; services that somebody added to the file stay. */
export function writeRegistry(dataDir, services) {
  const path = registryFile(dataDir);
  const own = services.map(({ id, name, url, roles = [], env }) => {
    const file = env?.SERVICE_KEY_FILE;
    const key = file && publicHalf(JSON.parse(readFileSync(file, 'utf8')));
    return { id, name, url, ...(key && { key }), ...(roles.length > 0 && { roles }) };
  });
  const added = listIn(path).filter(({ id }) => !own.some((service) => service.id === id));
  writeWhole(path, JSON.stringify([...own, ...added], null, 2));
}

function listIn(path) {
  if (!existsSync(path)) return [];
  try {
    const list = JSON.parse(readFileSync(path, 'utf8'));
    if (Array.isArray(list) && list.every((entry) => typeof entry?.id === 'string')) return list;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new ExplainedError(`${path} is not a JSON list of services, each with an id: mend it, or remove it.`);
}

// Never half a file, and never readable by others.
function writeWhole(path, text) {
  try {
    writeFileSync(`${path}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw explainWrite(error, path);
  }
}

export const keysFolder = (dataDir) => join(dataDir, 'keys');
export const keysProgram = join(root, 'apps', 'bank', 'dist', 'keys.js');

/** Each service's own keys file. */
export function keysFileOf(dataDir, id) {
  const own = id === 'bank' ? ['bank', 'keys.bank.json'] : ['verify', 'keys.verify.json'];
  return join(keysFolder(dataDir), ...own);
}

/** Makes the first keys by the bank's command; the secret of an earlier release becomes the first key, so nobody is logged out. */
export async function makeFirstKeys(dataDir) {
  const secretFile = join(dataDir, 'jwt-secret');
  const whole = ['bank', 'verify'].every((id) => existsSync(keysFileOf(dataDir, id)));
  if (!whole) {
    const secret = existsSync(secretFile) ? readFileSync(secretFile, 'utf8').trim() : undefined;
    const args = [
      keysProgram,
      'init',
      '--folder',
      keysFolder(dataDir),
      ...(secret === undefined ? [] : ['--from-secret']),
    ];
    const { code, output } = await node(args, { quiet: true, env: { JWT_SECRET: secret } });
    if (code !== 0) throw new ExplainedError(`The first keys could not be made.\n${output}`);
  }
  try {
    rmSync(secretFile, { force: true });
  } catch (error) {
    throw explainWrite(error, secretFile);
  }
}
