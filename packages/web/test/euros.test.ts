import { describe, expect, test } from '@jest/globals';
import { euros, readEuros, typedEuros } from '../src/money/euros.rules.js';

describe('a typed amount', () => {
  test.each([
    ['2000', '200000'],
    ['2,000', '200000'],
    ['2.000', '200000'],
    ['2 000', '200000'],
    ['2\u202f000,5', '200050'],
    ["2'000.50", '200050'],
    ['2.000,50', '200050'],
    ['2,000.50', '200050'],
    ['2000.50', '200050'],
    ['2000,5', '200050'],
    ['1,234,567.89', '123456789'],
    ['9999999.99', '999999999'],
    ['€ 12', '1200'],
    ['12 €', '1200'],
    ['0', '0'],
    ['007', '700'],
    ['0.07', '7'],
  ])('%s is %s minor units', (typed, minor) => {
    expect(readEuros(typed)).toEqual({ minor });
  });

  test.each([
    [''],
    ['  '],
    ['€'],
    ['-1'],
    ['a lot'],
    ['1e3'],
    ['1.2345'],
    ['12,34,567'],
    ['0.001'],
    ['0,500'],
    ['01.000'],
    ['0 000'],
    ['1.000.00'],
    ['1,000,00'],
    ['10000000'],
    ['.5'],
    ['1..5'],
    ['٣'],
  ])('%j cannot be read, and says why', (typed) => {
    expect(readEuros(typed)).toEqual({ error: expect.any(String) });
  });

  test('too large an amount is told the largest', () => {
    expect(readEuros('9,999,999.99')).toEqual({ minor: '999999999' });
    expect(readEuros('10,000,000')).toEqual({ error: 'Enter at most €9,999,999.99.' });
  });

  test.each([['0'], ['7'], ['50'], ['200000'], ['200050'], ['123456789'], ['999999999']])(
    '%s minor units survive being typed back',
    (minor) => {
      expect(readEuros(typedEuros(minor))).toEqual({ minor });
    },
  );
});

test('money is read in groups, with cents where there are some', () => {
  expect(euros('200000')).toBe('€2,000');
  expect(euros('200050')).toBe('€2,000.50');
  expect(euros('7')).toBe('€0.07');
  expect(euros('123456789')).toBe('€1,234,567.89');
});

test('an amount beyond what a float can hold loses nothing', () => {
  expect(euros('9007199254740993')).toBe('€90,071,992,547,409.93');
});
