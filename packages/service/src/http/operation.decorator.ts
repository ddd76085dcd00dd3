import { SetMetadata } from '@nestjs/common';
import type { ZodType } from 'zod';
import type { AppError } from '../problem/app-error.js';

/** Metadata key: what the API's document says of a route beside what its other decorators say. */
export const OPERATION = 'latchkey:operation';

/** An answer that a route writes by hand, so that no `@Returns()` declares it. */
export interface HandWrittenResponse {
  readonly description: string;
  /** Media type: JSON where a schema is told. Without both, the answer has no body. */
  readonly type?: string;
  readonly schema?: ZodType;
}

/** What only the author of a route can say of it. Method, path, access, body and answer are read from the route itself. */
export interface OperationOptions {
  /** Heading that the route stands under: one of the service's `reference.topics`. */
  readonly topic: string;
  /** What a call does, in a few words. */
  readonly summary: string;
  /** What a caller has to know beside. Paragraphs are parted by an empty line. */
  readonly description?: string;
  /** Path, query and header parameters by name; each one that the handler reads is told of. */
  readonly parameters?: Readonly<Record<string, ZodType>>;
  /** Headers of an answer of success by name, each with what it tells. */
  readonly headers?: Readonly<Record<string, string>>;
  /** What the answer of success means, where the summary does not say it. */
  readonly success?: string;
  /** Answers written by hand, by status. */
  readonly responses?: Readonly<Record<number, HandWrittenResponse>>;
  /** Refusals that the feature itself gives, beside those of access and of the door. Asked by the document alone. */
  readonly errors?: () => readonly AppError[];
  /** A proof that is no access token: the refresh cookie, read by the route itself. */
  readonly proof?: 'refresh cookie';
}

/** Describes a route for the API's document; a route without it fails the test of the document. */
export const Operation = (options: OperationOptions): MethodDecorator => SetMetadata(OPERATION, options);
