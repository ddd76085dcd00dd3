import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A logout is delivered by a proof of the service: of the person it needs the id, and no token. */
export class AddDeliveryProof1764100000004 implements MigrationInterface {
  readonly name = 'AddDeliveryProof1764100000004';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE auth_pending_logouts ALTER COLUMN token DROP NOT NULL, ADD COLUMN sub uuid, ADD CONSTRAINT auth_pending_logouts_proof CHECK (token IS NOT NULL OR sub IS NOT NULL)',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    // The earlier release can deliver by a token alone.
    await runner.query('DELETE FROM auth_pending_logouts WHERE token IS NULL');
    await runner.query(
      'ALTER TABLE auth_pending_logouts DROP CONSTRAINT auth_pending_logouts_proof, DROP COLUMN sub, ALTER COLUMN token SET NOT NULL',
    );
  }
}
