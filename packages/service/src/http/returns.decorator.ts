import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import { RouteSchema } from '@nestjs/platform-fastify';
import { toJSONSchema } from 'zod';
import type { ZodType } from 'zod';

/** Metadata key: the contract of a route's response, for the API's document. */
export const RETURNS = 'latchkey:answer';

/**
 * Declares what a route returns: the status, and a serializer compiled from the contract, which drops every member that
 * the schema does not declare.
 *
 * @param schema the contract of the response
 * @param status the status code of success, 200 unless told
 */
export function Returns(schema: ZodType, status = 200): MethodDecorator {
  return applyDecorators(
    RouteSchema({ response: { [status]: jsonSchemaOf(schema) } }),
    HttpCode(status),
    SetMetadata(RETURNS, schema),
  );
}

// The serializer reads draft 7; `io: output` describes what leaves, `$schema` would be looked up as a reference.
function jsonSchemaOf(schema: ZodType): Record<string, unknown> {
  const { $schema: _, ...jsonSchema } = toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    unrepresentable: 'any',
  });
  return jsonSchema;
}
