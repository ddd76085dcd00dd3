import { readFileSync } from 'node:fs';

/** Puts the chosen theme on the page before its first paint: a file of its own, because the CSP allows no inline script. */
export function themeBeforePaint() {
  const source = readFileSync(new URL('../theme/before-paint.js', import.meta.url), 'utf8');
  let base = '/';
  let reference;
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
        const file = Object.values(bundle ?? {}).find((output) => output.names?.includes('theme.js'));
        if (reference === undefined || file === undefined) return [];
        return [{ tag: 'script', attrs: { src: `${base}${file.fileName}` }, injectTo: 'head-prepend' }];
      },
    },
  };
}
