import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { UserEntity } from './user.entity.js';

/** An address (IPv6: a /64) from which an account has logged in. */
@Entity({ name: 'known_addresses' })
export class KnownAddressEntity {
  @ForeignKey(() => UserEntity, { name: 'known_addresses_user_id_fkey' })
  @PrimaryColumn({ type: 'uuid', name: 'user_id', primaryKeyConstraintName: 'known_addresses_pkey' })
  userId!: string;

  @PrimaryColumn({ type: 'varchar', length: 64, primaryKeyConstraintName: 'known_addresses_pkey' })
  address!: string;

  @Column({ type: 'timestamptz', name: 'last_login_at' })
  lastLoginAt!: Date;
}
