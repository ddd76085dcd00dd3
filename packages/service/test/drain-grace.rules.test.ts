import { expect, test } from '@jest/globals';
import { drainGraceSeconds } from '../src/boot/drain-grace.rules.js';

const LOCAL = new URL('http://bank.demo.localhost:3001');
const PUBLIC = new URL('https://bank.example.com');

test.each([
  ['a process that somebody runs by hand', { hops: 0, url: LOCAL, asked: Infinity }, 0.3],
  ['one that was asked long ago', { hops: 0, url: LOCAL, asked: 61_000 }, 0.3],
  ['one that somebody asks whether it is ready', { hops: 0, url: LOCAL, asked: 5_000 }, 15],
  ['one behind a proxy that asks nothing', { hops: 1, url: LOCAL, asked: Infinity }, 15],
  ['one that the world reaches', { hops: 0, url: PUBLIC, asked: Infinity }, 15],
  ['one that was told', { hops: 0, url: LOCAL, asked: Infinity, set: 4 }, 4],
  ['one that was told not to wait', { hops: 1, url: PUBLIC, asked: 1_000, set: 0 }, 0],
])('%s', (_what, { hops, url, asked, ...more }, seconds) => {
  const set = 'set' in more ? more.set : undefined;
  expect(drainGraceSeconds({ DRAIN_GRACE: set, TRUSTED_PROXY_HOPS: hops, PUBLIC_URL: url }, asked)).toBe(seconds);
});
