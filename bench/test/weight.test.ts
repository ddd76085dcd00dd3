import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sectionOf, withSection } from '../src/page-section.ts';

const SCRIPT_BYTES = 110_000;
const STYLE_BYTES = 10_000;

const dist = (site: string, path: string): string =>
  fileURLToPath(new URL(`../../apps/${site}/web/dist/${path}`, import.meta.url));

/** Every file that a browser fetches because of the document and of what its scripts import at once. */
function firstFiles(site: string): Set<string> {
  const document = readFileSync(dist(site, 'index.html'), 'utf8');
  const named = [...document.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map(([, path]) => path!);
  const files = new Set<string>();
  const add = (path: string): void => {
    if (files.has(path)) return;
    files.add(path);
    if (!path.endsWith('.js')) return;
    const code = readFileSync(dist(site, path), 'utf8');
    for (const [, name] of code.matchAll(/(?:from|import)"\.\/([\w.-]+\.js)"/g)) add(`assets/${name}`);
  };
  named.forEach(add);
  return files;
}

function travels(site: string, files: Iterable<string>, ending: string): number {
  return [...files]
    .filter((path) => path.endsWith(ending))
    .map((path) => (existsSync(dist(site, `${path}.gz`)) ? `${path}.gz` : path))
    .reduce((sum, path) => sum + statSync(dist(site, path)).size, 0);
}

for (const [site, page] of [
  ['bank', 'login'],
  ['retirement', 'way to the login'],
] as const) {
  void test(`the first load of ${site}'s ${page} stays within 110 kB of script and 10 kB of style, as gzip`, () => {
    const files = firstFiles(site);
    const script = travels(site, files, '.js');
    assert.ok(script > 10_000 && script <= SCRIPT_BYTES, `${script} bytes of script`);
    const style = travels(site, files, '.css');
    assert.ok(style > 1_000 && style <= STYLE_BYTES, `${style} bytes of style`);
  });
}

void test("retirement's plan and chart are no part of its first load", () => {
  const files = [...firstFiles('retirement')];
  for (const part of [/^home\.page.*\.js$/, /chart.*\.js$/]) {
    const names = readdirSync(dist('retirement', 'assets')).filter((name) => part.test(name));
    assert.ok(names.length > 0);
    assert.deepEqual(
      names.filter((name) => files.includes(`assets/${name}`)),
      [],
    );
  }
});

void test('each document holds the brand and grey shapes, painted before the script has come', () => {
  for (const site of ['bank', 'retirement']) {
    const frame = /<div id="site">(.*)<\/div>/s.exec(readFileSync(dist(site, 'index.html'), 'utf8'))?.[1] ?? '';
    assert.match(
      frame,
      /^<div .*<a href="\/" class="brand" aria-label="Latchkey \w+, start page"><svg .*class="skeleton /s,
    );
    assert.doesNotMatch(frame, / style=|<script|<footer/);
  }
});

void test('every file of some size is there as brotli and as gzip', () => {
  for (const site of ['bank', 'retirement']) {
    const folder = dist(site, 'assets');
    const names = readdirSync(folder).filter((name) => /\.(js|css|svg)$/.test(name));
    const large = names.filter((name) => statSync(`${folder}/${name}`).size >= 512);
    const without = large.filter((name) => !['br', 'gz'].every((kind) => existsSync(`${folder}/${name}.${kind}`)));
    assert.ok(large.length > 2);
    assert.deepEqual(without, []);
  }
});

void test('a section of a page is replaced, and the others stay', () => {
  const page = '# P\n\n## One\n\na\n\n## Two\n\nb\n';
  assert.equal(sectionOf(page, 'One'), '## One\n\na');
  assert.equal(sectionOf(page, 'Three'), undefined);
  assert.equal(withSection(page, 'One', '## One\n\nc'), '# P\n\n## One\n\nc\n\n## Two\n\nb\n');
  assert.equal(withSection(page, 'Two', '## Two\n\nc'), '# P\n\n## One\n\na\n\n## Two\n\nc\n');
  assert.equal(withSection(page, 'Three', '## Three'), `${page}\n## Three\n`);
});
