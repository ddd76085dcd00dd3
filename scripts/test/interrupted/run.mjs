// A run as `npm run qa` is one: a program that it tells of an interruption, and a folder that is removed at its end.
import { command, removeFolder } from '../../command.mjs';

const [folder, told] = process.argv.slice(2);
process.once('exit', () => removeFolder(folder));
const { code, signal } = await command(process.execPath, ['scripts/test/interrupted/program.mjs', folder], { told });
console.log(`ended with ${signal ?? code}`);
process.exitCode = 3;
