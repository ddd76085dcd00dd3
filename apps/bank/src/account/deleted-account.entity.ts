import { Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';

/** An account that is gone: what services are told of it, for 30 days. */
@Entity({ name: 'deleted_accounts' })
@Unique('deleted_accounts_user_id_key', ['userId'])
@Index('deleted_accounts_deleted_at_idx', ['deletedAt'])
export class DeletedAccountEntity {
  /** Rises in the order in which deletions are committed. */
  @PrimaryColumn({ type: 'bigint', primaryKeyConstraintName: 'deleted_accounts_pkey' })
  cursor!: string;

  @Column({ type: 'uuid', name: 'user_id' })
  userId!: string;

  @Column({ type: 'timestamptz', name: 'deleted_at', default: () => 'clock_timestamp()' })
  deletedAt!: Date;
}
