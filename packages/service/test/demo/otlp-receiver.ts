import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

type Value = string | number | boolean;

/** A span as it reached the collector. */
export interface ReceivedSpan {
  readonly resource: Readonly<Record<string, Value>>;
  readonly traceId: string;
  readonly spanId: string;
  readonly parent: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client. */
  readonly kind: number;
  /** 2 is an error. */
  readonly status: number;
  readonly ms: number;
  readonly attributes: Readonly<Record<string, Value>>;
}

/** A collector of traces by OTLP over HTTP, as far as tests ask. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: ReceivedSpan[];
  /** All that was sent, as it was. */
  readonly bodies: Buffer[];
  readonly headers: IncomingHttpHeaders[];
  readonly close: () => Promise<void>;
}

/** Starts one on a port of its own. */
export async function otlpReceiver(respond: RequestListener = (_, answer) => void answer.end()): Promise<OtlpReceiver> {
  const [spans, bodies, headers]: [ReceivedSpan[], Buffer[], IncomingHttpHeaders[]] = [[], [], []];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      bodies.push(body);
      headers.push(request.headers);
      if (request.url === '/v1/traces') spans.push(...spansIn(body));
      respond(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, spans, bodies, headers, close };
}

/** The fields of a protobuf message by number; a number for what is a number, else its bytes. */
function fieldsOf(bytes: Buffer): Map<number, (Buffer | number)[]> {
  const fields = new Map<number, (Buffer | number)[]>();
  let at = 0;
  const varint = (): number => {
    let [value, scale] = [0, 1];
    for (; bytes[at]! >= 0x80; scale *= 128) value += (bytes[at++]! & 0x7f) * scale;
    return value + bytes[at++]! * scale;
  };
  const take = (length: number): Buffer => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = varint();
    const type = tag & 7;
    const value =
      type === 0 ? varint() : type === 1 ? Number(take(8).readBigUInt64LE()) : take(type === 5 ? 4 : varint());
    fields.set(tag >>> 3, [...(fields.get(tag >>> 3) ?? []), value]);
  }
  return fields;
}

const messages = (bytes: Buffer, field: number): Buffer[] => (fieldsOf(bytes).get(field) ?? []) as Buffer[];
const text = (bytes: Buffer, field: number): string => messages(bytes, field)[0]?.toString() ?? '';
const hex = (bytes: Buffer, field: number): string => messages(bytes, field)[0]?.toString('hex') ?? '';
const number = (bytes: Buffer, field: number): number => (fieldsOf(bytes).get(field)?.[0] ?? 0) as number;

function attributesOf(bytes: Buffer, field: number): Record<string, Value> {
  return Object.fromEntries(messages(bytes, field).map((pair) => [text(pair, 1), valueOf(messages(pair, 2)[0]!)]));
}

function valueOf(any: Buffer): Value {
  const fields = fieldsOf(any);
  if (fields.has(1)) return text(any, 1);
  return fields.has(2) ? number(any, 2) === 1 : number(any, 3);
}

function spansIn(body: Buffer): ReceivedSpan[] {
  return messages(body, 1).flatMap((ofResource) => {
    const resource = attributesOf(messages(ofResource, 1)[0]!, 1);
    const spans = messages(ofResource, 2).flatMap((ofScope) => messages(ofScope, 2));
    return spans.map((span) => ({
      resource,
      traceId: hex(span, 1),
      spanId: hex(span, 2),
      parent: hex(span, 4),
      name: text(span, 5),
      kind: number(span, 6),
      status: number(messages(span, 15)[0] ?? Buffer.alloc(0), 3),
      ms: (number(span, 8) - number(span, 7)) / 1e6,
      attributes: attributesOf(span, 9),
    }));
  });
}
