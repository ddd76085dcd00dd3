// node packages/verifier/test/golden/bundle-release.mjs CHECKOUT: keeps the verifier of a release, whose checkout is built, as
// one file, so that tests of later ones can ask it. Libraries stay outside: they are those of now.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rolldown } from 'rolldown';

const [checkout] = process.argv.slice(2);
const build = await rolldown({
  cwd: checkout,
  input: 'packages/verifier/dist/index.js',
  platform: 'node',
  external: ['zod', 'lru-cache'],
});
const { output } = await build.generate({ comments: false });
const head = '// The verifier of the release before, as bundle-release.mjs found it: not to be edited.\n';
writeFileSync(join(import.meta.dirname, 'release-before.bundle.js'), head + output[0].code);
