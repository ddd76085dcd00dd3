/** Ids that something else is called by, and by what. Names of packages are looked up. */
const RESERVED = {
  api: 'every service has its routes below /api',
  www: 'it is what people type before a name',
  localhost: 'it is the name of this machine',
  keys: 'docker-compose.yml runs the keys command under this name',
  contract: 'docker-compose.yml runs the contract command under this name',
  proxy: 'docker-compose.yml runs nginx under this name',
  // Their variables would be read as those of somebody else.
  'latchkey-db': 'LATCHKEY_DB_PORT is the port of the embedded PostgreSQL',
  test: 'TEST_DATABASE_URL is the server of npm test',
  'test-runtime': 'TEST_RUNTIME_DATABASE_URL is the server of npm test',
  migrate: 'MIGRATE_DATABASE_URL is the address by which a service migrates',
  admin: 'ADMIN_DATABASE_URL is the address by which roles are made',
  // A database and a role of this name are there already, or may not be.
  postgres: 'it is the name of PostgreSQL’s own database and role',
  template0: 'it is the name of a database of PostgreSQL',
  template1: 'it is the name of a database of PostgreSQL',
  public: 'it is a word of PostgreSQL',
  none: 'it is a word of PostgreSQL',
};
const SAYS_NOTHING = /^(utils?|helpers?|common|misc|types|shared)$/;
const PARTS = /-(db|roles|migrate|data|owner)$/;

/** Why no service can be called so; undefined if one can. @param packages names of the packages that are there, without their scope */
export function reservedFor(id, packages) {
  if (Object.hasOwn(RESERVED, id)) return RESERVED[id];
  if (packages.includes(id)) return `@latchkey/${id} is a package of this repository`;
  if (SAYS_NOTHING.test(id)) return 'it does not say what is inside, and npm run lint refuses it';
  if (id.startsWith('pg-')) return 'PostgreSQL keeps names that begin with pg_ to itself';
  if (PARTS.test(id)) return `docker-compose.yml calls a part of a service so: ${id.replace(PARTS, '')}`;
  return undefined;
}
