import { closeSync, fstatSync, mkdirSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { say } from './log.mjs';

/** A log that has grown beyond this is put aside at the next start, in the place of the one before. */
const MOST_BYTES = 10_000_000;
const TAIL_BYTES = 20_000;

/**
 * Opens the log of a program, and goes on where the last run ended. `lastLines` tells what this run has written. A log that
 * cannot be opened is said to be so, and keeps nothing from starting.
 */
export function openLog(path) {
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    putAside(path);
    const output = openSync(path, 'a', 0o600);
    const begin = fstatSync(output).size;
    return { output, close: () => closeSync(output), lastLines: () => linesFrom(path, begin) };
  } catch ({ code }) {
    say(`  ${path} cannot be written (${code}): what is said there is lost`);
    return { output: 'ignore', close: () => undefined, lastLines: () => '' };
  }
}

function putAside(path) {
  const { size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  if (size > MOST_BYTES) renameSync(path, `${path}.1`);
}

function linesFrom(path, begin) {
  try {
    return tailOf(path, begin)
      .trim()
      .split('\n')
      .slice(-20)
      .map((line) => `    ${line.slice(0, 500)}`)
      .join('\n');
  } catch {
    return '';
  }
}

function tailOf(path, begin) {
  const file = openSync(path, 'r');
  try {
    const from = Math.max(begin, fstatSync(file).size - TAIL_BYTES);
    const bytes = Buffer.alloc(TAIL_BYTES);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, TAIL_BYTES, from));
  } finally {
    closeSync(file);
  }
}
