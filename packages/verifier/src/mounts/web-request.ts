import type { Answer, StreamAnswer, StreamReader } from '../latchkey/answer.js';
import type { ServiceRequest } from '../latchkey/service-request.js';

/** Of a stream that wait for a reader. */
const STREAM_BYTES = 16_384;

/** A WHATWG request as the core reads it. Its headers are merged already: a repeated Authorization is one that no token matches. */
export function serviceRequest(request: Request): ServiceRequest {
  const headers = Object.fromEntries(request.headers);
  const { pathname, search } = new URL(request.url);
  return {
    method: request.method,
    headers,
    rawHeaders: Object.entries(headers).flat(),
    url: `${pathname}${search}`,
    remoteAddress: undefined,
  };
}

/** An answer as a WHATWG response. */
export function responseOf(answer: Answer | StreamAnswer): Response {
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers))
    for (const one of [value].flat()) headers.append(name, one);
  const body = 'open' in answer ? streamOf(answer) : answer.body || null;
  return new Response(body, { status: answer.status, headers });
}

function streamOf({ open }: StreamAnswer): ReadableStream<Uint8Array> {
  let gone = (): void => undefined;
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        gone = open(readerOf(controller, () => gone()));
      },
      cancel: () => gone(),
    },
    new ByteLengthQueuingStrategy({ highWaterMark: STREAM_BYTES }),
  );
}

function readerOf(controller: ReadableStreamDefaultController<Uint8Array>, onEnd: () => void): StreamReader {
  return {
    write(text) {
      controller.enqueue(Buffer.from(text));
      return (controller.desiredSize ?? 0) > 0;
    },
    end() {
      controller.close();
      onEnd();
    },
    destroy() {
      controller.error(new Error('the reader of a stream did not keep up'));
      onEnd();
    },
  };
}
