import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** The values of a file of NAME=value. */
export function readEnv(file) {
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return Object.fromEntries([...text.matchAll(/^([A-Z0-9_]+)=(.*?)\r?$/gm)].map(([, name, value]) => [name, value]));
}

/** The sample with a value for each secret that it leaves empty. */
export function filled(sample) {
  return sample.replaceAll(/^([A-Z0-9_]+)=$/gm, (_, name) => `${name}=${name === 'KEYS_USER' ? owner() : secret()}`);
}

/** Writes the file, or only what it lacks: a file of an earlier release has no values for what came since. @returns what it did */
export function complete(file, whole) {
  if (!existsSync(file)) {
    writeFileSync(file, whole, { mode: 0o600 });
    return ['made .env'];
  }
  const known = readFileSync(file, 'utf8');
  const names = new Set(Object.keys(readEnv(file)));
  const missing = [...whole.matchAll(/^([A-Z0-9_]+)=.*$/gm)].filter(([, name]) => !names.has(name));
  if (missing.length === 0) return [];
  const lines = missing.map(([line]) => line);
  writeFileSync(file, `${known}${known.endsWith('\n') ? '' : '\n'}${lines.join('\n')}\n`);
  return [`added to .env: ${missing.map(([, name]) => name).join(', ')}`];
}

/** Gives names in the file these values. @returns what it changed */
export function change(file, values) {
  const before = readEnv(file);
  const changed = Object.entries(values).filter(([name, value]) => before[name] !== value);
  const text = changed.reduce(
    (all, [name, value]) => all.replace(new RegExp(`^${name}=.*$`, 'm'), () => `${name}=${value}`),
    readFileSync(file, 'utf8'),
  );
  if (changed.length > 0) writeFileSync(file, text);
  return changed.map(([name, value]) => `set in .env: ${name}=${value}`);
}

function secret() {
  return randomBytes(24).toString('base64url');
}

// Whose files the keys are: the container that rotates them runs as this user.
function owner() {
  return `${process.getuid?.() ?? 0}:${process.getgid?.() ?? 0}`;
}
