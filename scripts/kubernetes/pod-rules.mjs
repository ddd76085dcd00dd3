import { containersOf, workloadsOf } from './objects.mjs';

const PINNED = /@sha256:[0-9a-f]{64}$/;
const VERSION = /:\d+\.\d+\.\d+(-[\w.]+)?$/;

/** What must not be in a pod, whoever it belongs to: a moving image, more rights than it needs, no bounds. */
export function podErrors(objects) {
  return [
    ...workloadsOf(objects).flatMap(({ name, spec }) => label(name, [...podSecurity(spec), ...surroundings(spec)])),
    ...containersOf(objects).flatMap(({ name, container }) =>
      label(name, [
        ...imageErrors(container),
        ...containerSecurity(container),
        ...bounds(container),
        ...mounts(container),
      ]),
    ),
  ];
}

/** Images that are not pinned by their digest, which in production all are. */
export function digestErrors(objects) {
  const loose = containersOf(objects).filter(({ container }) => !PINNED.test(container.image ?? ''));
  return loose.map(({ name, container }) => `${name} has an image without a digest: ${container.image}`);
}

const label = (name, errors) => errors.filter(Boolean).map((error) => `${name} ${error}`);

function podSecurity({ securityContext: context = {} }) {
  return [
    context.runAsNonRoot !== true && 'may run as root',
    !(context.runAsUser > 0) && 'names no user by number: what an image calls USER is not checked',
    context.seccompProfile?.type !== 'RuntimeDefault' && 'has no seccomp profile',
  ];
}

function surroundings({
  automountServiceAccountToken: token,
  enableServiceLinks: links,
  hostNetwork,
  hostPID,
  volumes = [],
}) {
  return [
    token !== false && 'is given a token of the cluster',
    links !== false && 'is given variables of every Service',
    (hostNetwork || hostPID || volumes.some(({ hostPath }) => hostPath)) && 'reaches into its host',
  ];
}

function imageErrors({ image = '' }) {
  return [!PINNED.test(image) && !VERSION.test(image) && `has a floating image: ${image}`];
}

function containerSecurity({ securityContext: context = {} }) {
  return [
    context.allowPrivilegeEscalation !== false && 'may gain privileges',
    context.privileged === true && 'is privileged',
    context.readOnlyRootFilesystem !== true && 'may write to its image',
    context.capabilities?.drop?.includes('ALL') !== true && 'keeps capabilities',
    context.capabilities?.add !== undefined && 'adds capabilities',
  ];
}

function bounds({ resources: { requests = {}, limits = {} } = {} }) {
  const missing = ['cpu', 'memory'].filter((name) => requests[name] === undefined || limits[name] === undefined);
  return missing.map((name) => `has no request or no limit of ${name}`);
}

// What is mounted by subPath is never renewed: a key that is rotated would not arrive.
function mounts({ volumeMounts = [] }) {
  return volumeMounts.filter(({ subPath }) => subPath).map(({ mountPath }) => `mounts ${mountPath} by subPath`);
}
