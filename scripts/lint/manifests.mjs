const BROWSER_ONLY = /^(react|react-dom|vite|tailwindcss|@vitejs\/.*|@tailwindcss\/.*|@tanstack\/.*|@latchkey\/web)$/;
const PUBLISHED = /^@latchkey\/(verifier|auth|service)$/;
const BUILDS_AND_TESTS = /^@latchkey\/(testing|openapi|postgres)$/;

/** What is wrong with a workspace's package.json; `services` are the names of the packages that are one. */
export function manifestErrors({ name, dependencies = {}, devDependencies = {}, exports }, folder, services) {
  const production = Object.keys(dependencies);
  const all = [...production, ...Object.keys(devDependencies)];
  const runs = !BUILDS_AND_TESTS.test(name);
  const errors = production
    .filter((one) => runs && BUILDS_AND_TESTS.test(one))
    .map((one) => `${one} is a devDependency`);
  errors.push(...all.filter((one) => services.includes(one)).map((one) => `nothing depends on a service (${one})`));
  if (folder.startsWith('apps/')) {
    errors.push(...production.filter((one) => BROWSER_ONLY.test(one)).map((one) => `${one} is a devDependency`));
    if (exports !== undefined) errors.push('a service exports nothing');
  }
  if (folder.startsWith('packages/') && exports === undefined) errors.push('a package says what it exports');
  if (folder.startsWith('examples/')) {
    const inside = all.filter((one) => one.startsWith('@latchkey/') && !PUBLISHED.test(one));
    errors.push(...inside.map((one) => `an example uses what is published (${one})`));
  }
  if (folder === 'e2e' || folder === 'bench') {
    // The probes look from outside, and bench starts services as the black-box tests do.
    const inside = all.filter((one) => one.startsWith('@latchkey/') && !/\/(conformance|e2e)$/.test(one));
    errors.push(...inside.map((one) => `depends on nothing of ours (${one})`));
  }
  errors.push(
    ...all.filter((one) => one.startsWith('@latchkey/example')).map((one) => `nothing depends on an example (${one})`),
  );
  return errors.map((error) => `${name}: ${error}`);
}
