import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person whose rights have changed, with the version in force. */
@Entity('auth_changed_rights')
export class ChangedRightsEntity {
  @PrimaryColumn('uuid', { name: 'sub', primaryKeyConstraintName: 'auth_changed_rights_pkey' })
  sub!: string;

  @Column('bigint', { name: 'rv' })
  rv!: string;

  @Column('timestamptz', { name: 'learnt_at' })
  learntAt!: Date;
}
