const MOST_BYTES = 100_000;

/** The body of a request; undefined if it is too long or is not JSON. */
export async function readJson(req) {
  if (req.headers['content-type']?.split(';')[0] !== 'application/json') return undefined;
  const chunks = [];
  let length = 0;
  for await (const chunk of req) {
    length += chunk.length;
    if (length > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks));
  } catch {
    return undefined;
  }
}
