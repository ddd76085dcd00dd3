import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePermission1790000000004 implements MigrationInterface {
  readonly name = 'CreatePermission1790000000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan_permission (
        owner uuid CONSTRAINT plan_permission_pkey PRIMARY KEY,
        username varchar(64) NOT NULL,
        allowed_at timestamptz NOT NULL DEFAULT now()
      )`);
    await runner.query('CREATE INDEX plan_permission_username_idx ON plan_permission (username)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plan_permission');
  }
}
