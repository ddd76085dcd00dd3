// Who may import what, and why. `npm run imports` tells what breaks it, and every circle of folders.
import {
  library,
  ours,
  core,
  role,
  plain,
  entry,
  contracts,
  tests,
  roles,
  serviceRules,
  homeRules,
} from './scripts/lint/service-roles.mjs';
import { listServices } from './scripts/workspace.mjs';

const services = listServices().map(({ path }) => path.slice('apps/'.length));

export default {
  forbidden: [
    {
      name: 'no-folder-circles',
      comment:
        'A folder that needs another one is above it. By what is left in the build, npm run imports is stricter still.',
      scope: 'folder',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-file-circles',
      comment: 'Two files that need each other are one, or have a third in common.',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'What is imported is there. Packages are found as they are built: npm run build.',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'services-are-apart',
      comment: 'Services are deployed and upgraded one by one: nothing imports one, and a service imports no other.',
      from: { path: '^(apps|packages|examples|e2e|bench|scripts)/', pathNot: '^scripts/write-' },
      to: {
        path: `^(apps/|@latchkey/(${services.join('|')})(/|$))`,
        pathNot: '^apps/[^/]+/(package\\.json)$',
        dependencyTypes: ['undetermined', 'unknown', 'aliased'],
      },
    },
    {
      name: 'relative-stays-in-workspace',
      comment: 'Another workspace is imported by its name, so by what it exports.',
      from: { path: '^((apps|packages|examples)/[^/]+|e2e|bench)/' },
      to: {
        path: '/',
        pathNot: ['^$1/', 'node_modules/'],
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased'],
      },
    },
    {
      name: 'scripts-use-what-is-built',
      comment: 'Scripts belong to no workspace: they work on what is built.',
      from: { path: '^scripts/' },
      to: {
        path: '^(apps|packages|e2e|bench)/',
        pathNot: '/(build|dist)/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased'],
      },
    },
    {
      name: 'verifier-needs-no-framework',
      comment: 'It is installed alone: it needs nothing else, of ours or of others.',
      from: {
        path: '^packages/verifier/src/',
        pathNot: '^packages/verifier/src/(mounts/|schema/zod\\.ts$|storage/postgres-driver\\.)',
      },
      to: { pathNot: ['^packages/verifier/src/', core] },
    },
    {
      name: 'zod-is-bundled',
      comment: 'The parts that one file names become part of the package: zod weighs 6 MB.',
      from: { path: '^packages/verifier/src/schema/zod\\.ts$' },
      to: { pathNot: [library('zod')] },
    },
    {
      name: 'verifier-loads-pg-when-it-is-used',
      comment: 'A service without PostgreSQL neither installs it nor waits for it.',
      from: { path: '^packages/verifier/src/' },
      to: { path: library('pg'), dependencyTypesNot: ['dynamic-import', 'type-only'] },
    },
    {
      name: 'mounts-need-types-alone',
      comment: 'A mount fits into a framework that the service has: the package brings none.',
      from: { path: '^packages/verifier/src/mounts/' },
      to: { pathNot: ['^packages/verifier/src/', core], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'shared-contracts-need-only-zod',
      comment: 'Every site and every service reads them.',
      from: { path: '^packages/verifier/src/contract/' },
      to: { pathNot: ['^packages/verifier/src/(contract/|schema/zod\\.ts$)'] },
    },
    {
      name: 'probes-stand-alone',
      comment: 'They judge a service from outside, in whatever language it is written.',
      from: { path: '^packages/conformance/src/' },
      to: { path: '^packages/|@latchkey/', pathNot: '^packages/conformance/' },
    },
    {
      name: 'service-is-below-auth',
      comment: 'What makes a process deployable knows nothing of logins; how strong a secret is the verifier says.',
      from: { path: '^packages/service/src/' },
      to: { path: '^packages/|@latchkey/', pathNot: ours('service', 'verifier') },
    },
    {
      name: 'auth-is-above-verifier-and-service',
      comment: 'The Nest face of the verifier: it imports the two, nothing else of ours.',
      from: { path: '^packages/auth/src/' },
      to: { path: '^packages/|@latchkey/', pathNot: ours('auth', 'service', 'verifier') },
    },
    {
      name: 'development-stays-out',
      comment: 'Tests, the API document and the embedded server are no part of what runs.',
      from: { path: '^(apps/[^/]+/(src|web)|packages/(verifier|auth|service|web|conformance)/src)/' },
      to: { path: ours('testing', 'openapi', 'postgres') },
    },
    {
      name: 'browser-takes-only-types-of-contracts',
      comment: "zod in the browser costs 23 kB, and a service's code has no business there.",
      from: { path: '^(apps/[^/]+/web|packages/web/src)/', pathNot: tests },
      to: {
        path: ['^packages/', '^apps/[^/]+/src/', library('@nestjs/[^/]+', 'zod')],
        pathNot: ['^packages/web/', '^apps/[^/]+/src/.*\\.rules\\.ts$'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'browser-names-only-types-of-contracts',
      comment: 'Everything else of a service may change without its site.',
      from: { path: '^(apps/[^/]+/web|packages/web/src)/', pathNot: tests },
      to: {
        path: ['^packages/', '^apps/[^/]+/src/', library('@nestjs/[^/]+')],
        pathNot: ['^packages/web/', contracts, role('contract', 'rules')],
        dependencyTypes: ['type-only'],
      },
    },
    {
      name: 'browser-stays-in-web',
      comment: 'A production install of a service carries no React.',
      from: { path: '^(apps/[^/]+|packages/(verifier|auth|service|conformance))/src/' },
      to: { path: ['^packages/web/', '^apps/[^/]+/web/', library('react', 'react-dom')] },
    },
    {
      name: 'black-box',
      comment: 'Tests from outside and benchmarks import nothing of ours but the probes.',
      // Ten lines of an engineer are what is tested, in a folder of their own.
      from: { path: '^(e2e|bench)/', pathNot: '^e2e/examples/ten-lines/' },
      to: { path: '^(apps|packages)/|@latchkey/', pathNot: ours('conformance') },
    },
    {
      name: 'examples-use-what-is-published',
      comment: 'An example also works where it is copied to: it imports packages that others can install.',
      from: { path: '^(examples|e2e/examples/ten-lines)/' },
      to: { path: '^(apps|packages|e2e|bench|scripts)/|@latchkey/', pathNot: ours('verifier', 'auth', 'service') },
    },
    {
      name: 'nothing-needs-an-example',
      comment: 'What an example needs is in no image of ours.',
      from: { pathNot: '^examples/' },
      to: { path: '^examples/|@latchkey/example' },
    },
    {
      name: 'scenario-is-black-box',
      comment: "A service's own step of the scenario looks from outside, with what e2e/qa/scenario.ts gives it.",
      from: { path: '^apps/[^/]+/test/scenario/' },
      to: { path: '^(apps|packages|e2e)/|@latchkey/', pathNot: '^e2e/qa/scenario\\.ts$' },
    },
    {
      name: 'black-box-stays-apart',
      comment: 'Nothing that a service runs or is unit-tested with comes from the tests from outside.',
      from: { path: '^(apps|packages)/', pathNot: '^apps/[^/]+/test/scenario/' },
      to: { path: '^e2e/|@latchkey/e2e' },
    },
    {
      name: 'entry-heeds-signals-first',
      comment:
        'Loading takes long, and a signal that comes meanwhile would be lost: everything else is imported after it.',
      from: { path: entry, pathNot: 'data-source\\.ts$' },
      to: { pathNot: '^packages/service/dist/(boot/)?signals\\.', dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'entry-imports',
      comment: 'An entry starts one module or command of its service: nothing of a feature is written there.',
      from: { path: entry },
      to: {
        pathNot: [role('config', 'module', 'seed', 'command'), library('reflect-metadata', 'typeorm'), ours('service')],
      },
    },
    {
      name: 'role-of-the-closed-list',
      comment: `A file of a service is an entry, a plain class or function, or has one of the roles ${Object.keys(roles).join(', ')}.`,
      from: {},
      module: {
        path: '^apps/[^/]+/src/',
        pathNot: [`^apps/[a-z0-9/-]+\\.(${Object.keys(roles).join('|')})\\.ts$`, plain, entry, '\\.json$'],
        numberOfDependentsLessThan: 100,
      },
    },
    {
      name: 'a-name-that-says-something',
      comment: 'utils, helpers, common, misc, types and shared say nothing of what is inside.',
      from: {},
      module: {
        path: '(^|/)(utils?|helpers?|common|misc|types|shared)[./]',
        pathNot: '(^|/)(node_modules|dist)/|^util/types$',
        numberOfDependentsLessThan: 100,
      },
    },
    ...serviceRules,
    ...homeRules,
  ].map((rule) => ({ ...rule, severity: 'error' })),
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules|/(build|dist)/' },
    // One example has packages of its own, which are not installed here. The template of a service is judged as the service that it becomes: scripts/test/new-service.test.mjs.
    exclude: { path: '/(test-results|playwright-report|coverage)/|^scripts/service-template/|^examples/next/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
