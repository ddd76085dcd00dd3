// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { existsSync, readFileSync, readdirSync } from 'fs';
import { join } from 'path';
import { fileURLToPath } from 'url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Held while packages are installed or built. */
export const setupLock = join(root, '.data', 'setup.lock');

/** The service that issues; the others are given its address and what it signs with. */
export const ISSUER = 'bank';

/**
 * The services of a clone: every folder below apps/ whose package.json has a `latchkey` member, the bank first, then by port.
 * Nothing else names them. `roles` are those that its routes ask for. `variable` begins the names of what `npm start` reads for one, as in `BANK_PORT`.
 */
export function listServices(clone = root) {
  const services = readdirSync(join(clone, 'apps')).flatMap((name) => {
    const folder = join(clone, 'apps', name);
    const manifest = join(folder, 'package.json');
    const { latchkey } = existsSync(manifest) ? JSON.parse(readFileSync(manifest, 'utf8')) : {};
    if (latchkey === undefined) return [];
    const { id, port, roles = [] } = latchkey;
    if (!/^[a-z][a-z0-9-]*$/.test(id)) throw new Error(`${manifest}: latchkey.id is lower case, as in "pension".`);
    if (!Number.isInteger(port)) throw new Error(`${manifest}: latchkey.port is a number, as in 3003.`);
    if (!isListOfRoles(roles)) throw new Error(`${manifest}: latchkey.roles is a list, as in ["adviser"].`);
    return [{ id, name: latchkey.name || id, port, roles, path: `apps/${name}`, folder, variable: variableOf(id) }];
  });
  return services.sort((one, other) => (other.id === ISSUER) - (one.id === ISSUER) || one.port - other.port);
}

// What the token contract takes for the name of a role.
function isListOfRoles(roles) {
  return Array.isArray(roles) && roles.every((role) => typeof role === 'string' && /^[a-z][a-z0-9-]{0,31}$/.test(role));
}

function variableOf(id) {
  return id.toUpperCase().replace(/-/g, '_');
}
