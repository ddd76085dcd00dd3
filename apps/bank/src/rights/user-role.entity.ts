import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { UserEntity } from '../users/user.entity.js';

/** A role that somebody has. */
@Entity({ name: 'user_roles' })
@Check('user_roles_role_format', `role ~ '^[a-z][a-z0-9-]{0,31}$'`)
export class UserRoleEntity {
  @ForeignKey(() => UserEntity, { name: 'user_roles_user_id_fkey' })
  @PrimaryColumn({ type: 'uuid', name: 'user_id', primaryKeyConstraintName: 'user_roles_pkey' })
  userId!: string;

  @PrimaryColumn({ type: 'varchar', length: 32, primaryKeyConstraintName: 'user_roles_pkey' })
  role!: string;

  @Column({ type: 'timestamptz', name: 'granted_at', default: () => 'clock_timestamp()' })
  grantedAt!: Date;
}
