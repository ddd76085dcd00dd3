// A program that ends at an interruption, and whose helper hears of none and writes on and on.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder, isHelper] = process.argv.slice(2);
if (isHelper) {
  process.on('SIGINT', () => {});
  for (let count = 0; ; count += 1) {
    mkdirSync(join(folder, String(count % 50)), { recursive: true });
    writeFileSync(join(folder, String(count % 50), `${count}`), '');
    if (count === 100) console.log(`helper ${process.pid}`);
    if (count % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
spawn(process.execPath, [process.argv[1], folder, 'helper'], { stdio: 'inherit' });
process.on('SIGINT', () => process.exit(7));
setInterval(() => {}, 1_000);
