import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

/** One file of an archive. */
export interface Entry {
  readonly name: string;
  readonly bytes: Buffer;
}

// PKWARE's APPNOTE, 4.3: what the records begin with, and how long they are without names.
const LOCAL = { mark: 0x04034b50, length: 30 };
const CENTRAL = { mark: 0x02014b50, length: 46 };
const END = { mark: 0x06054b50, length: 22 };
const NAMES_ARE_UTF8 = 0x0800;
const DEFLATED = 8;
const VERSION = 20;

/** The files of a zip archive, as its directory lists them; without the forms for archives above 4 GB. */
export function unzipped(archive: Buffer): Entry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
  if (end < 0) throw new Error('this is no zip archive');
  const entries: Entry[] = [];
  let at = archive.readUInt32LE(end + 16);
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (archive.readUInt32LE(at) !== CENTRAL.mark) throw new Error('the directory of this zip archive cannot be read');
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((offset) => archive.readUInt16LE(at + offset));
    const nameAt = at + CENTRAL.length;
    const name = archive.toString('utf8', nameAt, nameAt + (nameLength ?? 0));
    entries.push({ name, bytes: contentOf(archive, at) });
    at = nameAt + (nameLength ?? 0) + (extraLength ?? 0) + (noteLength ?? 0);
  }
  return entries;
}

function contentOf(archive: Buffer, listed: number): Buffer {
  const size = archive.readUInt32LE(listed + 20);
  const local = archive.readUInt32LE(listed + 42);
  const begins = local + LOCAL.length + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const packed = archive.subarray(begins, begins + size);
  return archive.readUInt16LE(listed + 10) === DEFLATED ? inflateRawSync(packed) : packed;
}

export function zipped(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, bytes } of entries) {
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    // What the local record and the directory say alike, from "version needed" to "extra field length".
    const facts = Buffer.alloc(26);
    facts.writeUInt16LE(VERSION, 0);
    facts.writeUInt16LE(NAMES_ARE_UTF8, 2);
    facts.writeUInt16LE(DEFLATED, 4);
    facts.writeUInt32LE(crc32(bytes), 10);
    facts.writeUInt32LE(packed.length, 14);
    facts.writeUInt32LE(bytes.length, 18);
    facts.writeUInt16LE(path.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    directory.push(number(CENTRAL.mark), Buffer.from([VERSION, 0]), facts, place, path);
    files.push(number(LOCAL.mark), facts, path, packed);
    at += LOCAL.length + path.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(END.length);
  end.writeUInt32LE(END.mark, 0);
  for (const offset of [8, 10]) end.writeUInt16LE(entries.length, offset);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...files, listed, end]);
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
