import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';
import { beginFile, giveGlobals } from './native-modules.js';
import './preload.js';

const require = createRequire(import.meta.url);
const { default: runByCircus } = require('jest-circus/runner');

/**
 * Jest's own runner of a test file, but Node itself loads the modules: packages once a worker, our own code again for each
 * file. In a realm of its own, as Jest does it, each file would load and compile two thousand modules of Nest and TypeORM.
 */
export default async function runFile(globalConfig, config, environment, runtime, testPath, sendMessageToJest) {
  const { console } = globalThis;
  const env = { ...process.env };
  const mocker = new ModuleMocker(globalThis);
  const timers = new ModernFakeTimers({ config, global: globalThis });
  const urlOf = beginFile(config.cacheDirectory, runtime.getSourceMaps());
  const native = Object.assign(Object.create(runtime), {
    requireInternalModule: requireAgain,
    requireModule: require,
    setGlobalsForRuntime: (globals) => giveGlobals({ ...globals, jest: jestObject(mocker, timers) }),
    unstable_shouldLoadAsEsm: () => true,
    unstable_importModule: (path) => import(urlOf(pathToFileURL(path).href)),
  });
  globalThis.console = environment.global.console;
  try {
    return await runByCircus(globalConfig, config, environment, native, testPath, sendMessageToJest);
  } finally {
    globalThis.console = console;
    timers.useRealTimers();
    mocker.restoreAllMocks();
    restoreEnvironment(env);
  }
}

/** The state of a run lives in the module: a new copy is a new run. */
function requireAgain(path) {
  delete require.cache[path];
  return require(path);
}

/** The part of Jest's object that does not depend on how modules are loaded. */
function jestObject(mocker, timers) {
  return {
    fn: mocker.fn.bind(mocker),
    spyOn: mocker.spyOn.bind(mocker),
    restoreAllMocks: () => mocker.restoreAllMocks(),
    useFakeTimers: (options) => timers.useFakeTimers(options),
    useRealTimers: () => timers.useRealTimers(),
    setSystemTime: (now) => timers.setSystemTime(now),
    getTimerCount: () => timers.getTimerCount(),
    advanceTimersByTimeAsync: (ms) => timers.advanceTimersByTimeAsync(ms),
  };
}

/** What a file sets is not the next one's. */
function restoreEnvironment(kept) {
  for (const name of Object.keys(process.env)) if (!(name in kept)) delete process.env[name];
  Object.assign(process.env, kept);
}
