import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { root } from '../workspace.mjs';

const exclude = ['**/node_modules', '**/dist', '**/test-results', '**/.data'];
const documents = globSync('**/*.md', { cwd: root, exclude });

const read = (path) => readFileSync(join(root, path), 'utf8');
// What stands in fences and comments is no link; a fence may hold a command.
const prose = (text) => text.replaceAll(/^```.*?^```$/gms, '').replaceAll(/<!--.*?-->/gs, '');

/** The address of each heading, as GitHub makes it. */
function anchorsOf(path) {
  const titles = [...prose(read(path)).matchAll(/^#+ (.+)$/gm)].map(([, title]) => title);
  return titles.map((title) =>
    title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(/\s/g, '-'),
  );
}

function errorOf(document, target) {
  if (/^[a-z]+:/i.test(target)) return undefined;
  const [file, anchor] = target.split('#');
  const path = file === '' ? document : relative(root, join(root, dirname(document), decodeURI(file)));
  if (!existsSync(join(root, path))) return `${document} links to ${target}, which is not there`;
  if (anchor === undefined || anchorsOf(path).includes(anchor)) return undefined;
  return `${document} links to ${target}, which is no heading there`;
}

test('every link of every document leads somewhere', () => {
  assert.ok(documents.length > 10);
  const links = documents.flatMap((document) =>
    [...prose(read(document)).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => errorOf(document, target)),
  );
  assert.ok(links.length > 50);
  assert.deepEqual(
    links.filter((error) => error !== undefined),
    [],
  );
});

test('every file that a document names is there', () => {
  const named = /`((?:apps|packages|e2e|bench|deploy|docs|scripts|\.ci)\/[\w./*-]+)`/g;
  // Made by a command, and ignored by git.
  const made = /^deploy\/private|\/(?:dist|test-results)\b/;
  const errors = documents.flatMap((document) =>
    [...read(document).matchAll(named)]
      .filter(([, path]) => !made.test(path) && globSync(path.replace(/\/$/, ''), { cwd: root }).length === 0)
      .map(([, path]) => `${document} names ${path}`),
  );
  assert.deepEqual(errors, []);
});

test('every command that a document names is there', () => {
  const scriptsOf = (folder) => JSON.parse(read(join(folder, 'package.json'))).scripts ?? {};
  const errors = documents.flatMap((document) => {
    const text = read(document);
    // A page of a workspace may also name what that one has.
    const own = existsSync(join(root, dirname(document), 'package.json')) ? scriptsOf(dirname(document)) : {};
    const npm = [...text.matchAll(/npm run ([\w:-]+)((?: -w [\w/@-]+)?)/g)]
      .filter(([, name, workspace]) => {
        const scripts = workspace === '' ? { ...scriptsOf('.'), ...own } : scriptsOf(workspace.replace(' -w ', ''));
        return !Object.hasOwn(scripts, name);
      })
      .map(([command]) => `${document} names ${command}`);
    const node = [...text.matchAll(/node ((?:scripts|deploy)\/[\w./-]+)/g)]
      .filter(([, path]) => !existsSync(join(root, path)))
      .map(([command]) => `${document} names ${command}`);
    return [...npm, ...node];
  });
  assert.deepEqual(errors, []);
});

test('code that a document quotes from a file stands there, line by line', () => {
  const quoted = documents.flatMap((document) =>
    [...read(document).matchAll(/^```\w+ ((?:examples|deploy)\/[\w./@[\]-]+)\n(.*?)^```$/gms)].map(
      ([, path, code]) => ({
        document,
        path,
        code,
      }),
    ),
  );
  assert.ok(quoted.length > 10);
  const errors = quoted
    .filter(({ path, code }) => !existsSync(join(root, path)) || !read(path).includes(code))
    .map(({ document, path, code }) => `${document} quotes of ${path}: ${code}`);
  assert.deepEqual(errors, []);
});
