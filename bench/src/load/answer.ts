const HEAD_END = Buffer.from('\r\n\r\n');
const CONTENT_LENGTH = /\r\ncontent-length: *(\d+)/i;

export interface Answer {
  status: number;
  body: Buffer;
}

/** Reads one HTTP/1.1 answer after the other from a connection without pipelining, however TCP cuts it. */
export class AnswerReader {
  #rest: Buffer | undefined;

  /** The answer once it is whole, undefined before; throws on what is not exactly one answer with a Content-Length. */
  read(chunk: Buffer): Answer | undefined {
    const data = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    const headEnd = data.indexOf(HEAD_END);
    if (headEnd < 0) return this.#keep(data);
    const head = data.toString('latin1', 0, headEnd);
    const length = CONTENT_LENGTH.exec(head);
    const isEmpty = head.startsWith('HTTP/1.1 204 ');
    if (!head.startsWith('HTTP/1.1 ') || !(length || isEmpty)) {
      throw new Error(`unreadable answer: ${head.slice(0, 60)}`);
    }
    const end = headEnd + HEAD_END.length + Number(length?.[1] ?? 0);
    if (data.length < end) return this.#keep(data);
    if (data.length > end) throw new Error('more bytes than one answer');
    this.#rest = undefined;
    return { status: Number(head.slice(9, 12)), body: data.subarray(headEnd + HEAD_END.length, end) };
  }

  // The chunk is a window on a buffer that the next read overwrites.
  #keep(data: Buffer): undefined {
    this.#rest = Buffer.from(data);
    return undefined;
  }
}
