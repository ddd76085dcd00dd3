/** The rules of dependency-cruiser inside a service: what each role of a file may import, and why. */

export const library = (...names) => `(^|/)node_modules/(${names.join('|')})(/|$)`;
export const ours = (...names) => `^packages/(${names.join('|')})/`;
export const core = '^(node:)?[a-z_/]+$';
export const role = (...names) => `\\.(${names.join('|')})\\.ts$`;
/** A class or function of no role: `file-lock.ts`. */
export const plain = '^apps/[^/]+/src/.+/(?!index|main|migrate|data-source)[a-z0-9-]+\\.ts$';
/** A program of a service: `main.ts`, `migrate.ts`. */
export const entry = '^apps/[^/]+/src/[a-z-]+\\.ts$';
export const contracts = '^packages/verifier/dist/contract/';
const framework = library('@nestjs/common', '@nestjs/core', 'rxjs');
const deployable = [ours('service', 'auth', 'verifier'), framework];
export const tests = '(^|/)test/|jest\\.config\\.js$|^packages/testing/';

/** What each role of a service may import: the list of roles is closed. Types of contracts and rules may be named anywhere. */
const layer = [
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
];
const everything = [
  role(...layer, 'entity', 'controller', 'strategy', 'filter', 'pipe', 'interceptor', 'job', 'migration', 'module'),
  plain,
];
const database = library('typeorm');
/** @type {Record<string, [string, string[]]>} */
export const roles = {
  contract: [
    'Schemas of what is sent and answered, which sites read too: they need nothing that runs.',
    [role('contract'), library('zod'), contracts],
  ],
  rules: ['Rules are pure: the same for the same data, wherever they run.', [role('contract', 'rules'), contracts]],
  entity: ['An entity is a table, no more.', [role('entity'), database]],
  repository: [
    'A repository turns rows into plain data; whoever decides on them calls it.',
    [role('entity', 'contract', 'errors'), plain, database, core, ...deployable],
  ],
  service: [
    "A service decides. Rows are the repositories', HTTP is the controllers'.",
    [
      role('repository', 'rules', 'contract', 'client', 'errors', 'config', 'service', 'worker'),
      '\\.json$',
      plain,
      core,
      ...deployable,
    ],
  ],
  controller: [
    'A controller takes what came, calls its service, and returns.',
    [role('service', 'contract', 'errors', 'decorator', 'guard'), ...deployable],
  ],
  client: [
    'A client asks another process.',
    [role('contract', 'rules', 'config', 'errors'), plain, core, ...deployable],
  ],
  errors: ['An error is a code and its words.', [role('contract'), contracts, ours('service', 'verifier')]],
  config: [
    'Settings are read before anything else is.',
    [role('config', 'contract', 'rules', 'errors'), core, library('zod'), ours('service', 'auth', 'verifier')],
  ],
  guard: ['A guard decides who comes in.', [role(...layer), plain, core, ...deployable]],
  strategy: ['A strategy says who it is.', [role(...layer), plain, core, ...deployable]],
  decorator: ['A decorator declares.', [role('contract'), library('fastify'), ...deployable]],
  filter: ['A filter makes a problem of an error.', [role('errors', 'contract'), ...deployable]],
  pipe: ['A pipe checks one value.', [role('errors', 'contract', 'rules'), ...deployable]],
  interceptor: ['An interceptor stands around a handler.', [role('service', 'contract'), ...deployable]],
  worker: ['A worker is a thread of its own and loads as little as it can.', [role('rules'), plain, core]],
  job: [
    'A job asks its service again and again.',
    [role('service', 'rules', 'config', 'errors'), plain, core, ...deployable],
  ],
  command: [
    'A command is a program of an operator.',
    [role(...layer, 'entity', 'module', 'command'), plain, database, core, ...deployable],
  ],
  seed: ['A seed fills an empty database.', [role(...layer, 'entity', 'module'), plain, database, core, ...deployable]],
  migration: ['A migration must mean the same for ever: it uses nothing that changes.', [database]],
  page: [
    'A page is what a browser is answered with.',
    [role('service', 'contract', 'config', 'errors'), plain, ...deployable],
  ],
  module: ['A module puts a feature together.', [role('module'), ...everything, core, ...deployable]],
};
/** Libraries with one home: any other place that imports them is wrong. */
const homes = {
  '@nestjs/jwt': ["Issuing is the bank's alone, and stays together.", '^apps/bank/src/tokens/'],
  jsonwebtoken: ['Tokens are checked by the verifier and by passport-jwt.', '^$'],
  commander: ['Only programs of operators read a command line.', role('command')],
  bcryptjs: ['A hash takes a quarter of a second: never on the main thread.', '^apps/bank/src/.*\\.worker\\.ts$'],
  piscina: ['One pool of workers, with one queue.', '^apps/bank/src/.*\\.service\\.ts$'],
  'rate-limiter-flexible': ["Counting is the throttle's.", '^apps/bank/src/.*\\.(service|repository|module)\\.ts$'],
};
export const homeRules = Object.entries(homes).map(([name, [comment, home]]) => ({
  name: `home-of-${name.replace(/\W+/g, '-').replace(/^-/, '')}`,
  comment,
  from: { path: '^(apps|packages)/', pathNot: [home, tests] },
  to: { path: library(name) },
}));

export const serviceRules = Object.entries(roles).flatMap(([name, [comment, allowed]]) => [
  {
    name: `${name}-imports`,
    comment,
    from: { path: `^apps/[^/]+/src/.*\\.${name}\\.ts$` },
    to: { pathNot: [...allowed, library(...Object.keys(homes))], dependencyTypesNot: ['type-only'] },
  },
  {
    name: `${name}-names-types`,
    comment,
    from: { path: `^apps/[^/]+/src/.*\\.${name}\\.ts$` },
    to: {
      pathNot: [
        ...allowed,
        role('contract', 'rules'),
        contracts,
        ...(name === 'controller' ? [role('config'), library('fastify')] : []),
      ],
      dependencyTypes: ['type-only'],
    },
  },
]);
