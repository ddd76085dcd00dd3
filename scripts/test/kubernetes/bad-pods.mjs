import { change, container, is, pod, settingOfAll, without } from './spoil.mjs';

const image = (name) => container((one) => (one.image = name));
const security = (key, value) => container(({ securityContext: context }) => (context[key] = value));
const podSecurity = (key) => pod(({ securityContext: context }) => delete context[key]);
const forget = (key) => pod((spec) => delete spec[key]);
const forgetOfWorkload = (key) => pod((_, spec) => delete spec[key]);
const probe = (name, act) => container((one) => act(one[name]));
const scaler = (key, value) =>
  change(is('HorizontalPodAutoscaler latchkey-retirement'), ({ spec }) => (spec[key] = value));
const budget = (spec) =>
  change(
    is('PodDisruptionBudget latchkey-retirement'),
    (one) => (one.spec = { ...one.spec, maxUnavailable: undefined, ...spec }),
  );

/** @type {[string, (objects: object[]) => void, RegExp][]} */
export const badPods = [
  ['an image without a tag', image('latchkey-retirement'), /has a floating image/],
  ['the tag latest', image('latchkey-retirement:latest'), /has a floating image/],
  ['a tag of a line of versions', image('registry:5000/latchkey-retirement:1'), /has a floating image/],
  ['root', podSecurity('runAsNonRoot'), /may run as root/],
  ['a user without a number', podSecurity('runAsUser'), /names no user by number/],
  ['a pod without seccomp', podSecurity('seccompProfile'), /has no seccomp profile/],
  ['a token of the cluster', forget('automountServiceAccountToken'), /is given a token of the cluster/],
  ['variables of every Service', forget('enableServiceLinks'), /variables of every Service/],
  [
    'a folder of the host',
    pod(({ volumes }) => volumes.push({ name: 'h', hostPath: { path: '/' } })),
    /reaches into its host/,
  ],
  ['a way to privileges', security('allowPrivilegeEscalation', true), /may gain privileges/],
  ['an image that can be written', security('readOnlyRootFilesystem', false), /may write to its image/],
  ['some capabilities', security('capabilities', { drop: ['NET_RAW'] }), /keeps capabilities/],
  ['memory without a limit', container(({ resources }) => delete resources.limits.memory), /no limit of memory/],
  [
    'a container without requests',
    container(({ resources }) => delete resources.requests),
    /no request or no limit of cpu/,
  ],
  ['a key that is never renewed', container(({ volumeMounts: [keys] }) => (keys.subPath = 'k.json')), /by subPath/],

  ['a start without a probe', container((one) => delete one.startupProbe), /has no startupProbe/],
  [
    'liveness that asks the database',
    probe('livenessProbe', ({ httpGet }) => (httpGet.path = '/health/ready')),
    /no livenessProbe of \/health\/live/,
  ],
  [
    'a probe that waits for a second',
    probe('readinessProbe', (one) => delete one.timeoutSeconds),
    /readinessProbe that waits 1 s/,
  ],
  ['an end without a pause before it', container((one) => delete one.lifecycle), /stops after 0 s/],
  [
    'too little time to end',
    forget('terminationGracePeriodSeconds'),
    /is killed after 30 s, and needs 5 \+ 15 \+ 15 = 35/,
  ],
  ['more grace than the pod has', settingOfAll('DRAIN_GRACE', '30'), /needs 5 \+ 30 \+ 15 = 50/],
  ['a rollout that begins with an end', forgetOfWorkload('strategy'), /takes the old version away/],
  ['a rollout without a pause', forgetOfWorkload('minReadySeconds'), /stops the next pod at once/],
  ['pods that may all be on one node', forget('topologySpreadConstraints'), /is not spread over nodes/],
  ['one replica', scaler('minReplicas', 1), /may have 1 replica/],
  ['an autoscaler that cannot scale', scaler('maxReplicas', 2), /has an autoscaler that cannot scale/],
  ['replicas that are said twice', pod((_, spec) => (spec.replicas = 2)), /says replicas, and so does its autoscaler/],
  ['a service without a budget', without(is('PodDisruptionBudget latchkey-retirement')), /has no disruption budget/],
  ['a budget of all replicas', budget({ maxUnavailable: 2 }), /may lose all of its 2 replicas/],
  ['a budget that lets none go', budget({ minAvailable: 2 }), /lets no node be emptied/],
];
