import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';

export const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** One source file: where it lies (from the root, with slashes), what it says, and what it imports. */
export interface Source {
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly readsEnvironment: boolean;
  readonly onlyReexports: boolean;
}
export interface Import {
  readonly from: string;
  readonly typeOnly: boolean;
  /** `import(…)`: it is read when the line is reached, not before the file begins. */
  readonly isDynamic: boolean;
}
type Node = Record<string, unknown> & { type?: string };

const SKIPPED = new Set(['node_modules', 'dist', '.turbo', 'coverage', 'test-results', 'playwright-report']);
const CODE = /\.(ts|tsx|mts|js|mjs)$/;

/** Every source file of the given folders, read and parsed. */
export function readSources(folders: readonly string[]): Source[] {
  return listFiles(folders)
    .filter((path) => CODE.test(path) && !path.endsWith('.d.ts'))
    .map((path) => parse(path, readFileSync(root + path, 'utf8')));
}

export function listFiles(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(root + folder, { withFileTypes: true }).flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED.has(entry.name) ? [] : listFiles([path]);
      return entry.isFile() ? [path] : [];
    }),
  );
}

export function parse(path: string, text: string): Source {
  const { body } = parseSync(text, {
    syntax: 'typescript',
    tsx: path.endsWith('x'),
    decorators: true,
    target: 'es2024',
  });
  const imports: Import[] = [];
  let readsEnvironment = false;
  visit(body, (node) => {
    const from = importedFrom(node);
    if (from !== undefined)
      imports.push({ from, typeOnly: isTypeOnly(node), isDynamic: node.type === 'CallExpression' });
    readsEnvironment ||= isEnvironment(node);
  });
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
  const onlyReexports =
    body.length > 0 &&
    body.every(
      (item) => item.type === 'ExportAllDeclaration' || (item.type === 'ExportNamedDeclaration' && item.source),
    );
  return { path, lines, imports, readsEnvironment, onlyReexports };
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (value !== null && typeof value === 'object') {
    see(value as Node);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function importedFrom(node: Node): string | undefined {
  const source = node['source'] as { value?: string } | undefined;
  if (/^(Import|ExportAll|ExportNamed)Declaration$/.test(node.type ?? '')) return source?.value;
  if (node.type === 'TsImportType') return (node['argument'] as { value: string }).value;
  if (node.type !== 'CallExpression' || (node['callee'] as Node).type !== 'Import') return undefined;
  const argument = (node['arguments'] as { expression: Node }[])[0]?.expression;
  return argument?.type === 'StringLiteral' ? (argument['value'] as string) : '(computed)';
}

/** What verbatimModuleSyntax leaves out of the build. */
function isTypeOnly(node: Node): boolean {
  if (node['typeOnly'] === true || node.type === 'TsImportType') return true;
  const specifiers = (node['specifiers'] ?? []) as { isTypeOnly?: boolean }[];
  return specifiers.length > 0 && specifiers.every((specifier) => specifier.isTypeOnly === true);
}

function isEnvironment(node: Node): boolean {
  if (node.type === 'MemberExpression') {
    const [object, property] = [node['object'] as Node, node['property'] as Node];
    const name = property['value'] ?? (property['expression'] as Node | undefined)?.['value'];
    return object['value'] === 'process' && name === 'env';
  }
  const source = node['source'] as { value?: string } | undefined;
  return node.type === 'ImportDeclaration' && /^(node:)?process$/.test(source?.value ?? '');
}
