import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const { runUsers } = await import('./commands/users.command.js');
process.exitCode = await runUsers(process.argv.slice(2));
