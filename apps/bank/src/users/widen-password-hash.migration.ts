import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Room for a version and a key in front of a bcrypt hash, and an index that tells how hashes were made. */
export class WidenPasswordHash1764000003001 implements MigrationInterface {
  readonly name = 'WidenPasswordHash1764000003001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE users ALTER password_hash TYPE varchar(128)');
    await runner.query(
      'CREATE INDEX users_password_scheme_idx ON users (left(password_hash, length(password_hash) - 53))',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX users_password_scheme_idx');
    // Fails where passwords were hashed with PASSWORD_PEPPER: the release before cannot read them, and nothing may be cut.
    await runner.query('ALTER TABLE users ALTER password_hash TYPE varchar(60)');
  }
}
