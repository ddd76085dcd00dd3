import { isContext } from 'node:vm';
import { Injectable, Module } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { expect, test } from '@jest/globals';

@Injectable()
class Greeting {
  readonly word = 'hello';
}

@Injectable()
class Greeter {
  constructor(readonly greeting: Greeting) {}
}

@Module({ providers: [Greeting, Greeter] })
class GreetingModule {}

test('decorator metadata survives the transform, so Nest injects by type', async () => {
  const module = await Test.createTestingModule({ imports: [GreetingModule] }).compile();
  expect(module.get(Greeter).greeting.word).toBe('hello');
});

test('tests are native ES modules of this realm, as the services are', () => {
  expect(import.meta.url).toMatch(/preset\.test\.ts\?file=\d+$/);
  expect(isContext(globalThis)).toBe(false);
});

test('our own modules are loaded for this file, packages once for all', async () => {
  const own = import.meta.resolve('@latchkey/testing/free-port');
  expect(own).toContain(new URL(import.meta.url).search);
  expect(import.meta.resolve('@nestjs/common')).not.toContain('?');
});

test('a place in an error is one of the TypeScript source', () => {
  expect(new Error('here').stack).toMatch(/preset\.test\.ts:36:/);
});
