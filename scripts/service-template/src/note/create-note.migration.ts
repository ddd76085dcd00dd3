import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateNote1790000000001 implements MigrationInterface {
  readonly name = 'CreateNote1790000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE note (
        owner uuid CONSTRAINT note_pkey PRIMARY KEY,
        text text NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT now()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE note');
  }
}
