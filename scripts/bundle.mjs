// node ../../scripts/bundle.mjs, in a service's folder: makes dist/ of what tsc left in build/. A program of a service is then a few
// files that hold all that it runs, so that Node finds, reads and compiles no thousand modules at each start, and an image
// needs no node_modules.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { rolldown } from 'rolldown';

const built = join(process.cwd(), 'build');
const dist = join(process.cwd(), 'dist');
const require = createRequire(join(process.cwd(), 'package.json'));
const read = (path) => readFileSync(path, 'utf8');
const { dependencies, scripts } = JSON.parse(read('package.json'));
const issues = dependencies['@nestjs/jwt'] !== undefined;
const SIGNS_NOTHING = '\0signs-nothing';
const NOTHING = '\0nothing';

/** What Nest, TypeORM and others would use if it were installed: it is not, and they do without. */
const OPTIONAL =
  /^(class-validator|class-transformer|@fastify\/(multipart|view)|@nestjs\/(microservices|websockets|platform-express)|@napi-rs\/nice|pg-native|pg-query-stream)(\/|$)/;

/** What this repository's own sources became. */
const OURS = /\/(apps\/[\w-]+\/build|packages\/[\w-]+\/dist)\/.*\.js$/;

/** Escaped, else a character that is not ASCII makes V8 keep the whole text at two bytes a character. */
const inAscii = (code) =>
  code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** TypeORM loads the drivers of all databases. Here is one database, so of the others nothing but the names is left. */
const otherDrivers = {
  name: 'other-drivers',
  load: {
    filter: { id: /\/typeorm\/driver\/(?!postgres\/|types\/)[\w-]+\/\w+\.js$/ },
    handler(file) {
      const names = new Set([...read(file).matchAll(/^exports\.(\w+) = /gm)].map(([, name]) => name));
      return [...names].map((name) => `exports.${name} = class ${name} {};`).join('\n');
    },
  },
};

/** It would also find entities in files, and lay SQL out for people. */
const unusedTools = {
  name: 'unused-tools',
  resolveId: {
    filter: { id: /^(tinyglobby|@sqltools\/formatter)$/ },
    handler: (_, importer) => (importer?.includes('/typeorm/') ? NOTHING : undefined),
  },
  load: { filter: { id: /^\0nothing$/ }, handler: () => 'module.exports = {};' },
};

/** Rxjs is in the tree twice; of its ES modules only what is used is taken. */
const rxjs = {
  name: 'rxjs',
  resolveId: {
    filter: { id: /^rxjs(\/operators)?$/ },
    handler: (id) => join(dirname(require.resolve('rxjs')), '../esm', id.slice('rxjs'.length), 'index.js'),
  },
};

/** passport-jwt brings a library that also signs. A service that issues nothing can do without that half. */
const verifiesOnly = {
  name: 'verifies-only',
  resolveId: {
    filter: { id: /^\.\/sign$/ },
    handler: (_, importer) => (importer?.includes('/jsonwebtoken/') && !issues ? SIGNS_NOTHING : undefined),
  },
  load: {
    filter: { id: /^\0signs-nothing$/ },
    handler: () => `module.exports = () => { throw new Error('This service signs nothing.'); };`,
  },
};

/** The verifier carries the parts of zod that it uses, for those who have none. A service has it all already. */
const oneZod = {
  name: 'one-zod',
  resolveId: {
    filter: { id: /\/schema\/zod\.js$/ },
    handler(_, importer) {
      return importer?.includes('/packages/verifier/dist/') ? this.resolve('zod', importer) : undefined;
    },
  },
};

/** Lines of our own code are told as those of the source that was written. */
const ownMaps = {
  name: 'own-maps',
  load: {
    filter: { id: OURS },
    handler(file) {
      return existsSync(`${file}.map`) ? { code: read(file), map: read(`${file}.map`) } : undefined;
    },
  },
};

const options = {
  platform: 'node',
  external: OPTIONAL,
  plugins: [otherDrivers, unusedTools, rxjs, verifiesOnly, oneZod, ownMaps],
  // CommonJS finds its own files by these.
  transform: { define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' } },
  // A module of ours that nobody uses is left out, and with it what it imports.
  treeshake: { moduleSideEffects: [{ test: OURS, sideEffects: false }] },
  onLog(level, log) {
    if (level === 'warn') throw new Error(log.message);
  },
};

// What V8 made of the text is kept beside it and read at the next start. And until the service is ready nearly all that is made
// stays: a young generation that grew meanwhile would be room for nothing.
const FIRST_LINES = `import { enableCompileCache } from 'node:module';
import v8 from 'node:v8';
enableCompileCache({ directory: \`\${import.meta.dirname}/compiled\`, portable: true });
v8.setFlagsFromString('--semi-space-growth-factor=1');`;

async function bundle(input, output) {
  const build = await rolldown({ ...options, input });
  const { output: files } = await build.write({
    dir: dist,
    entryFileNames: '[name].js',
    chunkFileNames: '[name].js',
    sourcemap: true,
    sourcemapExcludeSources: true,
    // Nest reads names of classes, TypeORM those of migrations.
    keepNames: true,
    comments: false,
    banner: ({ name }) => (['main', 'tracing'].includes(name) ? FIRST_LINES : ''),
    ...output,
  });
  for (const { type, fileName, code } of files) {
    if (type === 'chunk') writeFileSync(join(dist, fileName), inAscii(code));
  }
}

const entries = readdirSync(built).filter((name) => /^[a-z-]+\.js$/.test(name) && name !== 'data-source.js');
const beginsService = (name) => /'\.\/[\w-]+\.module\.js'/.test(read(join(built, name)));
const named = (files) => Object.fromEntries(files.map((file) => [basename(file, '.js'), file]));

rmSync(dist, { recursive: true, force: true });
// A signal is heeded before the large file is read; programs that run the service share that file.
const groups = [
  { name: 'signals', test: /\/boot\/signals\.js$/, priority: 2 },
  { name: 'service', test: (id) => !entries.includes(basename(id)) || !id.startsWith(built), priority: 1 },
];
const programs = entries.filter(beginsService).map((name) => join(built, name));
await bundle(named(programs), { codeSplitting: { groups } });
// What is loaded ahead of a service, by whoever wants traces. Its files have a folder of their own: names are those of one bundle.
const tracing = require.resolve('@latchkey/service/tracing');
const isHeeding = (id) => id === tracing || id.endsWith('/boot/signals.js');
await bundle(named([tracing]), {
  codeSplitting: { groups: [{ name: 'opentelemetry', test: (id) => !isHeeding(id) }] },
  chunkFileNames: 'tracing/[name].js',
});
const workers = readdirSync(built, { recursive: true })
  .filter((name) => name.endsWith('.worker.js'))
  .map((name) => join(built, name));
const pool = workers.length > 0 ? [join(dirname(require.resolve('piscina')), 'worker.js')] : [];
const commands = entries.filter((name) => !beginsService(name)).map((name) => join(built, name));
for (const file of [...commands, ...workers, ...pool]) await bundle(named([file]), { codeSplitting: false });
// What programs read as data lies next to them.
for (const file of globSync('src/**/*.json')) copyFileSync(file, join(dist, basename(file)));
compile();

// A first run leaves what V8 made; it counts for the flags of a start alone. Whoever runs the image may read it.
function compile() {
  const start = scripts.start.split(' ').slice(1);
  for (const ahead of [[], ['--import', './dist/tracing.js']])
    execFileSync(process.execPath, [...ahead, ...start, '--help'], { env: {}, stdio: 'ignore' });
  for (const file of globSync('dist/compiled/*/*')) chmodSync(file, 0o644);
}
