import { containersOf, nameOf, ofKind, selects, workloadsOf } from './objects.mjs';

/**
 * What leads nowhere: selectors, ports, names of Services, volumes, and keys of Secrets and ConfigMaps.
 * @param external keys of what is made by hand, as `{ 'Secret latchkey-bank': ['DATABASE_URL'] }`
 */
export function referenceErrors(objects, external) {
  return [
    ...workloadsOf(objects).flatMap((workload) => workloadErrors(workload, objects, external)),
    ...ofKind(objects, 'Service').flatMap((service) => serviceErrors(service, objects)),
    ...ofKind(objects, 'Ingress').flatMap((ingress) => ingressErrors(ingress, objects, external)),
    ...ofKind(objects, 'PodDisruptionBudget').flatMap((budget) =>
      selectorErrors(budget, budget.spec.selector, objects),
    ),
    ...ofKind(objects, 'HorizontalPodAutoscaler').flatMap(
      ({
        metadata,
        spec: {
          scaleTargetRef: { kind, name },
        },
      }) =>
        objects.some((object) => nameOf(object) === `${kind} ${name}`)
          ? []
          : [`HorizontalPodAutoscaler ${metadata.name} scales ${kind} ${name}, which is not there`],
    ),
  ];
}

function workloadErrors({ object, name, labels, spec }, objects, external) {
  const { selector } = object.spec;
  const volumes = (spec.volumes ?? []).map((volume) => volume.name);
  const claims = (object.spec.volumeClaimTemplates ?? []).map(({ metadata }) => metadata.name);
  const mounted = containersOf([object]).flatMap(({ container }) => container.volumeMounts ?? []);
  return [
    selector !== undefined && !selects(selector, labels) && `${name} does not select its own pods`,
    selector !== undefined && selectsOthers(selector, object, objects) && `${name} selects pods of others`,
    ...mounted
      .filter((mount) => ![...volumes, ...claims].includes(mount.name))
      .map((mount) => `${name} mounts ${mount.name}, which is no volume of it`),
    ...volumes
      .filter((volume) => !mounted.some((mount) => mount.name === volume))
      .map((volume) => `${name} has the volume ${volume}, which nothing mounts`),
    ...[...volumeKeys(spec), ...environmentKeys(object)].flatMap((used) => keyErrors(name, used, objects, external)),
  ].filter(Boolean);
}

const selectsOthers = (selector, object, objects) =>
  workloadsOf(objects).some((other) => other.object !== object && selects(selector, other.labels));

function volumeKeys({ volumes = [] }) {
  return volumes.flatMap(({ secret, configMap }) => {
    const { items, optional = false } = secret ?? configMap ?? {};
    const holder = secret ? `Secret ${secret.secretName}` : configMap && `ConfigMap ${configMap.name}`;
    if (holder === undefined) return [];
    return (items ?? [{ key: undefined }]).map(({ key }) => ({ holder, key, optional }));
  });
}

function environmentKeys(object) {
  return containersOf([object]).flatMap(({ container: { env = [], envFrom = [] } }) => [
    ...env.flatMap(({ valueFrom: { secretKeyRef: secret, configMapKeyRef: map } = {} }) =>
      secret || map
        ? [{ holder: secret ? `Secret ${secret.name}` : `ConfigMap ${map.name}`, ...(secret ?? map), name: undefined }]
        : [],
    ),
    ...envFrom.map(({ secretRef: secret, configMapRef: map }) => ({
      holder: secret ? `Secret ${secret.name}` : `ConfigMap ${map.name}`,
    })),
  ]);
}

function keyErrors(name, { holder, key, optional = false }, objects, external) {
  const built = objects.find((object) => nameOf(object) === holder);
  const keys = built === undefined ? external[holder] : Object.keys({ ...built.data, ...built.stringData });
  if (keys === undefined) return optional ? [] : [`${name} needs ${holder}, which nothing makes`];
  return key === undefined || keys.includes(key) ? [] : [`${name} needs ${key} of ${holder}, which has none`];
}

function serviceErrors({ metadata, spec }, objects) {
  const name = `Service ${metadata.name}`;
  const behind = workloadsOf(objects).filter(({ labels }) => selects(spec.selector, labels));
  if (behind.length !== 1) return [`${name} selects pods of ${behind.length} workloads`];
  const offered = behind[0].spec.containers.flatMap(({ ports = [] }) => ports);
  const missing = spec.ports.filter(
    ({ port, targetPort = port }) =>
      !offered.some((one) => one.name === targetPort || one.containerPort === targetPort),
  );
  return missing.map(({ targetPort }) => `${name} leads to the port ${targetPort}, which no container has`);
}

function ingressErrors({ metadata, spec }, objects, external) {
  const name = `Ingress ${metadata.name}`;
  const hosts = (spec.tls ?? []).flatMap((entry) => entry.hosts ?? []);
  const backends = spec.rules.flatMap(({ http }) => http.paths.map(({ backend }) => backend.service));
  return [
    ...backends
      .filter((backend) => !ofKind(objects, 'Service').some((service) => offers(service, backend)))
      .map((backend) => `${name} leads to ${backend.name}, which offers no such port`),
    ...spec.rules
      .filter(({ host }) => spec.tls !== undefined && !hosts.includes(host))
      .map(({ host }) => `${name} has no certificate for ${host}`),
    ...(spec.tls ?? [])
      .filter(({ secretName }) => external[`Secret ${secretName}`] === undefined)
      .map(({ secretName }) => `${name} needs Secret ${secretName}, which nothing makes`),
  ];
}

const offers = ({ metadata, spec }, { name, port }) =>
  metadata.name === name && spec.ports.some((one) => one.name === port.name || one.port === port.number);

function selectorErrors(object, selector, objects) {
  const some = workloadsOf(objects).some(({ labels }) => selects(selector, labels));
  return some ? [] : [`${nameOf(object)} selects no pod`];
}
