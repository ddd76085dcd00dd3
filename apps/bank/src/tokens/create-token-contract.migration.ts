import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The version of the token contract that the bank issues. A fresh deployment starts at 2; one that has users already stays at
 * 1, which every service of the release before reads, until it is promoted.
 */
export class CreateTokenContract1764000004002 implements MigrationInterface {
  readonly name = 'CreateTokenContract1764000004002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE token_contract (
        id smallint CONSTRAINT token_contract_pkey PRIMARY KEY CONSTRAINT token_contract_one_row CHECK (id = 1),
        version smallint NOT NULL,
        changed_at timestamptz NOT NULL DEFAULT clock_timestamp()
      )`);
    await runner.query(`
      INSERT INTO token_contract (id, version)
      SELECT 1, CASE WHEN EXISTS (SELECT FROM users) THEN 1 ELSE 2 END`);
    await runner.query(`
      CREATE TRIGGER token_contract_changed AFTER UPDATE ON token_contract
      FOR EACH STATEMENT EXECUTE FUNCTION notify_ended_sessions()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE token_contract');
  }
}
