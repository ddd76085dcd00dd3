import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A logout that the bank is to be told of; gone once it was. */
@Entity('auth_pending_logouts')
@Index('auth_pending_logouts_next_try_at_idx', ['nextTryAt'])
export class PendingLogoutEntity {
  @PrimaryColumn('uuid', { name: 'sid', primaryKeyConstraintName: 'auth_pending_logouts_pkey' })
  sid!: string;

  /** What proves to the bank that the caller may end the session. */
  @Column('text', { name: 'token' })
  token!: string;

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
