import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A session that the bank said is over. Verified content, not the bank's text: it outlives the key of its signature. */
@Entity('auth_revoked_sids')
export class RevokedSidEntity {
  @PrimaryColumn('uuid', { name: 'sid', primaryKeyConstraintName: 'auth_revoked_sids_pkey' })
  sid!: string;

  @Column('timestamptz', { name: 'learnt_at' })
  learntAt!: Date;
}
