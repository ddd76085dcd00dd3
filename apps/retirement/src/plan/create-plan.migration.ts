import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePlan1790000000001 implements MigrationInterface {
  readonly name = 'CreatePlan1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE plan (
        owner uuid CONSTRAINT plan_pkey PRIMARY KEY,
        retirement_age smallint NOT NULL,
        monthly_wish_minor bigint NOT NULL,
        opened_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE plan');
  }
}
