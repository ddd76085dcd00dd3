import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const { runContract } = await import('./commands/contract/contract.command.js');
process.exitCode = await runContract(process.argv.slice(2));
