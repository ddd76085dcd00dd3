import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const COMPONENTS = fileURLToPath(new URL('../src/layout/first-paint.tsx', import.meta.url));
const EMPTY = '<div id="site"></div>';
const TITLE = /<title>Latchkey (.+)<\/title>/;

/**
 * Fills the document with what is painted before the script has loaded, drawn by the same components.
 *
 * @param {'login' | 'session'} kind - what most users see first on the site
 */
export function firstPaint(kind) {
  return {
    name: 'latchkey:first-paint',
    async transformIndexHtml(html) {
      const name = TITLE.exec(html)?.[1];
      if (name === undefined || !html.includes(EMPTY)) {
        throw new Error(`index.html holds <title>Latchkey …</title> and ${EMPTY}`);
      }
      const { module } = await runnerImport(COMPONENTS);
      return html.replace(EMPTY, () => `<div id="site">${module.renderFirstPaint(kind, name)}</div>`);
    },
  };
}
