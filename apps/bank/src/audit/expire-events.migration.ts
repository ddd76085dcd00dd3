import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets events go that are older than any retention may be short, by one function alone; who may call it can name no other. */
export class ExpireEvents1764000003002 implements MigrationInterface {
  readonly name = 'ExpireEvents1764000003002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER events_are_kept ON events');
    await runner.query(`
      CREATE TRIGGER events_are_kept BEFORE UPDATE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept()`);
    await runner.query(`
      CREATE TRIGGER events_are_kept_long BEFORE DELETE ON events
        FOR EACH ROW WHEN (OLD.at > clock_timestamp() - interval '90 days') EXECUTE FUNCTION events_are_kept()`);
    await runner.query('CREATE INDEX events_at_idx ON events (at)');
    // Nobody holds the right to delete, the owner neither: the function takes it for its own statement, and gives it back.
    await runner.query(`
      CREATE FUNCTION expire_events(days integer, most integer) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
      DECLARE removed integer;
      BEGIN
        IF days IS NULL OR days < 90 THEN
          RAISE EXCEPTION 'events are kept for at least 90 days' USING ERRCODE = 'insufficient_privilege';
        END IF;
        PERFORM pg_advisory_xact_lock(hashtext('latchkey_expire_events'));
        EXECUTE format('GRANT DELETE ON events TO %I', current_user);
        DELETE FROM events WHERE id IN (
          SELECT id FROM events WHERE at < clock_timestamp() - make_interval(days => days) ORDER BY at LIMIT most);
        GET DIAGNOSTICS removed = ROW_COUNT;
        EXECUTE format('REVOKE DELETE ON events FROM %I', current_user);
        RETURN removed;
      END $$`);
    await runner.query('REVOKE ALL ON FUNCTION expire_events FROM PUBLIC');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION expire_events');
    await runner.query('DROP INDEX events_at_idx');
    await runner.query('DROP TRIGGER events_are_kept_long ON events');
    await runner.query('DROP TRIGGER events_are_kept ON events');
    await runner.query(`
      CREATE TRIGGER events_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events
        FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept()`);
  }
}
