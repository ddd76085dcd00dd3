import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const COMPONENTS = fileURLToPath(new URL('../src/layout/first-paint.tsx', import.meta.url));
const EMPTY = '<div id="site"></div>';
const TITLE = /<title>Latchkey (.+)<\/title>/;

/**
 * Fills the document with the frame that is painted before the script has come, drawn by the components that take its place.
 *
 * @param {'login' | 'known'} kind - the frame that most people see first on the site
 */
export function firstFrame(kind) {
  return {
    name: 'latchkey:first-frame',
    async transformIndexHtml(html) {
      const name = TITLE.exec(html)?.[1];
      if (name === undefined || !html.includes(EMPTY)) {
        throw new Error(`index.html holds <title>Latchkey …</title> and ${EMPTY}`);
      }
      const { module } = await runnerImport(COMPONENTS);
      return html.replace(EMPTY, () => `<div id="site">${module.renderFirstFrame(kind, name)}</div>`);
    },
  };
}
