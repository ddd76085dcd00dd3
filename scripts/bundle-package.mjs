// node ../../scripts/bundle-package.mjs, in the folder of a package: makes of what tsc left in build/ one file for each of its
// entries, with what several need in dist/shared/, so that Node finds and reads no hundred modules at each import. What
// src/schema/zod.ts names of zod becomes part of the package: an install brings 0.2 MB of it and not 6.
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { rolldown } from 'rolldown';

const [built, dist] = ['build', 'dist'].map((name) => join(process.cwd(), name));
const read = (path) => readFileSync(path, 'utf8');
const zod = 'schema/zod';
const entries = Object.values(JSON.parse(read('package.json')).exports)
  .map((entry) => relative('dist', entry.default))
  .filter((file) => existsSync(join(built, file)));

/** Lines are told as those of the source that was written. */
const ownMaps = {
  name: 'own-maps',
  load: {
    filter: { id: /\/build\/.*\.js$/ },
    handler: (file) => ({ code: read(file), map: read(`${file}.map`) }),
  },
};

async function bundle(input, options, output) {
  const build = await rolldown({
    ...options,
    input,
    platform: 'node',
    plugins: [ownMaps],
    onLog(level, log) {
      if (level === 'warn') throw new Error(log.message);
    },
  });
  const comments = { legal: true, annotation: true, jsdoc: false };
  await build.write({ dir: dist, entryFileNames: '[name].js', sourcemap: true, comments, ...output });
}

for (const file of globSync(`${dist}/**/*.{js,js.map}`)) rmSync(file);
const licence = read(join(dirname(createRequire(built).resolve('zod')), 'LICENSE'));
await bundle({ [zod]: join(built, `${zod}.js`) }, {}, { banner: `/*! zod\n${licence}*/` });
await bundle(
  Object.fromEntries(entries.map((file) => [file.replace(/\.js$/, ''), join(built, file)])),
  { external: (id) => id.endsWith(`${zod}.js`) || /^pg$/.test(id) },
  { chunkFileNames: 'shared/[name].js' },
);
