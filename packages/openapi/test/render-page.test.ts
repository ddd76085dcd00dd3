import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import type { OpenApi } from '../src/index.js';
import { renderPage } from '../src/index.js';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const page = renderPage(JSON.parse(read('./demo/openapi.json')) as OpenApi, 'Demo <1>');

describe('the page of an API', () => {
  test('says what the document says, as text', () => {
    expect(page).toContain('<a href="#get-greeting">Greet &lt;b&gt;</a>');
    expect(page).toContain('curl https://service.invalid/greeting/ada');
    expect(page).toContain('<code>name_unknown</code> Nobody &amp; nothing.');
    expect(page).toContain('Logged in, sensitive');
    expect(page).not.toContain('<b>');
  });

  test('has no script, and no style of its own', () => {
    expect(page).not.toMatch(/<style|<script| style=| on[a-z]+=/);
  });

  test('has a mark for everything that a running service fills in', () => {
    expect(page).toContain('<!-- head of the site -->');
    expect(page).toContain('<!-- brand --><span class="brand">Demo &lt;1&gt;</span><!-- /brand -->');
  });
});

test.each(['bank', 'retirement'])('the build of %s writes one style sheet for all parts of the page', (service) => {
  const style = read(`../../../apps/${service}/dist/reference/style.css`);
  for (const selector of [':root', '.bar', '.columns', '.operation', '.members', 'figure']) {
    expect(style).toContain(`${selector} {`);
  }
});
