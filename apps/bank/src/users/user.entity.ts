import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** A person who can log in. The id is the `sub` of their tokens and is never given to anybody else. */
@Entity({ name: 'users' })
@Index('users_username_key', { synchronize: false })
@Index('users_password_scheme_idx', { synchronize: false })
@Index('users_rights_changed_at_idx', ['rightsChangedAt'], { where: 'rights_changed_at IS NOT NULL' })
@Index('users_deletion_requested_at_idx', ['deletionRequestedAt'], { where: 'deletion_requested_at IS NOT NULL' })
@Check('users_username_format', `username ~ '^[a-z0-9._-]{3,64}$'`)
export class UserEntity {
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'users_pkey' })
  id!: string;

  /** Folded to lower case; a unique index on lower(username) holds it. */
  @Column({ type: 'varchar', length: 64 })
  username!: string;

  /** Read and written by passwords/password.rules. */
  @Column({ type: 'varchar', length: 128, name: 'password_hash' })
  passwordHash!: string;

  @Column({ type: 'timestamptz', name: 'created_at', default: () => 'now()' })
  createdAt!: Date;

  /** Since when the person may not log in. */
  @Column({ type: 'timestamptz', name: 'disabled_at', nullable: true })
  disabledAt!: Date | null;

  /** Goes up with each new password; a hash of the same password at another cost leaves it. */
  @Column({ type: 'integer', name: 'password_version', default: 1 })
  passwordVersion!: number;

  /** Rises with every change of the person's roles: `rv` of their tokens. */
  @Column({ type: 'integer', name: 'rights_version', default: 0 })
  rightsVersion!: number;

  @Column({ type: 'timestamptz', name: 'rights_changed_at', nullable: true })
  rightsChangedAt!: Date | null;

  /** Since when the account is waiting to be deleted; a login undoes it. */
  @Column({ type: 'timestamptz', name: 'deletion_requested_at', nullable: true })
  deletionRequestedAt!: Date | null;
}
