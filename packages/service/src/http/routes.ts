import type { FastifyInstance } from 'fastify';

const SPECIAL = /[.*+?^${}()|[\]\\]/g;

/** Which methods each path has, to tell an unknown address from a wrong method. */
export class Routes {
  readonly #methodsOf = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** Notes every route that is added from now on. */
  record(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      let entry = this.#methodsOf.get(url);
      if (entry === undefined) this.#methodsOf.set(url, (entry = { pattern: patternOf(url), methods: new Set() }));
      for (const name of [method].flat()) entry.methods.add(name);
    });
  }

  /** The methods of a path, sorted; empty if there is no such path. */
  allowedFor(path: string): readonly string[] {
    const allowed = new Set<string>();
    for (const { pattern, methods } of this.#methodsOf.values()) {
      if (pattern.test(path)) for (const method of methods) allowed.add(method);
    }
    return [...allowed].sort();
  }
}

// Route patterns here know two things besides text: `:name` for one segment, and a `*` at the end.
function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part === '*' ? '.*' : part.replace(SPECIAL, '\\$&')))
    .join('/');
  return new RegExp(`^${source}$`);
}
