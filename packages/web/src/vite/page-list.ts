import { join } from 'node:path';
import { runnerImport } from 'vite';
import type { Plugin } from 'vite';

interface RouterModule {
  router: { routesByPath: Record<string, unknown> };
}

/** Writes the paths of the site's router next to its document, so that the service answers 404 for any other. */
export function pageList(): Plugin {
  let root = '';
  return {
    name: 'latchkey:page-list',
    apply: 'build',
    configResolved: (config) => void (root = config.root),
    async generateBundle() {
      const { module } = await runnerImport<RouterModule>(join(root, 'src/router.tsx'));
      const source = JSON.stringify(Object.keys(module.router.routesByPath));
      this.emitFile({ type: 'asset', fileName: 'pages.json', source });
    },
  };
}
