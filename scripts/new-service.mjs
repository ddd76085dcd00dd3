import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ExplainedError, log } from './log.mjs';
import { listServices, root } from './workspace.mjs';

const FOR_TESTS = /^@latchkey\/(testing|openapi)$/;

/** npm run new-service -- pension: writes the folder of a service that knows who is logged in. Nothing else is touched. */
export async function newService([id]) {
  if (!/^[a-z][a-z0-9-]{0,31}$/.test(id ?? '')) {
    throw new ExplainedError('Name it, in lower case: npm run new-service -- pension');
  }
  const folder = writeService(root, id);
  log(`  wrote ${folder}; npm install tells the lockfile of it, npm start starts it with the others`);
  return 0;
}

/** Writes the folder of a service into a clone; resolves to its path. Its port is the next one that no service has. */
export function writeService(clone, id) {
  const folder = join(clone, 'apps', id);
  if (existsSync(folder)) throw new ExplainedError(`${folder} is there already.`);
  const port = Math.max(...listServices(clone).map((service) => service.port)) + 1;
  const names = {
    id,
    port,
    Name: id.replace(/(^|-)([a-z])/g, (_, dash, first) => `${dash && ' '}${first.toUpperCase()}`),
  };
  const words = { ...names, value: names.Name.replaceAll(' ', '').replace(/^./, (first) => first.toLowerCase()) };
  const files = filesOf({ ...words, Value: names.Name.replaceAll(' ', '') }, dependenciesIn(clone));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

// The versions are those of the services that are there.
function dependenciesIn(clone) {
  const { path } = listServices(clone).at(-1);
  const { dependencies, devDependencies, scripts } = JSON.parse(
    readFileSync(join(clone, path, 'package.json'), 'utf8'),
  );
  const { build, start, migrate } = scripts;
  return {
    scripts: { build, start, migrate },
    dependencies,
    devDependencies: Object.fromEntries(Object.entries(devDependencies).filter(([name]) => FOR_TESTS.test(name))),
  };
}

function filesOf({ id, port, Name, value, Value }, manifest) {
  const about = { name: `@latchkey/${id}`, version: '0.1.0', private: true, license: 'MIT', type: 'module' };
  return {
    'package.json': `${JSON.stringify({ ...about, latchkey: { id, name: Name, port, roles: [] }, ...manifest }, null, 2)}\n`,
    'tsconfig.json': `{
  "extends": "../../tsconfig.base.json",
  "compilerOptions": { "rootDir": "src", "outDir": "build" },
  "include": ["src"]
}
`,
    'jest.config.js': `import { preset } from '@latchkey/testing/jest';

export default preset('${id}');
`,
    'src/main.ts': `import { heedSignals } from '@latchkey/service/signals';

heedSignals(0);
const [{ serve }, { ${value} }] = await Promise.all([import('@latchkey/service'), import('./${id}.module.js')]);
await serve(${value});
`,
    'src/migrate.ts': `import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ migrate }, { ${value} }] = await Promise.all([import('@latchkey/service'), import('./${id}.module.js')]);
await migrate(${value});
`,
    [`src/${id}.config.ts`]: `import { authErrors, authSettings, verifierSettings } from '@latchkey/auth';
import { defineConfig, serviceSettings, type ConfigDefinition } from '@latchkey/service';

export const ${value}Config = defineConfig(
  {
    ...serviceSettings,
    ...authSettings,
    ...verifierSettings,
    PORT: { ...serviceSettings.PORT, example: '${port}' },
    PUBLIC_URL: { ...serviceSettings.PUBLIC_URL, example: 'http://${id}.demo.localhost:${port}' },
    DATABASE_URL: { ...serviceSettings.DATABASE_URL, example: 'postgres://${id}:password@127.0.0.1:5432/${id}' },
  },
  (values) => authErrors(values, { holdsPrivateKeys: false }),
);

export type ${Value}Config = typeof ${value}Config extends ConfigDefinition<infer C> ? C : never;
`,
    [`src/${id}.module.ts`]: `import { Module } from '@nestjs/common';
import { AuthModule, replicaTables, verifierTables } from '@latchkey/auth';
import type { ServiceDefinition } from '@latchkey/service';
import { ${value}Config, type ${Value}Config } from './${id}.config.js';

@Module({ imports: [AuthModule.forService({ audience: '${id}' })] })
export class ${Value}Module {}

export const ${value}: ServiceDefinition<${Value}Config> = {
  id: '${id}',
  name: '${Name}',
  config: ${value}Config,
  module: () => ${Value}Module,
  entities: [...replicaTables.entities, ...verifierTables.entities],
  migrations: [...replicaTables.migrations, ...verifierTables.migrations],
  reference: {
    files: new URL('../dist/reference/', import.meta.url),
    topics: {
      Login: 'The session as this service knows it. It begins and is renewed at the bank.',
      Discovery: 'What the site needs to know of the deployment.',
      Operations: 'For operators and their tools.',
    },
  },
};
`,
    'test/caller.test.ts': `import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startService, tokenFor, type ServiceUnderTest } from '@latchkey/testing';
import type { ${Value}Config } from '../src/${id}.config.js';
import { ${value} } from '../src/${id}.module.js';

let service: ServiceUnderTest<${Value}Config>;
beforeAll(async () => {
  service = await startService(${value});
});
afterAll(() => service?.close());

test('a login at the bank counts here', async () => {
  const token = tokenFor({ aud: ['bank', '${id}'] });
  const response = await service.request.get('/api/me').set('authorization', \`Bearer \${token}\`);
  expect(response.status).toBe(200);
  expect(response.body).toMatchObject({ username: 'ada' });
});

test('a token for other services does not', async () => {
  const token = tokenFor({ aud: ['bank'] });
  const response = await service.request.get('/api/me').set('authorization', \`Bearer \${token}\`);
  expect(response.status).toBe(401);
});

test('nobody comes in without one', async () => {
  expect((await service.request.get('/api/me')).status).toBe(401);
});
`,
  };
}
