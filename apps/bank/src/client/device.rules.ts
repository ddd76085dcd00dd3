// The first that matches names the program: most browsers also claim to be those they descend from.
const PROGRAMS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(e|A|iOS)?\//, 'Edge'],
  [/\b(OPR|OPiOS|Opera)\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\b(Firefox|FxiOS)\//, 'Firefox'],
  [/\bHeadlessChrome\//, 'Headless Chrome'],
  [/\b(Chrome|CriOS|Chromium)\//, 'Chrome'],
  [/\bVersion\/[\d.]+ (?:Mobile\/\w+ )?Safari\//, 'Safari'],
  [/^curl\//, 'curl'],
  [/^Wget\//, 'Wget'],
  [/^PostmanRuntime\//, 'Postman'],
  [/^(node|undici)\b/, 'Node.js'],
  [/^python-|^Python\//, 'Python'],
  [/^Go-http-client\//, 'Go'],
  [/^(okhttp|Java)\//, 'Java'],
];

const SYSTEMS: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\b(Macintosh|Mac OS X)\b/, 'macOS'],
  [/\bLinux\b/, 'Linux'],
];

/** So many characters are kept of a User-Agent. */
const LONGEST = 256;

/** A readable name of the device that a User-Agent tells of: nothing of what the client wrote is repeated. */
export function deviceOf(userAgent: string): string {
  // Longer is kept cut, and no browser writes line ends, other controls or letters beyond ASCII.
  const isOdd = userAgent.length >= LONGEST || !/^[\x20-\x7e]*$/.test(userAgent);
  const text = isOdd ? '' : userAgent;
  const program = nameIn(PROGRAMS, text);
  const system = nameIn(SYSTEMS, text);
  if (program === undefined) return system === undefined ? 'Unknown program' : `Unknown program on ${system}`;
  return system === undefined ? program : `${program} on ${system}`;
}

function nameIn(names: typeof PROGRAMS, text: string): string | undefined {
  return names.find(([pattern]) => pattern.test(text))?.[1];
}
