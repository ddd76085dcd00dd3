-- The database of a service and its two roles, as `node dist/migrate.js --roles` makes them. Any number of times, by a superuser:
--
--   export OWNER_PASSWORD=… RUNTIME_PASSWORD=…
--   psql "$ADMIN_DATABASE_URL" -X -v ON_ERROR_STOP=1 -v database=bank -v owner=bank-owner -v runtime=bank -f deploy/database/roles.sql
--
-- The owner makes and changes the tables (MIGRATE_DATABASE_URL), the runtime role reads and writes rows (DATABASE_URL). After the
-- next `migrate`, which grants what new tables need by itself, or instead of it: deploy/database/grants.sql.
\getenv owner_password OWNER_PASSWORD
\getenv runtime_password RUNTIME_PASSWORD
-- A missing variable must not become a name or a password.
SELECT :'database', :'owner', :'runtime', :'owner_password', :'runtime_password' \g /dev/null

-- No password in the server's log.
SET log_statement = 'none';
SELECT format('CREATE ROLE %I', name) FROM unnest(ARRAY[:'owner', :'runtime']) AS name
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec
ALTER ROLE :"owner" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'owner_password';
ALTER ROLE :"runtime" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD :'runtime_password';
RESET log_statement;

SELECT format('CREATE DATABASE %I', :'database') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
ALTER DATABASE :"database" OWNER TO :"owner";
-- At once: a service that is at work already must not see the moment between.
BEGIN;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC, :"runtime";
GRANT CONNECT ON DATABASE :"database" TO :"runtime";
COMMIT;

\connect :"database"
-- What a single role has made before. A sequence of a column follows its table.
SELECT format('ALTER TABLE %s OWNER TO %I', c.oid::regclass, :'owner') AS statement
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
  AND c.relowner <> quote_ident(:'owner')::regrole AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
UNION ALL
SELECT format('ALTER SEQUENCE %s OWNER TO %I', c.oid::regclass, :'owner')
FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S' AND c.relowner <> quote_ident(:'owner')::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype IN ('a', 'i', 'e'))
UNION ALL
SELECT format('ALTER ROUTINE %s OWNER TO %I', p.oid::regprocedure, :'owner')
FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.proowner <> quote_ident(:'owner')::regrole
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT format('ALTER TYPE %s OWNER TO %I', t.oid::regtype, :'owner')
FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd') AND t.typowner <> quote_ident(:'owner')::regrole \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC, :"runtime";
\ir grants.sql
