/**
 * Reads the body of another service's response, as far as it may go.
 * @returns undefined if it is longer than so many bytes: the rest is not fetched
 */
export async function boundedBody({ body }: Response, maxBytes: number): Promise<Buffer | undefined> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
