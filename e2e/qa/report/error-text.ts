import { stripVTControlCharacters } from 'node:util';
import { redacted } from '../harness/redact.js';

/** Why a step failed: in plain words for everybody, then as the runner tells it. */
export interface StepError {
  readonly words: string;
  readonly detail: string;
}

/** Whatever an error says, without colours, secrets and places of this machine. */
export function errorTextOf(message: string, secrets: readonly string[], root: string): StepError {
  const known = secrets.filter((secret) => secret !== '');
  const plain = known.reduce(
    (text, secret) => text.replaceAll(secret, '[password]'),
    redacted(stripVTControlCharacters(message)).replaceAll(root, ''),
  );
  return { words: wordsOf(plain), detail: plain.trim() };
}

function wordsOf(text: string): string {
  const timeout = /Test timeout of (\d+)ms exceeded/.exec(text);
  if (timeout !== null) return `It was not done after ${seconds(timeout[1])}.`;
  if (text.includes('nothing unexpected in the console')) {
    const said = [...text.matchAll(/^\+ {2,}"(.*)",?$/gm)].map(([, line]) => line);
    return `The browser said something that the step had not announced: ${said.join(' · ')}`;
  }
  // A list of findings that should be empty: what is on it.
  const findings = [...text.matchAll(/^\+ {2,}"(.*)",?$/gm)].map(([, line = '']) => line.slice(0, 300));
  const [, about = ''] = /^(?:Error: )?([\s\S]*?)\s*expect\(/.exec(text) ?? [];
  const prefix = about === '' ? '' : `${about.trim()}: `;
  if (findings.length > 0 && /^- +Array \[\]$/m.test(text)) return `${prefix}${findings.join(' · ')}`;
  const expected = /^Expected(?: [a-z]+)*: *(.*)$/m.exec(text)?.[1];
  const received = /^Received(?: [a-z]+)*: *(.*)$/m.exec(text)?.[1];
  const locator = /^Locator: *(.*)$/m.exec(text)?.[1];
  if (locator !== undefined) {
    const waited = /^Timeout: *(\d+)ms$/m.exec(text)?.[1];
    const is = received?.includes('not found') === true || /element\(s\) not found/.test(text);
    const found = is ? 'it was not there' : `it was ${received ?? 'otherwise'}`;
    return `${prefix}Waited ${seconds(waited)} for ${named(locator)} to be ${expected ?? 'as expected'}; ${found}.`;
  }
  if (expected !== undefined && received !== undefined) return `${prefix}expected ${expected}, but it was ${received}.`;
  return prefix === '' ? (text.replace(/^Error: /, '').split('\n')[0] ?? '') : `${prefix}it was otherwise.`;
}

/** What a locator points at, as one would say it. */
function named(locator: string): string {
  const role = /getByRole\('(\w+)'(?:, \{[^}]*name: '([^']*)'[^}]*\})?\)/.exec(locator);
  if (role !== null) return role[2] === undefined ? `the ${role[1]}` : `the ${role[1]} “${role[2]}”`;
  const text = /getByText\('([^']*)'/.exec(locator);
  return text === null ? locator : `the text “${text[1]}”`;
}

function seconds(milliseconds: string | undefined): string {
  return milliseconds === undefined ? 'a while' : `${Number(milliseconds) / 1_000} s`;
}
