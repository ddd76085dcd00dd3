import { join } from 'node:path';
import { runnerImport } from 'vite';

/** Writes the addresses of the site's router beside its document, so that a service answers 404 where no page lives. */
export function pageList() {
  let root = '';
  return {
    name: 'latchkey:page-list',
    apply: 'build',
    configResolved: (config) => void (root = config.root),
    async generateBundle() {
      const { module } = await runnerImport(join(root, 'src/router.tsx'));
      const source = JSON.stringify(Object.keys(module.router.routesByPath));
      this.emitFile({ type: 'asset', fileName: 'pages.json', source });
    },
  };
}
