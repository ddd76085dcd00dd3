import type { Plugin } from 'vite';
import { renderFirstPaint } from '../layout/first-paint.js';

const EMPTY = '<div id="site"></div>';
const TITLE = /<title>Latchkey (.+)<\/title>/;

/**
 * Fills the document with what is painted before the script has loaded, drawn by the same components.
 *
 * @param kind - what most users see first on the site
 */
export function firstPaint(kind: 'login' | 'session'): Plugin {
  return {
    name: 'latchkey:first-paint',
    transformIndexHtml(html) {
      const name = TITLE.exec(html)?.[1];
      if (name === undefined || !html.includes(EMPTY)) {
        throw new Error(`index.html holds <title>Latchkey …</title> and ${EMPTY}`);
      }
      return html.replace(EMPTY, () => `<div id="site">${renderFirstPaint(kind, name)}</div>`);
    },
  };
}
