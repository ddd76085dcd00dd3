// node deploy/monitoring/write-dashboards.mjs: makes dashboards/*.json of boards/*.mjs; with --check it only says which differ.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

const boards = new URL('boards/', import.meta.url);
const isCheck = process.argv.includes('--check');
const outdated = [];

for (const name of readdirSync(boards).filter((file) => file !== 'every-service.mjs')) {
  const file = new URL(`dashboards/${name.replace('.mjs', '.json')}`, import.meta.url);
  const text = `${JSON.stringify((await import(new URL(name, boards))).default, null, 2)}\n`;
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  outdated.push(file.pathname);
  if (!isCheck) writeFileSync(file, text);
}

for (const path of outdated) console.log(isCheck ? `${path} is not what boards/ makes of it` : `wrote ${path}`);
if (isCheck && outdated.length > 0) process.exitCode = 1;
