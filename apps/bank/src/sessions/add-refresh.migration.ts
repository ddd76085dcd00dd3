import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All columns have defaults: the previous release goes on opening sessions, which nobody can refresh. */
export class AddRefresh1764000000004 implements MigrationInterface {
  readonly name = 'AddRefresh1764000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE sessions
        ADD generation integer NOT NULL DEFAULT 0,
        ADD seed_hash bytea,
        ADD refresh_kid varchar(16),
        ADD last_used_at timestamptz NOT NULL DEFAULT now()`);
    // Rotations write no indexed column: with room on the page they stay there and leave the indexes alone.
    await runner.query('ALTER TABLE sessions SET (fillfactor = 70)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE sessions DROP generation, DROP seed_hash, DROP refresh_kid, DROP last_used_at, RESET (fillfactor)',
    );
  }
}
