import { readFileSync } from 'node:fs';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import react from '@vitejs/plugin-react';
import tailwindcss from '@tailwindcss/vite';

const COMPRESSIBLE = /\.(?:js|css|svg)$/;
const SMALLEST_WORTH_COMPRESSING = 512;

/** Writes `.br` and `.gz` beside every asset, so that a service serves them without spending its core on compression. */
function precompress() {
  let folder = '';
  const brotli = promisify(brotliCompress);
  const zip = promisify(gzip);

  async function compress(path) {
    const bytes = await readFile(path);
    if (bytes.length < SMALLEST_WORTH_COMPRESSING) return;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    await writeFile(`${path}.br`, await brotli(bytes, { params }));
    await writeFile(`${path}.gz`, await zip(bytes, { level: 9 }));
  }

  return {
    name: 'latchkey:precompress',
    apply: 'build',
    configResolved: (config) => void (folder = join(config.root, config.build.outDir, config.build.assetsDir)),
    async closeBundle() {
      const names = await readdir(folder).catch(() => []);
      await Promise.all(names.filter((name) => COMPRESSIBLE.test(name)).map((name) => compress(join(folder, name))));
    },
  };
}

/** Puts the chosen theme on the page before its first paint: a file of its own, because the CSP allows no inline script. */
function themeBeforePaint() {
  const source = readFileSync(new URL('./src/theme/before-paint.js', import.meta.url), 'utf8');
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

// In one file they compress better than among the site's own code, and a release that leaves them alone leaves them in caches.
const LIBRARIES = /\/node_modules\/(?:react|react-dom|scheduler|use-sync-external-store|@tanstack)\//;

/**
 * The Vite configuration of a site: one for all services, so that every site keeps the same strict CSP (nothing inlined,
 * no `data:` URIs, no inline preload polyfill) and the same precompressed, content-hashed assets.
 *
 * @returns a Vite user configuration; the site's root is the folder that `vite build <folder>` names
 */
export function site() {
  return {
    plugins: [react(), tailwindcss(), themeBeforePaint(), precompress()],
    build: {
      // The first browsers with light-dark(), popover and the other natives that the sites are built from.
      target: ['chrome123', 'edge123', 'firefox125', 'safari17.5'],
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'libraries', test: LIBRARIES }] } } },
      emptyOutDir: true,
    },
  };
}
