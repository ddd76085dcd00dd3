import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session that was ended at this service, and that the bank's feed need not name yet. */
@Entity('auth_local_revocations')
export class LocalRevocationEntity {
  @PrimaryColumn('uuid', { name: 'sid', primaryKeyConstraintName: 'auth_local_revocations_pkey' })
  sid!: string;

  @Column('timestamptz', { name: 'revoked_at' })
  revokedAt!: Date;

  /** No token of the session is alive after that, provided that the bank was told. */
  @Column('timestamptz', { name: 'kept_until' })
  keptUntil!: Date;
}
