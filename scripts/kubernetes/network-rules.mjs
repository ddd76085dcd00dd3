import { nameOf, ofKind, selects, workloadsOf } from './objects.mjs';

const DIRECTIONS = ['Ingress', 'Egress'];
/** Port of DNS. */
const NAMES = 53;

/** What the network is not asked to hold back, and policies that speak of nothing. */
export function networkErrors(objects) {
  const policies = ofKind(objects, 'NetworkPolicy');
  const denied = (direction) => policies.some((policy) => deniesAll(policy, direction));
  return [
    ...namespaceErrors(objects),
    ...DIRECTIONS.filter((direction) => !denied(direction)).map((direction) => `no policy denies all ${direction}`),
    ...policies.flatMap((policy) => policyErrors(policy, objects)),
    ...workloadsOf(objects).flatMap((workload) => reachErrors(workload, policies)),
  ];
}

const deniesAll = ({ spec }, direction) =>
  Object.keys(spec.podSelector).length === 0 &&
  spec.policyTypes.includes(direction) &&
  spec[direction.toLowerCase()] === undefined;

function namespaceErrors(objects) {
  const standard = 'pod-security.kubernetes.io/enforce';
  return ofKind(objects, 'Namespace').flatMap(({ metadata: { name, labels = {} } }) => [
    ...(labels[standard] === 'restricted' ? [] : [`Namespace ${name} does not enforce the restricted standard`]),
    ...(/^v1\.\d+$/.test(labels[`${standard}-version`]) ? [] : [`Namespace ${name} pins no version of the standard`]),
  ]);
}

function policyErrors(policy, objects) {
  const name = nameOf(policy);
  const { podSelector, policyTypes, ingress = [], egress = [] } = policy.spec;
  const pods = workloadsOf(objects);
  const peers = [...ingress.map(({ from }) => from), ...egress.map(({ to }) => to)];
  // A pod of this namespace; of another one it is not known here what there is.
  const inside = peers.flatMap((list) => list ?? []).filter((peer) => peer.podSelector && !peer.namespaceSelector);
  return [
    !pods.some(({ labels }) => selects(podSelector, labels)) && `${name} selects no pod`,
    ingress.length > 0 && !policyTypes.includes('Ingress') && `${name} does not say that it is of Ingress`,
    egress.length > 0 && !policyTypes.includes('Egress') && `${name} does not say that it is of Egress`,
    peers.some((list) => list === undefined || list.length === 0) && `${name} lets everybody through`,
    [...ingress, ...egress].some(({ ports }) => ports === undefined) && `${name} opens every port`,
    ...inside
      .filter((peer) => !pods.some(({ labels }) => selects(peer.podSelector, labels)))
      .map(() => `${name} speaks of pods that are not there`),
    ...namedPortErrors(name, ingress, podSelector, pods),
  ].filter(Boolean);
}

// A policy that names a port which its pods do not have lets nothing through, and says nothing.
function namedPortErrors(name, rules, selector, pods) {
  const offered = pods
    .filter(({ labels }) => selects(selector, labels))
    .flatMap(({ spec }) => spec.containers.flatMap(({ ports = [] }) => ports));
  return rules
    .flatMap(({ ports = [] }) => ports)
    .filter(({ port }) => !offered.some((one) => one.name === port || one.containerPort === port))
    .map(({ port }) => `${name} opens the port ${port}, which its pods do not have`);
}

function reachErrors({ object, name, labels, spec }, policies) {
  const own = policies.filter((policy) => selects(policy.spec.podSelector, labels));
  const ports = own.flatMap(({ spec: { egress = [] } }) => egress.flatMap((rule) => rule.ports ?? []));
  const isReached = own.some(({ spec: { ingress = [] } }) => ingress.length > 0);
  const listens = spec.containers.some(({ ports = [] }) => ports.length > 0);
  return [
    ...(own.length === 0 ? [`${name} is covered by no policy`] : []),
    ...(listens && !isReached ? [`${name} listens, and nobody may reach it`] : []),
    ...(object.kind !== 'StatefulSet' && ports.every(({ port }) => port === NAMES)
      ? [`${name} may not reach its database`]
      : []),
  ];
}
