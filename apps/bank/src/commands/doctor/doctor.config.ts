import { ConfigError, defineConfig, loadConfig, plainAddressErrors, type ConfigDefinition } from '@latchkey/service';
import { opsTokenOf, pollErrors, pollSettings } from '../replicas/replicas.config.js';

const { OPS_TOKEN, OPS_TOKENS, ALLOW_PLAIN_INTERNAL } = pollSettings;
const doctorConfig = defineConfig({ OPS_TOKEN, OPS_TOKENS, ALLOW_PLAIN_INTERNAL }, (values) => pollErrors(values));
type DoctorConfig = typeof doctorConfig extends ConfigDefinition<infer C> ? C : never;

/**
 * The token that opens each service.
 * @throws ConfigError with all errors, also if a token would be sent in clear to another machine
 */
export function readTokens(places: ReadonlyMap<string, URL>): (service: string) => string | undefined {
  const config: DoctorConfig = loadConfig(doctorConfig, process.env);
  const hasToken = (id: string): boolean => opsTokenOf(config, id) !== undefined;
  const errors = [...places]
    .filter(([id]) => hasToken(id))
    .flatMap(([id, url]) => plainAddressErrors(`--${id}`, url, config.ALLOW_PLAIN_INTERNAL));
  if (errors.length > 0) throw new ConfigError(errors);
  return (id) => opsTokenOf(config, id);
}
