import { dirname } from 'node:path/posix';

/**
 * The sets of folders that reach each other by imports that are left in the build, each with the imports that close it.
 *
 * @param {{ source: string, dependencies: { resolved: string, dependencyTypes: string[] }[] }[]} modules of dependency-cruiser
 * @returns {{ folders: string[], imports: string[] }[]}
 */
export function folderCircles(modules) {
  /** @type {Map<string, Map<string, string[]>>} */
  const graph = folderImports(modules);
  const reached = new Map([...graph.keys()].map((folder) => [folder, reachedFrom(graph, folder)]));
  const circles = new Map();
  for (const [folder, others] of reached) {
    const circle = [...others]
      .filter((other) => reached.get(other)?.has(folder))
      .toSorted((one, other) => one.localeCompare(other));
    if (circle.length > 0) circles.set(circle.join(), { folders: circle, imports: importsWithin(graph, circle) });
  }
  return [...circles.values()];
}

/**
 * Folder → folder → the imports between them. Two files that lie apart below a folder connect its two members that hold them,
 * so `a/x` → `b/y` and `b/z` → `a/w` make a circle of `a` and `b`. Files of the folder itself are one more member of it.
 */
function folderImports(modules) {
  const graph = new Map();
  for (const { source, dependencies } of modules.filter((one) => isSource(one.source))) {
    for (const { resolved, dependencyTypes } of dependencies) {
      if (dependencyTypes.includes('type-only') || !isSource(resolved)) continue;
      const [from, to] = membersOf(source, resolved);
      if (from === to) continue;
      const targets = graph.get(from) ?? new Map();
      graph.set(from, targets.set(to, [...(targets.get(to) ?? []), `${source} → ${resolved}`]));
    }
  }
  return graph;
}

function isSource(path) {
  return path.includes('/') && !/(^|\/)(node_modules|build|dist)\//.test(path);
}

function membersOf(one, other) {
  const [from, to] = [dirname(one).split('/'), dirname(other).split('/')];
  const apart = from.findIndex((part, index) => part !== to[index]);
  const length = 1 + (apart === -1 ? from.length : apart);
  return [from.slice(0, length).join('/'), to.slice(0, length).join('/')];
}

function reachedFrom(graph, folder) {
  const reached = new Set();
  const next = [folder];
  while (next.length > 0) {
    for (const target of graph.get(next.pop())?.keys() ?? []) {
      if (!reached.has(target)) next.push(target);
      reached.add(target);
    }
  }
  return reached;
}

function importsWithin(graph, circle) {
  return circle.flatMap((folder) =>
    [...graph.get(folder)].flatMap(([to, imports]) => (circle.includes(to) ? imports : [])),
  );
}
