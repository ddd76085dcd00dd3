import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const { runKeys } = await import('./commands/keys/keys.command.js');
process.exitCode = await runKeys(process.argv.slice(2));
