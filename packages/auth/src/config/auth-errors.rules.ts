import { plainAddressErrors, type SettingError } from '@latchkey/service';
import {
  isLocalhostName,
  isWithin,
  KeySetError,
  readKeySet,
  readServiceKey,
  secretError,
  type KeyHolder,
} from '@latchkey/verifier';
import { authSettings, verifierSettings, type AuthConfig } from './auth.config.js';
import { cookieDomainError } from './cookie-domain.rules.js';

/** What {@link authErrors} looks at; a value that is itself wrong is missing. */
export type AuthValues = Partial<
  AuthConfig & {
    readonly PUBLIC_URL: URL;
    readonly BANK_URL: URL | undefined;
    readonly ALLOW_PLAIN_INTERNAL: boolean;
  }
>;

/**
 * Everything that is wrong with the auth settings taken together; a service hands it to `defineConfig` as a rule.
 * @param holder the bank holds private keys, and only it: it is held to be the issuer
 */
export function authErrors(values: AuthValues, holder: KeyHolder): SettingError[] {
  return [
    ...keyErrors(values, holder),
    ...addressErrors(values, holder),
    ...bankUrlErrors(values),
    ...cookieErrors(values),
    ...timeErrors(values),
    ...serviceKeyErrors(values),
  ];
}

function keyErrors(values: AuthValues, holder: KeyHolder): SettingError[] {
  const { JWT_SECRET: secret, JWT_KEYS_FILE: file } = values;
  if (secret !== undefined && file !== undefined) {
    return [errorOf('JWT_SECRET', 'and JWT_KEYS_FILE are both set', 'Keep one of them.')];
  }
  if (secret !== undefined) {
    const problem = secretError(secret);
    return problem === undefined ? [] : [errorOf('JWT_SECRET', problem, authSettings.JWT_SECRET.fix)];
  }
  if (file !== undefined) return fileErrors(values, holder);
  // A setting that is wrong by itself is an own property without need of a second complaint.
  const isComplete = 'JWT_SECRET' in values && 'JWT_KEYS_FILE' in values;
  const fix = `Set one of them. ${authSettings.JWT_SECRET.fix}`;
  return isComplete ? [errorOf('JWT_SECRET', 'and JWT_KEYS_FILE are both missing', fix)] : [];
}

function fileErrors(values: AuthValues, holder: KeyHolder): SettingError[] {
  try {
    readKeySet(values, holder);
    return [];
  } catch (error) {
    if (!(error instanceof KeySetError)) throw error;
    return [errorOf('JWT_KEYS_FILE', error.message, authSettings.JWT_KEYS_FILE.fix)];
  }
}

function addressErrors({ SSO_ISSUER: issuer, PUBLIC_URL: own }: AuthValues, holder: KeyHolder): SettingError[] {
  const errors: SettingError[] = [];
  const fix = 'Use https; plain http is for names that end in .localhost.';
  if (issuer !== undefined && isPlain(issuer)) errors.push(errorOf('SSO_ISSUER', 'is http', fix));
  if (own !== undefined && isPlain(own)) errors.push(errorOf('PUBLIC_URL', 'is http', fix));
  if (holder.holdsPrivateKeys && issuer !== undefined && own !== undefined && issuer.origin !== own.origin) {
    errors.push(errorOf('SSO_ISSUER', `is not this service's PUBLIC_URL (${own.origin})`, authSettings.SSO_ISSUER.fix));
  }
  return errors;
}

// What this service tells the bank, a caller's logout among it, is worth as much as a token.
function bankUrlErrors({ BANK_URL: bank, ALLOW_PLAIN_INTERNAL: isAllowed }: AuthValues): SettingError[] {
  return bank === undefined ? [] : plainAddressErrors('BANK_URL', bank, isAllowed);
}

function isPlain(url: URL): boolean {
  return url.protocol === 'http:' && !isLocalhostName(url.hostname);
}

function cookieErrors({ SSO_COOKIE_DOMAIN: domain, SSO_ISSUER: issuer, PUBLIC_URL: own }: AuthValues): SettingError[] {
  if (domain === undefined) return [];
  const problem = cookieDomainError(domain);
  if (problem !== undefined) return [errorOf('SSO_COOKIE_DOMAIN', problem, authSettings.SSO_COOKIE_DOMAIN.fix)];
  const outside = Object.entries({ PUBLIC_URL: own, SSO_ISSUER: issuer }).filter(
    ([, url]) => url !== undefined && !isWithin(url.hostname, domain),
  );
  return outside.map(([name]) =>
    errorOf(name, `is outside SSO_COOKIE_DOMAIN (${domain})`, `Use a host below ${domain}.`),
  );
}

function timeErrors({ TOKEN_TTL: ttl, SESSION_ABSOLUTE: absolute, SESSION_IDLE: idle }: AuthValues): SettingError[] {
  const errors: SettingError[] = [];
  if (absolute === undefined) return errors;
  if (ttl !== undefined && ttl > absolute) {
    errors.push(errorOf('TOKEN_TTL', 'is longer than SESSION_ABSOLUTE', 'A token may not outlive its session.'));
  }
  if (idle !== undefined && idle > absolute) {
    errors.push(errorOf('SESSION_IDLE', 'is longer than SESSION_ABSOLUTE', 'Make it shorter.'));
  }
  return errors;
}

function serviceKeyErrors({ SERVICE_KEY_FILE: file }: AuthValues): SettingError[] {
  if (file === undefined) return [];
  try {
    readServiceKey(file);
    return [];
  } catch (error) {
    return [errorOf('SERVICE_KEY_FILE', (error as Error).message, verifierSettings.SERVICE_KEY_FILE.fix)];
  }
}

function errorOf(name: string, problem: string, fix = ''): SettingError {
  return { name, problem, fix };
}
