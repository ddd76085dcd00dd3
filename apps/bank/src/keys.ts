import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const { runKeys } = await import('./keys/keys.command.js');
process.exitCode = await runKeys(process.argv.slice(2));
