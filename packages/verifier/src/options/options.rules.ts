import { SHORT_NAME } from '../contract/access-token.js';
import { readServiceKey } from '../delivery/service-key.js';
import { addressFaults } from './address-options.rules.js';
import { keyFaults } from './key-options.rules.js';
import { LatchkeyOptionsError, optionFault, type OptionFault } from './options.errors.js';
import { unknownNames } from './option-names.rules.js';

const NAMES = [
  'issuer',
  'audience',
  'keys',
  'publicUrl',
  'cookieDomain',
  'bankUrl',
  'serviceKeyFile',
  'store',
  'tokenTtl',
  'sessionAbsolute',
  'onDeleted',
  'opsToken',
  'log',
];
const STORE_METHODS = ['read', 'write', 'claim', 'watch', 'close'];
const OPS_TOKEN_CHARACTERS = 16;
/** As the bank is set unless it says otherwise. */
export const USUAL_SECONDS = { tokenTtl: 900, sessionAbsolute: 43_200 };

type Given = Readonly<Record<string, unknown>>;

/**
 * Lets options pass that can be used.
 * @throws LatchkeyOptionsError that lists everything that is wrong
 */
export function requireGoodOptions(options: unknown): void {
  const faults = optionFaults(options);
  if (faults.length > 0) throw new LatchkeyOptionsError(faults);
}

/** Everything that is wrong with the options of `latchkey`. Files that they name are read. */
export function optionFaults(options: unknown): OptionFault[] {
  if (options === null || typeof options !== 'object')
    return [optionFault('options', 'are missing', 'Write latchkey({ issuer, audience, keys }).')];
  const given = options as Given;
  return [
    ...unknownNames(given, NAMES),
    ...addressFaults(given),
    ...audienceFaults(given),
    ...keyFaults(given['keys']),
    ...serviceKeyFaults(given),
    ...timeFaults(given),
    ...opsTokenFaults(given),
    ...partFaults(given),
  ];
}

function audienceFaults({ audience }: Given): OptionFault[] {
  if (typeof audience === 'string' && SHORT_NAME.test(audience)) return [];
  const problem = audience === undefined ? 'is missing' : 'is no id of a service';
  return [
    optionFault('audience', problem, "Write this service's id in the bank's registry, as pension: a-z, 0-9 and -."),
  ];
}

function serviceKeyFaults({ serviceKeyFile: path }: Given): OptionFault[] {
  if (path === undefined) return [];
  const fix = "It is this service's own Ed25519 key, as JWK; leave it out to prove by the shared secret.";
  if (typeof path !== 'string' || path === '') return [optionFault('serviceKeyFile', 'is not a path', fix)];
  try {
    readServiceKey(path);
    return [];
  } catch (error) {
    return [optionFault('serviceKeyFile', `(${path}) ${(error as Error).message}`, fix)];
  }
}

function timeFaults(given: Given): OptionFault[] {
  const faults = (['tokenTtl', 'sessionAbsolute'] as const).flatMap((name) => {
    const seconds = given[name];
    const isGood = seconds === undefined || (Number.isSafeInteger(seconds) && (seconds as number) > 0);
    return isGood ? [] : [optionFault(name, 'is not a whole number of seconds', 'Write what the bank is set to.')];
  });
  if (faults.length > 0) return faults;
  const { tokenTtl, sessionAbsolute } = { ...USUAL_SECONDS, ...present(given) };
  if (tokenTtl <= sessionAbsolute) return [];
  return [optionFault('tokenTtl', 'is longer than sessionAbsolute', 'A token may not outlive its session.')];
}

function present({ tokenTtl, sessionAbsolute }: Given): Partial<typeof USUAL_SECONDS> {
  const given = Object.entries({ tokenTtl, sessionAbsolute }).filter(([, seconds]) => seconds !== undefined);
  return Object.fromEntries(given) as Partial<typeof USUAL_SECONDS>;
}

function opsTokenFaults({ opsToken }: Given): OptionFault[] {
  if (opsToken === undefined) return [];
  const fix = 'Make one with: openssl rand -base64 48';
  if (typeof opsToken !== 'string') return [optionFault('opsToken', 'is not a text', fix)];
  if (opsToken.length >= OPS_TOKEN_CHARACTERS) return [];
  const problem = `has ${opsToken.length} characters; it needs at least ${OPS_TOKEN_CHARACTERS}`;
  return [optionFault('opsToken', problem, fix)];
}

function partFaults({ store, onDeleted, log }: Given): OptionFault[] {
  const faults: OptionFault[] = [];
  const [noStore, noLog] = [missingMethods(store, STORE_METHODS), missingMethods(log, ['log', 'warn', 'error'])];
  if (noStore !== '')
    faults.push(
      optionFault(
        'store',
        `lacks ${noStore}`,
        'Use MemoryStore, FolderStore or PostgresStore of @latchkey/verifier/stores.',
      ),
    );
  if (noLog !== '') faults.push(optionFault('log', `lacks ${noLog}`, 'Give an object with log, warn and error.'));
  if (onDeleted !== undefined && typeof onDeleted !== 'function')
    faults.push(optionFault('onDeleted', 'is no function', 'Write onDeleted: async (sub) => { … }.'));
  return faults;
}

function missingMethods(part: unknown, names: readonly string[]): string {
  if (part === undefined) return '';
  const has = (name: string): boolean => typeof (part as Given | null)?.[name] === 'function';
  return names.filter((name) => !has(name)).join(', ');
}
