import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** Which files of the build context reach a COPY, as .dockerignore says: the last pattern that fits decides. */
export function contextFilter(context) {
  const rules = readFileSync(join(context, '.dockerignore'), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => ({ keeps: line.startsWith('!'), pattern: toPattern(line.replace(/^!/, '').trim()) }));
  return (file) => {
    const path = relative(context, file);
    if (path === '') return true;
    return rules.reduce((kept, { keeps, pattern }) => (pattern.test(path) ? keeps : kept), true);
  };
}

// `**/` is any folders or none, `*` stays in one; a folder that fits takes its content along.
function toPattern(glob) {
  const source = glob
    .split('/')
    .map((part) => (part === '**' ? '**' : part.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '[^/]*')))
    .join('/')
    .replaceAll('**/', '(?:.*/)?')
    .replaceAll('/**', '/.*');
  return new RegExp(`^${source}(?:/.*)?$`);
}
