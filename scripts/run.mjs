// npm run build, bench, endurance, keys … (the table below): each under the pinned Node, on a clone that is made ready.
// Runs on the user's own, maybe old, Node until setUp() has handed over to the pinned one.
import { exitWith } from './log.mjs';
import { setUp } from './setup.mjs';

const modules = {
  build: './install-and-build.mjs',
  bench: './bench.mjs',
  weight: './bench.mjs',
  endurance: './black-box.mjs',
  conformance: './black-box.mjs',
  keys: './bank-commands.mjs',
  users: './bank-commands.mjs',
  contract: './bank-commands.mjs',
  doctor: './bank-commands.mjs',
  scale: './bench.mjs',
  containers: '../deploy/containers/command.mjs',
  rehearse: '../deploy/rehearsal/command.mjs',
  'record-release': './record-release.mjs',
  'new-service': './new-service/command.mjs',
};

async function run(name, args) {
  await setUp();
  const commands = await import(modules[name]);
  const exported = name.replace(/-(.)/g, (_, first) => first.toUpperCase());
  process.exitCode = await commands[exported](args);
}

run(process.argv[2], process.argv.slice(3)).catch(exitWith);
