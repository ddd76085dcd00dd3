import { nameOf } from './objects.mjs';

const REFERENCE = /\$\(([A-Za-z_]\w*)\)/g;

/**
 * The environment of a container as Kubernetes makes it, and what is wrong with it by itself. `$(NAME)` stands for a variable of
 * envFrom, or for one that is named before; any other is left as it is, and nobody says so.
 * @param valueOf what a key of a Secret or a ConfigMap holds that is made by hand
 */
export function environmentOf({ container, labels }, objects, valueOf) {
  const valueIn = (holder, key) => {
    const built = objects.find((object) => nameOf(object) === holder);
    return built === undefined ? valueOf(holder, key) : built.data?.[key];
  };
  const values = {};
  for (const { configMapRef: { name } = {} } of container.envFrom ?? [])
    Object.assign(values, objects.find((object) => nameOf(object) === `ConfigMap ${name}`)?.data);
  const errors = [];
  const used = new Set();
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const expanded = value.replaceAll(REFERENCE, (whole, other) => {
      used.add(other);
      if (values[other] === undefined) errors.push(`${name}: ${whole} is not known before it`);
      return values[other] ?? whole;
    });
    values[name] = valueFrom === undefined ? expanded : sourceOf(valueFrom, labels, valueIn);
  }
  return { values, used, errors };
}

function sourceOf({ secretKeyRef: secret, configMapKeyRef: map, fieldRef: field }, labels, valueIn) {
  if (secret) return valueIn(`Secret ${secret.name}`, secret.key);
  if (map) return valueIn(`ConfigMap ${map.name}`, map.key);
  const [, label] = /^metadata\.labels\['(.+)'\]$/.exec(field?.fieldPath ?? '') ?? [];
  return labels[label];
}

/** The holder and the key of what stands at a path in a container; undefined if nothing is mounted there. */
export function mountedAt(path, { container, spec }) {
  const mount = (container.volumeMounts ?? []).find(({ mountPath }) => path.startsWith(`${mountPath}/`));
  const { secret, configMap } = (spec.volumes ?? []).find(({ name }) => name === mount?.name) ?? {};
  if (secret === undefined && configMap === undefined) return undefined;
  const file = path.slice(mount.mountPath.length + 1);
  const { items } = secret ?? configMap;
  const key = items === undefined ? file : items.find((item) => item.path === file)?.key;
  const holder = secret ? `Secret ${secret.secretName}` : `ConfigMap ${configMap.name}`;
  return key === undefined ? undefined : { holder, key };
}

/** Arguments and environment of a container's process on this machine: what is mounted is found in files of the samples. */
export function processOf(place, objects, { valueOf, fileOf }) {
  const { values } = environmentOf(place, objects, valueOf);
  const local = Object.entries(values).map(([name, value]) => {
    const source = value?.startsWith('/') ? mountedAt(value, place) : undefined;
    return [name, source === undefined ? value : fileOf(source.holder, source.key)];
  });
  return { args: place.container.args, env: Object.fromEntries(local) };
}
