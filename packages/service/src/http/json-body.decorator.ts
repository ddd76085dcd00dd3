import { Body } from '@nestjs/common';
import type { ZodType } from 'zod';
import { BodyPipe } from './body.pipe.js';

// A pipe for the whole service would run on every parameter of every route, and a guarded GET has no body.
const pipes = [new BodyPipe()];

/** Parameter decorator for the body of a request, as its contract reads it; what does not fit is refused with 400. */
export const JsonBody = (schema: ZodType): ParameterDecorator => Body({ schema, pipes });
