import type { Schema } from '../open-api.js';
import type { ZodType } from 'zod';

const BY_FORMAT: Readonly<Record<string, string>> = {
  'date-time': '2026-11-27T09:30:00.000Z',
  uuid: '0b6f3c1e-6d0a-4f0e-9a51-3d6f2f6b7c10',
  uri: 'https://retirement.example.com',
};

/**
 * An example that the contract itself accepts.
 * @throws Error if it does not: a member whose text follows a pattern needs an example of its own (`.meta({ examples })`)
 */
export function exampleFor(contract: ZodType, schema: Schema, where: string): unknown {
  const example = exampleOf(schema);
  const { success, error } = contract.safeParse(example);
  if (!success) throw new Error(`The example of ${where} breaks its contract: ${error.message}`);
  return example;
}

function exampleOf(schema: Schema): unknown {
  if (schema.examples?.[0] !== undefined) return schema.examples[0];
  if (schema.const !== undefined) return schema.const;
  if (schema.default !== undefined && schema.properties === undefined) return schema.default;
  if (schema.enum !== undefined) return schema.enum[0];
  const choice = (schema.oneOf ?? schema.anyOf)?.[0];
  if (choice !== undefined) return exampleOf(choice);
  if (schema.properties !== undefined) return membersOf(schema.properties);
  if (schema.items !== undefined) return [exampleOf(schema.items)];
  if (schema.format !== undefined && BY_FORMAT[schema.format] !== undefined) return BY_FORMAT[schema.format];
  return { string: 'text', integer: 1, number: 1, boolean: true, object: {} }[String(schema.type)];
}

function membersOf(properties: Readonly<Record<string, Schema>>): Record<string, unknown> {
  const members = Object.entries(properties).map(([name, schema]) => [name, exampleOf(schema)] as const);
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}
