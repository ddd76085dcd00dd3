const WORKLOADS = ['Deployment', 'StatefulSet', 'Job'];

/** An object as errors call it. */
export const nameOf = ({ kind, metadata }) => `${kind} ${metadata.name}`;

/** The objects of a kind. */
export const ofKind = (objects, kind) => objects.filter((object) => object.kind === kind);

/** What makes pods, each with the labels and the spec of its pods. */
export function workloadsOf(objects) {
  const found = objects.filter(({ kind }) => WORKLOADS.includes(kind));
  return found.map((object) => {
    const { metadata: { labels = {} } = {}, spec } = object.spec.template;
    return { object, name: nameOf(object), labels, spec };
  });
}

/** All containers of all workloads, each with what it belongs to. */
export function containersOf(objects) {
  return workloadsOf(objects).flatMap((workload) =>
    [...(workload.spec.initContainers ?? []), ...workload.spec.containers].map((container) => ({
      ...workload,
      name: `${workload.name}: ${container.name}`,
      container,
    })),
  );
}

/** Whether a selector, as those of workloads and policies or the plain one of a Service, is one of these labels. */
export function selects(selector, labels) {
  const { matchLabels, matchExpressions = [], ...plain } = selector ?? {};
  const wanted = Object.entries(matchLabels ?? plain);
  return (
    wanted.every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values = [] }) =>
      operator === 'In' ? values.includes(labels[key]) : operator === 'Exists' && key in labels,
    )
  );
}
