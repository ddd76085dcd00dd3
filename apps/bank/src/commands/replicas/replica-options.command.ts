import { type Command, InvalidArgumentError } from 'commander';
import { ReplicaPoll } from './replica-poll.js';
import { opsTokenOf, placeOf, placesOf, refusePlainPlaces, servicesOf, type PollConfig } from './replicas.config.js';

/** What every step takes that asks the replicas. */
export interface ReplicaOptions {
  readonly registry?: string;
  readonly tokenTtl?: string;
  readonly margin: number;
  readonly at: ReadonlyMap<string, string>;
  readonly without: readonly string[];
}

/** Adds the options by which the replicas are found and asked. */
export function addReplicaOptions(command: Command): void {
  command
    .option(
      '--registry <path>',
      'the registry file: which services to ask (SSO_REGISTRY_FILE); OPS_TOKEN or OPS_TOKENS opens them',
    )
    .option('--at <id=url>', 'where a service is reached, if not at its url (KEYS_AT); repeatable', place, new Map())
    .option(
      '--without <id>',
      'do not ask this service, on your word; repeatable',
      (id, ids: string[]) => [...ids, id],
      [],
    )
    .option('--token-ttl <seconds>', 'life of access tokens, if not what the services say (TOKEN_TTL)')
    .option('--margin <seconds>', 'what clocks may differ by', seconds, 60);
}

/** Adds `--wait [seconds]`. */
export function addWait(command: Command, description: string): void {
  command.option('--wait [seconds]', description, seconds);
}

/** The seconds of `--wait`; without a number it has no end. */
export const secondsOf = (wait: number | true | undefined): number | undefined => (wait === true ? Infinity : wait);

/** Asks the services of the registry as the options say; throws ConfigError if one of their places may not be asked. */
export function pollOf(options: ReplicaOptions, config: PollConfig): ReplicaPoll {
  refusePlainPlaces(options.at, config);
  return new ReplicaPoll(() => ({
    services: servicesOf(config).filter(({ id }) => !options.without.includes(id)),
    at: new Map([...placesOf(config), ...options.at]),
    opsTokenOf: (id) => opsTokenOf(config, id),
  }));
}

function place(text: string, places: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const given = placeOf(text);
  if (given === undefined) throw new InvalidArgumentError('It is not of the form id=http://host:port.');
  return new Map([...places, given]);
}

function seconds(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is not a whole number of seconds.');
  return Number(text);
}
