import { KeySetError } from '../keys/key-set.js';
import { readKeySet } from '../keys/key-source.js';
import { secretError } from '../keys/secret-strength.rules.js';
import { isLoopbackHost } from './host.rules.js';
import { unknownNames } from './option-names.rules.js';
import { optionFault, type OptionFault } from './options.errors.js';

const SOURCES = ['secret', 'file', 'jwks'] as const;
const ONE_OF =
  "Write one of { secret }, { file: 'keys.verify.json' } and { jwks: 'https://bank.example.com/.well-known/jwks.json' }.";
const FIXES = {
  secret: 'It is the one that the bank has as JWT_SECRET; make one with: openssl rand -base64 48',
  file: "It is this service's own keys.verify.json, which the bank's keys command writes.",
  jwks: "It is the bank's https://…/.well-known/jwks.json; plain http is for this machine alone.",
};

/** Everything that is wrong with where the keys come from. */
export function keyFaults(keys: unknown): OptionFault[] {
  if (keys === undefined || keys === null) return [optionFault('keys', 'is missing', ONE_OF)];
  if (typeof keys !== 'object') return [optionFault('keys', `is ${typeof keys}`, ONE_OF)];
  const unknown = unknownNames(keys, SOURCES, 'keys.');
  const given = SOURCES.filter((name) => name in keys);
  if (given.length > 1) return [...unknown, optionFault('keys', `has ${given.join(' and ')}`, 'Keep one of them.')];
  const [source] = given;
  if (source === undefined) return unknown.length > 0 ? unknown : [optionFault('keys', 'is empty', ONE_OF)];
  const problem = sourceProblem(source, (keys as Record<string, unknown>)[source]);
  return problem === undefined ? unknown : [...unknown, optionFault(`keys.${source}`, problem, FIXES[source])];
}

function sourceProblem(source: (typeof SOURCES)[number], value: unknown): string | undefined {
  if (value === undefined || value === '') return 'is empty: is the variable set that it comes from?';
  if (typeof value !== 'string') return `is not a text`;
  if (source === 'secret') return secretError(value);
  return source === 'file' ? fileProblem(value) : jwksProblem(value);
}

function fileProblem(path: string): string | undefined {
  try {
    readKeySet({ JWT_KEYS_FILE: path }, { holdsPrivateKeys: false });
    return undefined;
  } catch (error) {
    if (!(error instanceof KeySetError)) throw error;
    const { code } = (error.cause ?? {}) as NodeJS.ErrnoException;
    return `(${path}) ${error.message}${code === undefined ? '' : ` (${code})`}`;
  }
}

function jwksProblem(address: string): string | undefined {
  if (!URL.canParse(address)) return 'is no URL';
  const { protocol, hostname, username, password } = new URL(address);
  if (username !== '' || password !== '') return 'has a name or a password in it';
  if (protocol === 'http:') return isLoopbackHost(hostname) ? undefined : `is http to another host (${hostname})`;
  return protocol === 'https:' ? undefined : `begins with ${protocol}`;
}
