import { setting } from '@latchkey/service';

const NEW_SECRET = 'Make one with: openssl rand -base64 48';

/** What a service must be told to know callers; spread it into the service's own settings. */
export const authSettings = {
  JWT_SECRET: setting.secret({
    describe:
      'Secret shared by all services, at least 32 random bytes; signs and verifies with HS256. This or JWT_KEYS_FILE.',
    fix: NEW_SECRET,
    optional: true,
    max: 1024,
  }),
  JWT_KEYS_FILE: setting.file({
    describe: 'JWK Set of HS256 and ES256 keys, read again every 2 seconds. This or JWT_SECRET.',
    fix: "Set it to the path of this service's own keys file.",
    example: '',
    optional: true,
  }),
  SSO_ISSUER: setting.url({
    describe: "The bank's PUBLIC_URL: the only issuer whose tokens count.",
    fix: 'Set it to exactly the PUBLIC_URL of the bank, for example https://bank.example.com.',
    example: 'http://bank.demo.localhost:3001',
    originOnly: true,
  }),
  SSO_COOKIE_DOMAIN: setting.text({
    describe: 'Domain above all services of the deployment, which all of them get the session cookies for.',
    fix: 'Set it to the domain that all services share, for example example.com.',
    example: 'demo.localhost',
    max: 253,
  }),
  TOKEN_TTL: setting.duration({ describe: 'Life of an access token in seconds.', default: 900, min: 1, max: 86_400 }),
  TOKEN_RENEW_AFTER: setting.duration({
    describe: 'Age in seconds from which a site renews an access token when the person does something.',
    default: 300,
    min: 1,
    max: 86_400,
  }),
  REFRESH_GRACE: setting.duration({
    describe: 'Seconds in which a refresh token that was just replaced still gets its successor.',
    default: 10,
    min: 0,
    max: 300,
  }),
  SESSION_IDLE: setting.duration({
    describe: 'Seconds without use after which a session ends.',
    default: 1800,
    min: 1,
    max: 31_536_000,
  }),
  SESSION_ABSOLUTE: setting.duration({
    describe: 'Seconds after its login at which a session ends in any case.',
    default: 43_200,
    min: 1,
    max: 31_536_000,
  }),
};

/** What a service that only verifies must be told as well. */
export const verifierSettings = {
  BANK_URL: setting.url({
    describe: 'Where this server reaches the bank; unset: at SSO_ISSUER.',
    fix: 'Set it to scheme, host and port only, for example http://127.0.0.1:3001.',
    example: 'http://127.0.0.1:3001',
    optional: true,
    originOnly: true,
  }),
  SERVICE_KEY_FILE: setting.file({
    describe:
      "This service's own private Ed25519 key as JWK, by which it tells the bank of logouts; the bank's registry names the public half. Unset: one made of a shared HS256 secret.",
    fix: "Set it to the path of this service's own key file.",
    example: '',
    optional: true,
  }),
};

/** The values of {@link authSettings}. */
export interface AuthConfig {
  readonly JWT_SECRET?: string | undefined;
  readonly JWT_KEYS_FILE?: string | undefined;
  readonly SERVICE_KEY_FILE?: string | undefined;
  readonly SSO_ISSUER: URL;
  readonly SSO_COOKIE_DOMAIN: string;
  readonly TOKEN_TTL: number;
  readonly TOKEN_RENEW_AFTER: number;
  readonly REFRESH_GRACE: number;
  readonly SESSION_IDLE: number;
  readonly SESSION_ABSOLUTE: number;
}

/** The `iss` of every token: the origin of SSO_ISSUER, without a slash at the end. */
export function issuerOf(config: Pick<AuthConfig, 'SSO_ISSUER'>): string {
  return config.SSO_ISSUER.origin;
}
