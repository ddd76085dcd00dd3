/** Role suffixes of the files inside a service, a closed list, and `plain` for those that need none; what stands behind each is what it may import. */
const everyLayer = [
  'contract',
  'rules',
  'repository',
  'service',
  'client',
  'errors',
  'config',
  'decorator',
  'guard',
  'worker',
  'plain',
];
const nest = ['@nestjs/common', '@nestjs/core', 'rxjs'];
const house = ['@latchkey/service', '@latchkey/auth', '@latchkey/verifier/contract', ...nest];

export const layers: Record<string, readonly string[]> = {
  contract: ['contract', 'zod', '@latchkey/verifier/contract'],
  rules: ['contract', 'rules', '@latchkey/verifier/contract'],
  entity: ['entity', 'typeorm'],
  repository: ['entity', 'contract', 'errors', 'typeorm', 'node:*', ...house],
  service: [
    'repository',
    'rules',
    'contract',
    'client',
    'errors',
    'config',
    'service',
    'worker',
    'plain',
    'node:*',
    ...house,
  ],
  controller: ['service', 'plain', 'contract', 'errors', 'decorator', 'guard', ...house],
  client: ['contract', 'rules', 'config', 'errors', 'node:*', ...house],
  errors: ['contract', '@latchkey/service', '@latchkey/verifier/contract'],
  config: ['config', 'contract', 'rules', 'errors', 'node:*', 'zod', '@latchkey/service', '@latchkey/auth'],
  guard: [...everyLayer, 'node:*', ...house],
  strategy: [...everyLayer, 'node:*', ...house],
  decorator: ['contract', 'fastify', ...house],
  filter: ['errors', 'contract', ...house],
  pipe: ['errors', 'contract', 'rules', ...house],
  interceptor: ['service', 'contract', ...house],
  worker: ['rules', 'node:*'],
  job: ['service', 'rules', 'config', 'errors', 'node:*', ...house],
  command: [...everyLayer, 'entity', 'typeorm', 'module', 'node:*', ...house],
  seed: [...everyLayer, 'entity', 'typeorm', 'module', 'node:*', ...house],
  migration: ['typeorm'],
  page: ['service', 'contract', 'config', 'errors', ...house],
  module: [
    ...everyLayer,
    'entity',
    'controller',
    'strategy',
    'filter',
    'pipe',
    'interceptor',
    'job',
    'migration',
    'page',
    'module',
    'node:*',
    ...house,
  ],
};

/** Plain data: any layer may name its types, since nothing of them is left in the build. */
export const typesAnywhere = ['contract', 'rules'];
/** What a controller hands on is the request, the reply and the configuration: their types, no more. */
export const typesInControllers = ['config', 'fastify'];

/** Files that start a process bear no suffix. */
export const entryFiles = ['main.ts', 'migrate.ts', 'data-source.ts', 'seed.ts', 'keys.ts', 'users.ts'];
/** The one thing that an entry imports before it begins; everything else takes long, and a signal would be lost meanwhile. */
export const entryBeginsWith = '@latchkey/service/signals';
export const entryMayImport = [
  entryBeginsWith,
  'config',
  'module',
  'seed',
  'command',
  'reflect-metadata',
  'typeorm',
  '@latchkey/service',
];

/** Libraries with one home: any other place that imports them is wrong. */
export const homes: Record<string, RegExp> = {
  '@nestjs/jwt': /^apps\/bank\/src\/tokens\/|^packages\/testing\//,
  commander: /\.command\.ts$/,
  bcryptjs: /^apps\/bank\/src\/[a-z-]+\/[a-z-]+\.worker\.ts$/,
  piscina: /^apps\/bank\/src\/[a-z-]+\/[a-z-]+\.service\.ts$/,
  'rate-limiter-flexible': /^apps\/bank\/src\/[a-z-]+\/[a-z-]+\.(service|repository|module)\.ts$/,
};
