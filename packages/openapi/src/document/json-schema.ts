import type { Schema } from '../open-api.js';
import { toJSONSchema, type ZodType } from 'zod';

// A format says the same in one word.
const FORMATS_THAT_SUFFICE: ReadonlySet<string> = new Set(['date-time', 'uuid']);

/** A contract in the JSON Schema of OpenAPI 3.1: what may be sent (`input`), or what is answered (`output`). */
export function jsonSchemaOf(contract: ZodType, io: 'input' | 'output'): Schema {
  const { $schema: _, ...schema } = toJSONSchema(contract, {
    target: 'draft-2020-12',
    io,
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Bounds of the language, not of the contract.
      if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      if (FORMATS_THAT_SUFFICE.has(jsonSchema.format ?? '')) delete jsonSchema.pattern;
    },
  });
  return schema as Schema;
}
