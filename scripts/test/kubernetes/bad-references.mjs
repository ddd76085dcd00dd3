import { change, container, is, pod, policy, variable, without } from './spoil.mjs';

const databaseOf = (name, key) => variable('DATABASE_URL', { valueFrom: { secretKeyRef: { name, key } } });
const service = (act) => change(is('Service latchkey-bank'), ({ spec }) => act(spec));
const selector = (labels) => pod((_, { selector }) => (selector.matchLabels = labels));
const standard = 'pod-security.kubernetes.io/enforce';
const namespace = (label, value) =>
  change(
    ({ kind }) => kind === 'Namespace',
    ({ metadata: { labels } }) => (labels[label] = value),
  );
const NAME = 'app.kubernetes.io/name';

/** @type {[string, (objects: object[]) => void, RegExp][]} */
export const badReferences = [
  ['a Secret that nothing makes', databaseOf('latchkey-x', 'DATABASE_URL'), /Secret latchkey-x, which nothing makes/],
  ['a key that a Secret has not', databaseOf('latchkey-retirement', 'URL'), /needs URL of Secret latchkey-retirement/],
  [
    'a ConfigMap that nothing makes',
    container(({ envFrom: [one] }) => (one.configMapRef.name = 'x')),
    /ConfigMap x, which nothing makes/,
  ],
  ['a mount without a volume', pod(({ volumes }) => volumes.shift()), /mounts keys, which is no volume/],
  [
    'a volume without a mount',
    pod(({ volumes }) => volumes.push({ name: 'more', emptyDir: {} })),
    /volume more, which nothing mounts/,
  ],
  ['a selector of other pods', selector({ [NAME]: 'bank' }), /does not select its own pods/],
  ['a selector of all pods', selector({ 'app.kubernetes.io/component': 'service' }), /selects pods of others/],
  ['a Service of no pods', service(({ selector: labels }) => (labels[NAME] = 'bnak')), /selects pods of 0 workloads/],
  [
    'a Service of a port that is not there',
    service(({ ports: [one] }) => (one.targetPort = 3001)),
    /leads to the port 3001/,
  ],
  [
    'an Ingress to nothing',
    without(is('Service latchkey-retirement')),
    /leads to latchkey-retirement, which offers no such port/,
  ],
  [
    'a host without a certificate',
    change(is('Ingress latchkey-bank'), ({ spec }) => (spec.tls[0].hosts = ['a.example.com'])),
    /has no certificate for bank\.example\.com/,
  ],
  [
    'an autoscaler of nothing',
    change(is('HorizontalPodAutoscaler latchkey-bank'), ({ spec }) => (spec.scaleTargetRef.name = 'x')),
    /scales Deployment x, which is not there/,
  ],
  [
    'a budget of no pods',
    change(is('PodDisruptionBudget latchkey-bank'), ({ spec }) => (spec.selector.matchLabels[NAME] = 'x')),
    /PodDisruptionBudget latchkey-bank selects no pod/,
  ],

  ['a namespace that allows more', namespace(standard, 'baseline'), /does not enforce the restricted standard/],
  ['a standard that moves', namespace(`${standard}-version`, 'latest'), /pins no version of the standard/],
  ['a network that denies nothing', without(is('NetworkPolicy latchkey-nothing')), /no policy denies all Egress/],
  ['a network that lets all out', policy('nothing', (spec) => (spec.egress = [{}])), /lets everybody through/],
  [
    'visitors from everywhere',
    policy('visitors', ({ ingress: [rule] }) => delete rule.from),
    /latchkey-visitors lets everybody through/,
  ],
  ['every port open', policy('visitors', ({ ingress: [rule] }) => delete rule.ports), /opens every port/],
  [
    'an open port that is not there',
    policy('visitors', ({ ingress: [rule] }) => (rule.ports[0].port = 3001)),
    /opens the port 3001, which its pods do not have/,
  ],
  [
    'a policy of no pods',
    policy('database', (spec) => (spec.podSelector = { matchLabels: { app: 'x' } })),
    /latchkey-database selects no pod/,
  ],
  [
    'a policy of a direction that it does not say',
    policy('visitors', (spec) => (spec.policyTypes = ['Egress'])),
    /does not say that it is of Ingress/,
  ],
  [
    'no way to the database',
    without(is('NetworkPolicy latchkey-database')),
    /Job latchkey-migrate-bank may not reach its database/,
  ],
  ['no way in', without(is('NetworkPolicy latchkey-visitors')), /listens, and nobody may reach it/],
];
