import { environmentOf, mountedAt } from './environment.mjs';
import { containersOf, ofKind } from './objects.mjs';

/** Read by Node or by OpenTelemetry, not by a service. */
const FOREIGN = /^(NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|OTEL_\w+)$/;

/**
 * Settings that a service does not know, lacks, or would not start with: each container's environment is made as Kubernetes makes
 * it, and read by the program's own settings.
 * @param configOf the settings of what a container runs; undefined if it is none of ours
 * @param loadConfig reads settings; throws what has a list of errors
 * @param valueOf what a key of a Secret or a ConfigMap holds that is made by hand
 * @param fileOf the path of a file that holds that
 */
export function settingErrors(objects, { configOf, loadConfig, valueOf, fileOf }) {
  return containersOf(objects).flatMap((place) => {
    const config = configOf(place);
    const { values, used, errors } = environmentOf(place, objects, valueOf);
    const own =
      config === undefined ? errors : [...errors, ...errorsOf(config, values, used, place, { loadConfig, fileOf })];
    return own.map((error) => `${place.name} ${error}`);
  });
}

function errorsOf(config, given, used, place, { loadConfig, fileOf }) {
  const known = Object.keys(config.settings);
  const unknown = Object.keys(given).filter((name) => !known.includes(name) && !used.has(name) && !FOREIGN.test(name));
  const errors = unknown.map((name) => `is given ${name}, which it does not read`);
  const values = { ...given };
  for (const [name, { kind }] of Object.entries(config.settings)) {
    if (kind !== 'file' || !values[name]) continue;
    const source = mountedAt(values[name], place);
    if (source === undefined) errors.push(`has no file at ${values[name]}, which ${name} names`);
    else values[name] = fileOf(source.holder, source.key) ?? values[name];
  }
  try {
    loadConfig(config, values);
  } catch (error) {
    if (!Array.isArray(error.errors)) throw error;
    errors.push(...error.errors.map(({ name, problem }) => `would not start: ${name} ${problem}`));
  }
  return errors;
}

/** Sites that browsers would not find: a Deployment whose PUBLIC_URL is no host of an Ingress. */
export function addressErrors(objects, valueOf) {
  const rules = ofKind(objects, 'Ingress').flatMap(({ spec }) =>
    spec.rules.map(({ host }) => `${spec.tls === undefined ? 'http' : 'https'}://${host}`),
  );
  return containersOf(ofKind(objects, 'Deployment')).flatMap((place) => {
    const { PUBLIC_URL: url } = environmentOf(place, objects, valueOf).values;
    return rules.includes(url) ? [] : [`${place.name} has the PUBLIC_URL ${url}, and no Ingress leads there`];
  });
}
