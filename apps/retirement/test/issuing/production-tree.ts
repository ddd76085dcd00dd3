import { readFileSync } from 'node:fs';

interface Locked {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
  readonly peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

/** Every package that a production install of a workspace holds, each with the packages that ask for it. */
export function productionTree(root: URL, workspace: string): Map<string, Set<string>> {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  const askedBy = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (place: string): void => {
    if (seen.has(place)) return;
    seen.add(place);
    for (const name of asksFor(packages[place]!)) {
      const found = resolve(packages, place, name);
      if (found === undefined) continue;
      askedBy.set(name, (askedBy.get(name) ?? new Set()).add(nameOf(place)));
      visit(found);
    }
  };
  visit(workspace);
  return askedBy;
}

function asksFor({ dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta }: Locked): string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers];
}

/** The place in the lockfile that Node would find: the nearest node_modules upwards, links followed. */
function resolve(packages: Record<string, Locked>, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.replace(/\/?[^/]*$/, '')) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    const found = packages[place];
    if (found !== undefined) return found.link ? found.resolved : place;
    if (folder === '') return undefined;
  }
}

function nameOf(place: string): string {
  return place.replace(/^.*node_modules\//, '');
}
