import { ofKind, selects, workloadsOf } from './objects.mjs';

/** What follows DRAIN_GRACE at a stop: 5 s, but 14 in release 0.1.0, to which one may return; and one to spare. */
const AFTER_GRACE = 15;
/** A readiness check of a service answers within 2.5 s. */
const PROBE_TIMEOUT = 3;
/** In which nodes come to know that an endpoint is gone. */
const PRE_STOP = 5;

/** What would let a request fail at an upgrade, a drain of a node or a crash. @param graceOf DRAIN_GRACE of a Deployment, in seconds */
export function availabilityErrors(objects, graceOf) {
  return workloadsOf(ofKind(objects, 'Deployment')).flatMap(({ object, name, labels, spec }) => {
    const [container] = spec.containers;
    const errors = [
      ...probeErrors(container),
      ...stopErrors(container, spec, graceOf(object)),
      ...rolloutErrors(object.spec),
      ...replicaErrors(objects, object, labels),
      !spec.topologySpreadConstraints?.some(
        ({ topologyKey, labelSelector }) => topologyKey === 'kubernetes.io/hostname' && selects(labelSelector, labels),
      ) && 'is not spread over nodes',
    ];
    return errors.filter(Boolean).map((error) => `${name} ${error}`);
  });
}

function probeErrors(container) {
  const wanted = { startupProbe: '/health/live', livenessProbe: '/health/live', readinessProbe: '/health/ready' };
  return Object.entries(wanted).flatMap(([name, path]) => {
    const { httpGet, timeoutSeconds = 1 } = container[name] ?? {};
    return [
      httpGet?.path !== path && `has no ${name} of ${path}`,
      timeoutSeconds < PROBE_TIMEOUT && `has a ${name} that waits ${timeoutSeconds} s, less than ${PROBE_TIMEOUT}`,
    ];
  });
}

function stopErrors({ lifecycle }, { terminationGracePeriodSeconds: period = 30 }, grace) {
  const pause = lifecycle?.preStop?.sleep?.seconds ?? 0;
  const needed = pause + grace + AFTER_GRACE;
  return [
    pause < PRE_STOP && `stops after ${pause} s, while requests are still sent to it`,
    period < needed && `is killed after ${period} s, and needs ${pause} + ${grace} + ${AFTER_GRACE} = ${needed}`,
  ];
}

function rolloutErrors({ strategy, minReadySeconds = 0 }) {
  const { maxUnavailable = '25%', maxSurge = '25%' } = strategy?.rollingUpdate ?? {};
  return [
    maxUnavailable !== 0 && 'takes the old version away before the new one is ready',
    (maxSurge === 0 || maxSurge === '0%') && 'has no room for a new pod next to the old ones',
    minReadySeconds < 1 && 'stops the next pod at once when one is ready',
  ];
}

function replicaErrors(objects, { metadata, spec }, labels) {
  const scaler = ofKind(objects, 'HorizontalPodAutoscaler').find(
    ({ spec: { scaleTargetRef: target } }) => target.kind === 'Deployment' && target.name === metadata.name,
  );
  const least = scaler?.spec.minReplicas ?? spec.replicas ?? 1;
  const budget = ofKind(objects, 'PodDisruptionBudget').find(({ spec: { selector } }) => selects(selector, labels));
  const { maxUnavailable, minAvailable } = budget?.spec ?? {};
  return [
    least < 2 && `may have ${least} replica`,
    scaler !== undefined && spec.replicas !== undefined && 'says replicas, and so does its autoscaler',
    scaler !== undefined && scaler.spec.maxReplicas <= least && 'has an autoscaler that cannot scale',
    budget === undefined && 'has no disruption budget',
    maxUnavailable >= least && `may lose all of its ${least} replicas at once`,
    minAvailable >= least && `lets no node be emptied: ${minAvailable} of ${least} must stay`,
  ];
}
