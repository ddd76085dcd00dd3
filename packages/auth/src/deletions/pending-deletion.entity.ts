import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A deleted account whose data this service is still to remove. */
@Entity('auth_pending_deletions')
@Index('auth_pending_deletions_next_try_at_idx', ['nextTryAt'])
export class PendingDeletionEntity {
  @PrimaryColumn('uuid', { name: 'sub', primaryKeyConstraintName: 'auth_pending_deletions_pkey' })
  sub!: string;

  /** How often a replica took it. */
  @Column('integer', { name: 'tries', default: 0 })
  tries!: number;

  @Column('timestamptz', { name: 'next_try_at' })
  nextTryAt!: Date;
}
