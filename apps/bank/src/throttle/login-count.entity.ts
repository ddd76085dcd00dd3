import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** How often somebody tried to log in, by one key: an account, an address, both, or a device. */
@Entity({ name: 'login_counts' })
@Index('login_counts_expires_at_idx', ['expiresAt'])
export class LoginCountEntity {
  @PrimaryColumn({ type: 'varchar', length: 160, primaryKeyConstraintName: 'login_counts_pkey' })
  key!: string;

  /** Numbers the attempts. */
  @Column({ type: 'bigint' })
  counted!: string;

  /** So many of them count no more. */
  @Column({ type: 'bigint', default: 0 })
  forgiven!: string;

  @Column({ type: 'timestamptz', name: 'last_at' })
  lastAt!: Date;

  /** When it begins again; null = only a right login ends it. */
  @Column({ type: 'timestamptz', name: 'expires_at', nullable: true })
  expiresAt!: Date | null;
}
