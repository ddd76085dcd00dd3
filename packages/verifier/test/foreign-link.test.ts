import { describe, expect, test } from '@jest/globals';
import { checkedList } from '../src/services/listed-services.rules.js';

const facts = { cookieDomain: 'example.com', issuer: 'https://bank.example.com' };
const bank = { id: 'bank', name: 'Bank', url: 'https://bank.example.com' };
const other = (changes: object): object => ({
  id: 'pension',
  name: 'Pension',
  url: 'https://pension.example.com',
  ...changes,
});
const shown = (...entries: unknown[]): string[] => checkedList(entries, facts).services.map(({ id }) => id);

describe("of the bank's list only what leads into the deployment is shown", () => {
  test('a good list is shown whole, each url as an origin', () => {
    const { services, dropped } = checkedList([bank, other({ url: 'https://pension.example.com/' })], facts);
    expect(services).toEqual([bank, other({})]);
    expect(dropped).toEqual([]);
  });

  test.each([
    ['another site', { url: 'https://evil.example' }],
    ['a site whose name ends alike', { url: 'https://evilexample.com' }],
    ['our name before another', { url: 'https://example.com.evil.example' }],
    ['plain http', { url: 'http://pension.example.com' }],
    ['a script', { url: 'javascript:alert(1)' }],
    ['a file', { url: 'file:///etc/passwd' }],
    ['a name with a password', { url: 'https://bank.example.com:x@pension.example.com' }],
    ['a path', { url: 'https://pension.example.com/login' }],
    ['a query', { url: 'https://pension.example.com/?next=https://evil.example' }],
    ['an address of numbers', { url: 'https://192.0.2.1' }],
    ['no url', { url: 'pension' }],
    ['a localhost that is not of this deployment', { url: 'http://pension.localhost' }],
    ['the bank elsewhere', { id: 'bank' }],
    ['the id of another', { id: 'bank', url: 'https://bank.example.com' }],
    ['the address of another', { url: 'https://bank.example.com' }],
    ['an id that is none', { id: 'Pension Fund' }],
    ['an empty name', { name: '' }],
    ['a name without end', { name: 'x'.repeat(65) }],
    ['a name that is turned round', { name: 'Pension\u202eknaB' }],
    ['a name in two lines', { name: 'Pension\nBank' }],
    ['no name', { name: undefined }],
  ])('not %s', (_, changes) => {
    expect(shown(bank, other(changes))).toEqual(['bank']);
    expect(checkedList([bank, other(changes)], facts).dropped).toEqual([expect.stringMatching(/^entry 2 /)]);
  });

  test.each([null, 1, 'bank', [], {}])('not %j', (entry) => expect(shown(entry, bank)).toEqual(['bank']));

  test('names below localhost are good without TLS where the deployment is there', () => {
    const local = { id: 'bank', name: 'Bank', url: 'http://bank.demo.localhost:3001' };
    const here = { cookieDomain: 'demo.localhost', issuer: 'http://bank.demo.localhost:3001' };
    expect(checkedList([local], here).services).toEqual([local]);
  });
});
