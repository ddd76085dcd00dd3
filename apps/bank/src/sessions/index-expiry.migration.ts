import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the sessions to remove. Rotations do not write `expires_at`, so they leave this index alone. */
export class IndexExpiry1764000000009 implements MigrationInterface {
  readonly name = 'IndexExpiry1764000000009';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX sessions_expires_at_idx ON sessions (expires_at)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX sessions_expires_at_idx');
  }
}
