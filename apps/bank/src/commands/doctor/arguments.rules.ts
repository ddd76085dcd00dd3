/** What the command line asks for. */
export interface DoctorArguments {
  readonly json: boolean;
  /** Where services are reached, by their id; the bank is among them. */
  readonly places: ReadonlyMap<string, URL>;
}

/** Reads `--bank URL --retirement URL … [--json]`; a text says what is wrong. */
export function readArguments(argv: readonly string[]): DoctorArguments | string {
  const places = new Map<string, URL>();
  const rest = argv.filter((word) => word !== '--json');
  for (let index = 0; index < rest.length; index += 2) {
    const [, id, joined] = /^--([a-z][a-z0-9-]*)(?:=(.*))?$/.exec(rest[index]!) ?? [];
    if (id === undefined) return `${rest[index]!} is not of the form --SERVICE URL`;
    if (joined !== undefined) index -= 1;
    const text = joined ?? rest[index + 1];
    if (text === undefined) return `--${id} names no URL`;
    if (!/^https?:\/\//.test(text) || !URL.canParse(text)) return `--${id}: ${text} is not a URL`;
    if (places.has(id)) return `--${id} is there twice`;
    places.set(id, new URL(new URL(text).origin));
  }
  if (!places.has('bank')) return '--bank URL is missing: it names the services of the deployment';
  return { json: argv.includes('--json'), places };
}
