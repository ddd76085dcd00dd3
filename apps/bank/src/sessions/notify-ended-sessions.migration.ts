import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ending a session, by whichever statement, wakes every replica of the bank; a renewal does not touch `ended_at`. */
export class NotifyEndedSessions1764000000007 implements MigrationInterface {
  readonly name = 'NotifyEndedSessions1764000000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX sessions_ended_at_idx ON sessions (ended_at) WHERE ended_at IS NOT NULL');
    await runner.query(`
      CREATE FUNCTION notify_ended_sessions() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        PERFORM pg_notify('latchkey_revocations', '');
        RETURN NULL;
      END $$`);
    await runner.query(`
      CREATE TRIGGER sessions_ended AFTER UPDATE OF ended_at ON sessions
      FOR EACH STATEMENT EXECUTE FUNCTION notify_ended_sessions()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER sessions_ended ON sessions');
    await runner.query('DROP FUNCTION notify_ended_sessions');
    await runner.query('DROP INDEX sessions_ended_at_idx');
  }
}
