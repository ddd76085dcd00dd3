import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateThrottle1764000000003 implements MigrationInterface {
  readonly name = 'CreateThrottle1764000000003';

  async up(runner: QueryRunner): Promise<void> {
    // The columns that rate-limiter-flexible expects.
    await runner.query(`
      CREATE TABLE throttle_counts (
        key varchar(255) CONSTRAINT throttle_counts_pkey PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      )`);
    await runner.query(`
      CREATE TABLE known_addresses (
        user_id uuid CONSTRAINT known_addresses_user_id_fkey REFERENCES users (id),
        address varchar(64),
        last_login_at timestamptz NOT NULL,
        CONSTRAINT known_addresses_pkey PRIMARY KEY (user_id, address)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE known_addresses');
    await runner.query('DROP TABLE throttle_counts');
  }
}
