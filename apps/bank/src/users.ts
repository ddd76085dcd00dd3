import { runUsers } from './users/users.command.js';

process.exitCode = await runUsers(process.argv.slice(2));
