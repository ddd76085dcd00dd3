import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';
import { firstPaint } from './first-paint.js';
import { pageList } from './page-list.js';
import { precompress } from './precompress.js';
import { smallPage } from './small-page.js';
import { themeBeforePaint } from './theme-before-paint.js';

// In one file they compress better than among the site's own code, and a release that leaves them alone leaves them in caches.
const LIBRARIES = /\/node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|@tanstack)\//;

// React has the hook since 18: what brings it to older ones stays out.
const ALIASES = { 'use-sync-external-store/shim/with-selector': 'use-sync-external-store/with-selector' };

// The document itself loads these: a page that is fetched later need not name them.
const OF_THE_DOCUMENT = /\/(?:libraries|rolldown-runtime)-[^/]+$/;

/** What distinguishes one site's build from another's. */
export interface SiteOptions {
  /** What is painted before the script has loaded: the login's card, or the header of protected pages. */
  firstPaint: 'login' | 'session';
  /** Pages with a document and a script of their own, by name: `renew` is drawn by `src/renew/renew.page.tsx`, and runs `src/renew/renew.script.ts`. */
  smallPages?: readonly string[];
}

/**
 * The Vite configuration of a site: one for all services, so that every site keeps the same strict CSP (nothing inlined,
 * no `data:` URIs, no inline preload polyfill) and the same precompressed, content-hashed assets.
 *
 * @returns a Vite user configuration; the site's root is the folder that `vite build <folder>` names
 */
export function site({ firstPaint: kind, smallPages = [] }: SiteOptions): UserConfig {
  return {
    plugins: [
      react(),
      tailwindcss(),
      firstPaint(kind),
      themeBeforePaint(),
      pageList(),
      ...smallPages.map(smallPage),
      precompress(),
    ],
    resolve: { alias: ALIASES },
    build: {
      // The first browsers with light-dark(), popover and the other natives that the sites are built from.
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false, resolveDependencies: withoutLoaded },
      reportCompressedSize: false,
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: LIBRARIES }] } } },
      emptyOutDir: true,
    },
  };
}

function withoutLoaded(_file: string, dependencies: string[], { hostType }: { hostType: 'html' | 'js' }): string[] {
  return hostType === 'html' ? dependencies : dependencies.filter((path) => !OF_THE_DOCUMENT.test(path));
}
