import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counts the changes of a plan in the table itself: those of the previous release, which knows of no version, are counted too. */
export class AddPlanVersion1790000000003 implements MigrationInterface {
  readonly name = 'AddPlanVersion1790000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE plan ADD COLUMN version integer NOT NULL DEFAULT 1');
    await runner.query(`
      CREATE FUNCTION plan_count_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.version := OLD.version + 1;
        RETURN NEW;
      END $$`);
    await runner.query(`
      CREATE TRIGGER plan_version BEFORE UPDATE ON plan
      FOR EACH ROW EXECUTE FUNCTION plan_count_version()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TRIGGER plan_version ON plan');
    await runner.query('DROP FUNCTION plan_count_version()');
    await runner.query('ALTER TABLE plan DROP COLUMN version');
  }
}
