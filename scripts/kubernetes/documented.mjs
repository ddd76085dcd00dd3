/** What a document makes by its commands: the keys of each Secret and ConfigMap, as `{ 'Secret latchkey-bank': ['DATABASE_URL'] }`. */
export function documentedKeys(text) {
  const commands = text
    .replaceAll(/\s*\\\n\s*/g, ' ')
    .matchAll(/\b(secret generic|secret tls|configmap) ([a-z-]+)((?: --.*)?)$/gm);
  const keys = {};
  for (const [, kind, name, flags] of commands) {
    const holder = `${kind === 'configmap' ? 'ConfigMap' : 'Secret'} ${name}`;
    const named = [...flags.matchAll(/--from-(?:literal|file)=(?:([\w.-]+)=)?(\S+)/g)].map(
      ([, key, path]) => key ?? path.split('/').at(-1),
    );
    keys[holder] = [...(keys[holder] ?? []), ...(kind === 'secret tls' ? ['tls.crt', 'tls.key'] : named)];
  }
  return keys;
}
