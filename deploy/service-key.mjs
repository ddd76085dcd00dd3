// node service-key.mjs FILE: makes a service's own key (SERVICE_KEY_FILE) unless the file is there, and prints the public half, which
// the bank's registry names as "key". Needs nothing but Node.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { newServiceKey } from './keys.mjs';

const [file] = process.argv.slice(2);
if (file === undefined || file.startsWith('-')) {
  console.error('node service-key.mjs FILE: makes the key of a service, and prints its public half for the registry');
  process.exit(file === '--help' ? 0 : 2);
}
if (!existsSync(file))
  writeFileSync(file, `${JSON.stringify(newServiceKey(), null, 2)}\n`, { mode: 0o640, flag: 'wx' });
const { kty, crv, x } = JSON.parse(readFileSync(file, 'utf8'));
console.log(JSON.stringify({ kty, crv, x }));
