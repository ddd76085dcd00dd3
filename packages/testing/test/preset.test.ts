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

test('tests are native ES modules', () => {
  expect(import.meta.url).toMatch(/preset\.test\.ts$/);
});
