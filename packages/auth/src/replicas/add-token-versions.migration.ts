import type { MigrationInterface, QueryRunner } from 'typeorm';

// Nullable, for replicas of the release before write rows as well.
export class AddTokenVersions1764100000005 implements MigrationInterface {
  readonly name = 'AddTokenVersions1764100000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_replicas ADD COLUMN token_versions integer[], ADD COLUMN issues integer');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_replicas DROP COLUMN token_versions, DROP COLUMN issues');
  }
}
