import { jest } from '@jest/globals';

/** What a command printed since {@link captureOutput}. */
export interface CommandOutput {
  readonly said: string[];
  readonly complained: string[];
}

/** Keeps what commands print; `jest.restoreAllMocks()` ends it. */
export function captureOutput(): CommandOutput {
  const [said, complained]: string[][] = [[], []];
  jest.spyOn(console, 'log').mockImplementation((line: string) => void said!.push(line));
  jest.spyOn(console, 'error').mockImplementation((line: string) => void complained!.push(line));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => complained!.push(String(text)) > 0);
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => said!.push(String(text)) > 0);
  return { said: said!, complained: complained! };
}

/** Sets variables of the environment; what it answers puts them back. */
export function withVariables(variables: Readonly<Record<string, string | undefined>>): () => void {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  const set = ([name, value]: readonly [string, string | undefined]): void => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  };
  Object.entries(variables).forEach(set);
  return () => before.forEach(set);
}
