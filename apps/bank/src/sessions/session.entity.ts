import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../users/user.entity.js';

/** One login of one person on one device. The id is the `sid` of its tokens. */
@Entity({ name: 'sessions' })
@Index('sessions_user_id_idx', ['userId'])
@Index('sessions_expires_at_idx', ['expiresAt'])
@Index('sessions_ended_at_idx', ['endedAt'], { where: 'ended_at IS NOT NULL' })
@Check('sessions_end', '(ended_at IS NULL) = (end_reason IS NULL)')
export class SessionEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'sessions_pkey' })
  id!: string;

  @ForeignKey(() => UserEntity, { name: 'sessions_user_id_fkey' })
  @Column({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @Column({ type: 'timestamptz', name: 'created_at' })
  createdAt!: Date;

  /** The absolute limit: no use of the session moves it. */
  @Column({ type: 'timestamptz', name: 'expires_at' })
  expiresAt!: Date;

  /** Of its last use. */
  @Column({ type: 'varchar', length: 45 })
  address!: string;

  @Column({ type: 'varchar', length: 256, name: 'user_agent' })
  userAgent!: string;

  /** Counts the refresh tokens of the session; 0 = it never had one. */
  @Column({ type: 'integer', default: 0 })
  generation!: number;

  /** SHA-256 of the seed of the refresh token that is in force. */
  @Column({ type: 'bytea', name: 'seed_hash', nullable: true })
  seedHash!: Buffer | null;

  /** The key that it was made with. */
  @Column({ type: 'varchar', length: 16, name: 'refresh_kid', nullable: true })
  refreshKid!: string | null;

  /** The service for which the person logged in. */
  @Column({ type: 'varchar', length: 32, name: 'client_id', default: 'bank' })
  clientId!: string;

  /** When it was last renewed: the idle limit counts from here. */
  @Column({ type: 'timestamptz', name: 'last_used_at', default: () => 'now()' })
  lastUsedAt!: Date;

  @Column({ type: 'timestamptz', name: 'ended_at', nullable: true })
  endedAt!: Date | null;

  @Column({ type: 'varchar', length: 32, name: 'end_reason', nullable: true })
  endReason!: string | null;
}
