import { SetMetadata } from '@nestjs/common';
import type { ZodType } from 'zod';
import type { AppError } from '../problem/app-error.js';

/** Metadata key: what the API's document says of a route besides what its other decorators say. */
export const OPERATION = 'latchkey:operation';

/** A response that a route writes by hand, so that no `@Returns()` declares it. */
export interface HandWrittenResponse {
  readonly description: string;
  /** Media type: JSON where there is a schema. Without both, the response has no body. */
  readonly type?: string;
  readonly schema?: ZodType;
}

/** What only the author of a route can say of it. Method, path, access, body and answer are read from the route itself. */
export interface OperationOptions {
  /** Heading that the route stands under: one of the service's `reference.topics`. */
  readonly topic: string;
  /** What a call does, in a few words. */
  readonly summary: string;
  /** What else a caller has to know. An empty line separates paragraphs. */
  readonly description?: string;
  /** Path, query and header parameters by name; each one that the handler reads is told of. */
  readonly parameters?: Readonly<Record<string, ZodType>>;
  /** Headers of a successful response by name, each with its meaning. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What a successful response means, where the summary does not say it. */
  readonly success?: string;
  /** Answers written by hand, by status. */
  readonly responses?: Readonly<Record<number, HandWrittenResponse>>;
  /** Errors of the feature itself, besides those of access and of the HTTP server. Called for the document alone. */
  readonly errors?: () => readonly AppError[];
  /** A proof that is no access token: the refresh cookie, read by the route itself. */
  readonly proof?: 'refresh cookie';
}

/** Describes a route for the API's document; a route without it fails the test of the document. */
export const Operation = (options: OperationOptions): MethodDecorator => SetMetadata(OPERATION, options);
