-- What the runtime role of a service may do with the tables of its database, as `migrate` grants it after each run. By the owner:
--
--   psql "$MIGRATE_DATABASE_URL" -X -v ON_ERROR_STOP=1 -v runtime=bank -f deploy/database/grants.sql
--
-- A table gives what its owner kept: REVOKE UPDATE, DELETE ON events FROM CURRENT_USER in a migration takes it from the service too.
-- At once: a service that is at work must not see the moment between.
BEGIN;
GRANT USAGE ON SCHEMA public TO :"runtime";
SELECT format('REVOKE ALL ON %s FROM %I', name, :'runtime')
       || CASE WHEN kept = '' THEN '' ELSE format('; GRANT %s ON %s TO %I', kept, name, :'runtime') END
FROM (
  SELECT c.oid::regclass::text AS name,
         CASE WHEN c.relname = 'migrations' THEN 'SELECT' ELSE coalesce(kept.rights, '') END AS kept,
         coalesce(given.rights, '') AS given
  FROM pg_class c
  CROSS JOIN LATERAL (
    SELECT string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS rights
    FROM aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
    WHERE a.grantee = c.relowner AND a.privilege_type IN ('DELETE', 'INSERT', 'SELECT', 'UPDATE')
  ) kept
  CROSS JOIN LATERAL (
    SELECT string_agg(a.privilege_type, ', ' ORDER BY a.privilege_type) AS rights FROM aclexplode(c.relacl) a
    WHERE a.grantee = quote_ident(:'runtime')::regrole
  ) given
  WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')
    AND c.relowner <> quote_ident(:'runtime')::regrole AND pg_has_role(current_user, c.relowner, 'USAGE')
) AS tables
WHERE kept <> given \gexec
SELECT format('GRANT USAGE, SELECT ON SEQUENCE %s TO %s', c.oid::regclass, quote_ident(:'runtime')::regrole) AS statement
FROM pg_class c
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'S'
  AND pg_has_role(current_user, c.relowner, 'USAGE')
  AND NOT EXISTS (SELECT FROM aclexplode(c.relacl) a WHERE a.grantee = quote_ident(:'runtime')::regrole AND a.privilege_type = 'USAGE') \gexec
-- Triggers need no right of whom they serve; what is called does, and nobody else has it.
SELECT format('REVOKE ALL ON FUNCTION %1$s FROM PUBLIC; GRANT EXECUTE ON FUNCTION %1$s TO %2$s', p.oid::regprocedure, quote_ident(:'runtime')::regrole) AS statement
FROM pg_proc p
WHERE p.pronamespace = 'public'::regnamespace AND p.prorettype <> 'trigger'::regtype
  AND pg_has_role(current_user, p.proowner, 'USAGE')
  AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a WHERE a.grantee = quote_ident(:'runtime')::regrole)
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e') \gexec
COMMIT;
