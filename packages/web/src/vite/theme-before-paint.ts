import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

// Shipped as it is: from dist/vite as from src/vite it is two folders up.
const SCRIPT = new URL('../../theme/before-paint.js', import.meta.url);

/** Applies the chosen theme before the first paint: by a file of its own, because the CSP allows no inline script. */
export function themeBeforePaint(): Plugin {
  const source = readFileSync(SCRIPT, 'utf8');
  let base = '/';
  let reference: string | undefined;
  return {
    name: 'latchkey:theme-before-paint',
    apply: 'build',
    configResolved: (config) => void (base = config.base),
    buildStart() {
      reference = this.emitFile({ type: 'asset', name: 'theme.js', source });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle }) {
        const file = Object.values(bundle ?? {}).find(
          (output) => output.type === 'asset' && output.names.includes('theme.js'),
        );
        if (reference === undefined || file === undefined) return [];
        return [{ tag: 'script', attrs: { src: `${base}${file.fileName}` }, injectTo: 'head-prepend' }];
      },
    },
  };
}
