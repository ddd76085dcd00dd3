import { expect } from '@playwright/test';

/** That a file of test results is XML whose counts are those of its cases. */
export function expectWellFormed(xml: string): void {
  const [declaration = '', ...tags] = xml.match(/<[^>]*>/g) ?? [];
  expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
  const open: string[] = [];
  for (const tag of tags) {
    expect(tag).toMatch(/^<(\/[a-z]+|[a-z]+( [a-z]+="[^"<&]*(&(amp|lt|gt|quot);[^"<&]*)*")*\/?)>$/);
    const name = /[a-z]+/.exec(tag)?.[0] ?? '';
    if (tag.startsWith('</')) expect(open.pop()).toBe(name);
    else if (!tag.endsWith('/>')) open.push(name);
  }
  expect(open).toEqual([]);
  expect(xml.replaceAll(/<[^>]*>/g, '')).not.toMatch(/&(?!(amp|lt|gt|quot);)|[^\t\n\r\u0020-\uffff]/);
  const count = (word: string): string => String(xml.split(`<${word} `).length - 1);
  const [, tests, failures, skipped] =
    /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="0" skipped="(\d+)"/.exec(xml) ?? [];
  expect([tests, failures, skipped]).toEqual([count('testcase'), count('failure'), count('skipped')]);
}
