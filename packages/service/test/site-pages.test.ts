import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SitePages } from '../src/site/site-pages.js';

const pages = new SitePages(['/', '/login', '/accounts/$account', '/a.b']);

describe('a list of pages', () => {
  test.each(['/', '/login', '/login/', '/LOGIN', '/accounts/42', '/a.b'])('names %s', (path) => {
    expect(pages.has(path)).toBe(true);
  });

  test.each(['//', '/logins', '/login/x', '/x/login', '/accounts', '/accounts/', '/accounts/42/x', '/aXb'])(
    'does not name %j',
    (path) => {
      expect(pages.has(path)).toBe(false);
    },
  );
});

describe('a site without a list', () => {
  let folder: string;
  beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'latchkey-site-'))));
  afterAll(() => rmSync(folder, { recursive: true }));

  test('may have a page anywhere', () => {
    expect(SitePages.of(folder).has('/anywhere')).toBe(true);
  });
});
