import type { Operation } from '../open-api.js';

/** A call of the operation from a command line, at this service's own address. */
export function curlFor(origin: string, method: string, path: string, operation: Operation): string {
  const [body] = Object.values(operation.requestBody?.content ?? {});
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(exampleOf(operation, name)));
  return [
    `curl ${method === 'get' ? '' : `-X ${method.toUpperCase()} `}${origin}${filled}`,
    ...accepted(operation),
    // In double quotes, so that a shell puts the token in.
    ...credentials(operation).map((header) => `-H "${header}"`),
    ...(body?.example === undefined
      ? []
      : [`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body.example).replaceAll("'", "'\\''")}'`]),
  ].join(' \\\n  ');
}

function exampleOf({ parameters = [] }: Operation, name: string): unknown {
  return parameters.find((one) => one.in === 'path' && one.name === name)?.example ?? name;
}

// Pages are for whoever asks for one.
function accepted({ responses }: Operation): readonly string[] {
  return responses['200']?.content?.['text/html'] === undefined ? [] : [`-H 'Accept: text/html'`];
}

function credentials({ 'x-latchkey-caller': caller }: Operation): readonly string[] {
  if (caller === 'public') return [];
  return [`Authorization: Bearer $${caller === 'operators' ? 'OPS_TOKEN' : 'ACCESS_TOKEN'}`];
}
