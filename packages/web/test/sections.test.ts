import { describe, expect, test } from '@jest/globals';
import { sectionLinks } from '../src/site/sections.rules.js';

const PLAN = { to: '/', label: 'Plan' };
const DATA = { to: '/your-data', label: 'Your data' };
const CLIENTS = { to: '/clients', label: 'Clients', role: 'adviser' };

describe('the navigation of a site', () => {
  test.each([
    ['of somebody without roles', [PLAN, DATA, CLIENTS], [], ['Plan', 'Your data']],
    ['of an adviser', [PLAN, DATA, CLIENTS], ['adviser'], ['Plan', 'Your data', 'Clients']],
    ['of support', [PLAN, DATA, CLIENTS], ['support'], ['Plan', 'Your data', 'Support desk']],
    ['of both', [PLAN, CLIENTS], ['adviser', 'support'], ['Plan', 'Clients', 'Support desk']],
    ['of somebody with a role of another service', [PLAN, CLIENTS], ['advisers'], []],
    ['of one section', [PLAN], [], []],
    ['of one section, for support', [PLAN], ['support'], ['Plan', 'Support desk']],
    ['of no section, for support', [], ['support'], ['Support desk']],
  ])('%s', (_, sections, roles, labels) => {
    expect(sectionLinks(sections, roles).map(({ label }) => label)).toEqual(labels);
  });

  test('leads to the bank for the support desk alone', () => {
    const links = sectionLinks([PLAN, CLIENTS], ['adviser', 'support']);
    expect(links.filter(({ isAtBank }) => isAtBank)).toEqual([
      { to: '/support', label: 'Support desk', isAtBank: true },
    ]);
  });
});
