import { runKeys } from './keys/keys.command.js';

process.exitCode = await runKeys(process.argv.slice(2));
