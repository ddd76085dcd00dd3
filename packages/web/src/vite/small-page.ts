import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FunctionComponent } from 'react';
import { build, runnerImport } from 'vite';
import type { Plugin, ResolvedConfig } from 'vite';
import { renderCard } from '../layout/first-paint.js';

interface PageModule {
  TITLE: string;
  Page: FunctionComponent;
}

// Of the site's document: its own script, what is fetched for that, and what is drawn until it runs.
const SITE_SCRIPTS = /^ *<(?:script type="module"|link rel="modulepreload")[^>]*>(?:<\/script>)?\n/gm;
const TITLE = /<title>Latchkey (.+)<\/title>/;
const BODY = /<body>.*<\/body>/s;

/**
 * Writes `NAME.html` next to the site's document: a page that must be there at once, so that it takes over the site's style and
 * nothing of its script. `src/NAME/NAME.page.tsx` is drawn when the site is built, `src/NAME/NAME.script.ts` is all that it loads.
 */
export function smallPage(name: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: `latchkey:small-page:${name}`,
    apply: 'build',
    configResolved: (resolved) => void (config = resolved),
    writeBundle: {
      sequential: true,
      order: 'post',
      async handler() {
        const folder = resolve(config.root, config.build.outDir);
        const script = await bundle(config, folder, join(config.root, `src/${name}/${name}.script.ts`));
        const { module } = await runnerImport<PageModule>(join(config.root, `src/${name}/${name}.page.tsx`));
        const site = await readFile(join(folder, 'index.html'), 'utf8');
        await writeFile(join(folder, `${name}.html`), pageOf(site, module, `${config.base}${script}`));
      },
    },
  };
}

/** By itself, so that it shares no file with the site, whose first load would be one request longer. */
async function bundle({ root, build: { target } }: ResolvedConfig, outDir: string, input: string): Promise<string> {
  const output = { entryFileNames: 'assets/[name]-[hash].js' };
  const options = { outDir, emptyOutDir: false, copyPublicDir: false, reportCompressedSize: false, target };
  const result = await build({
    configFile: false,
    logLevel: 'warn',
    root,
    build: { ...options, modulePreload: { polyfill: false }, rolldownOptions: { input, output } },
  });
  const [entry] = 'output' in result ? result.output : [];
  if (entry === undefined) throw new Error(`${input} was not built`);
  return entry.fileName;
}

function pageOf(site: string, { TITLE: title, Page }: PageModule, script: string): string {
  const name = TITLE.exec(site)?.[1] ?? '';
  const tag = `  <script type="module" src="${script}"></script>\n  </head>`;
  return site
    .replace(SITE_SCRIPTS, '')
    .replace(TITLE, () => `<title>${title} · Latchkey ${name}</title>`)
    .replace('</head>', () => tag)
    .replace(BODY, () => `<body>\n    <div id="site">${renderCard(Page, name)}</div>\n  </body>`);
}
