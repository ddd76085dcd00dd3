import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A logout that the bank is to be told of; gone once it was. */
@Entity('auth_pending_logouts')
@Check('auth_pending_logouts_proof', 'token IS NOT NULL OR sub IS NOT NULL')
@Index('auth_pending_logouts_next_try_at_idx', ['nextTryAt'])
export class PendingLogoutEntity {
  @PrimaryColumn('uuid', { name: 'sid', primaryKeyConstraintName: 'auth_pending_logouts_pkey' })
  sid!: string;

  /** Only where this service has no key to prove by, and of an earlier release: the caller's token. */
  @Column('text', { name: 'token', nullable: true })
  token!: string | null;

  /** Whose session it is; with it the service proves by its own key. */
  @Column('uuid', { name: 'sub', nullable: true })
  sub!: string | null;

  @Column('boolean', { name: 'everywhere' })
  everywhere!: boolean;

  @Column('integer', { name: 'tries' })
  tries!: number;

  /** Until then another replica is at it, or it is too early. */
  @Column('timestamptz', { name: 'next_try_at' })
  nextTryAt!: Date;

  /** The session's absolute limit: afterwards there is nothing left to end. */
  @Column('timestamptz', { name: 'expires_at' })
  expiresAt!: Date;
}
