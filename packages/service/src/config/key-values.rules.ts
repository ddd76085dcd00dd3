import { InvalidSetting } from './setting.js';

/** Reads `key=value,key=value`, percent-encoded, as OpenTelemetry writes lists. Errors quote nothing: a value may be a secret. */
export function keyValues(text: string): Readonly<Record<string, string>> {
  const pairs = text.split(',').filter((pair) => pair.trim() !== '');
  return Object.fromEntries(pairs.map((pair, index) => keyValue(pair, index + 1)));
}

function keyValue(pair: string, place: number): [string, string] {
  const equals = pair.indexOf('=');
  if (equals < 1) throw new InvalidSetting(`holds no key=value at place ${place}`);
  try {
    const [key, value] = [pair.slice(0, equals), pair.slice(equals + 1)].map((part) => decodeURIComponent(part.trim()));
    return [key!, value!];
  } catch {
    throw new InvalidSetting(`holds a % at place ${place} that is no percent-encoding`);
  }
}
