import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createService } from '../src/index.js';
import type { RunningService } from '../src/index.js';
import { repeatedMember } from '../src/http/json-members.rules.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';
import type { DemoConfig } from './demo/demo-service.js';

let service: RunningService<DemoConfig>;
beforeAll(async () => {
  service = await createService(demo, demoEnvironment());
});
afterAll(() => service?.close());

describe('a member that is named twice', () => {
  test.each([
    ['{"a":1,"a":1}', 7],
    ['{"a":1,"b":2,"a":{}}', 13],
    ['{ "a" : 1 , "a" : 2 }', 12],
    ['{"a":1,"\\u0061":2}', 7],
    ['{"\\u00e4":1,"ä":2}', 12],
    ['{"a\\/b":1,"a/b":2}', 10],
    ['{"\\"":1,"\\u0022":2}', 8],
    ['{"\\\\":1,"\\\\":2}', 8],
    ['{"":1,"":2}', 6],
    ['{"constructor":1,"constructor":2}', 17],
    ['{"toString":1,"toString":2}', 14],
    ['{"a":{"b":1,"b":2}}', 12],
    ['[{"a":1},{"a":1,"a":2}]', 16],
    ['{"a":["b",{"c":1}],"d":"e","a":1}', 27],
    ['{"a":"}","a":1}', 9],
    ['{"a":"\\"","a":1}', 10],
  ])('%s is found', (text, position) => {
    expect(repeatedMember(text)).toBe(position);
  });

  test.each([
    '{}',
    '[]',
    '"a"',
    '1',
    'null',
    '{"a":"a"}',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":1}]',
    '{"a":["a","a",{"a":1}],"b":"a"}',
    '{"a":1,"A":2,"a ":3,"\\u0061\\u0301":4,"\u00e1":5}',
    '{"a":"\\"a\\":1,","b":","}',
    '{"a\\\\":1,"a":2}',
  ])('%s names none twice', (text) => {
    expect(repeatedMember(text)).toBeUndefined();
  });

  test('is found in no text that JSON.stringify writes, and in each to which one is added', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.string(), (members, name) => {
        const text = JSON.stringify(members, null, 1);
        expect(repeatedMember(text)).toBeUndefined();
        const own = JSON.stringify({ ...members, [name]: 1 });
        const twice = `${own.slice(0, -1)},${JSON.stringify(name)}:2}`;
        expect(repeatedMember(twice)).toBe(own.length);
      }),
    );
  });
});

async function post(body: string): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${service.url}/api/notes`, { method: 'POST', headers, body });
  return { status: answer.status, ...((await answer.json()) as object) };
}

describe('a body that names a member twice', () => {
  test('is refused, and told where, in no word of the client', async () => {
    const problem = await post('{"title":"mine","title":"canary"}');
    expect(problem).toMatchObject({ status: 400, code: 'duplicate_member' });
    expect(problem['detail']).toContain('character 16');
    expect(JSON.stringify(problem)).not.toContain('canary');
  });

  test('is still refused as malformed if it is that too', async () => {
    expect(await post('{"title":1,"title":')).toMatchObject({ status: 400, code: 'malformed_json' });
    expect(await post('{"__proto__":1,"__proto__":2}')).toMatchObject({ status: 400, code: 'malformed_json' });
  });
});
