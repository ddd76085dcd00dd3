import { Column, CreateDateColumn, Entity, Index, PrimaryColumn } from 'typeorm';

/** Who lets advisers read their plan; no row, no leave. */
@Entity('plan_permission')
@Index('plan_permission_username_idx', ['username'])
export class PermissionEntity {
  /** `sub` of the token. */
  @PrimaryColumn('uuid', { name: 'owner', primaryKeyConstraintName: 'plan_permission_pkey' })
  owner!: string;

  /** The name that advisers know them by: that of the last token. */
  @Column('varchar', { name: 'username', length: 64 })
  username!: string;

  @CreateDateColumn({ name: 'allowed_at', type: 'timestamptz' })
  allowedAt!: Date;
}
