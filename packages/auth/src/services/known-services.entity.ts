import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The last list that the bank gave, one row: every replica serves and renews the same copy. */
@Entity('known_services')
export class KnownServicesEntity {
  @PrimaryColumn('text', { name: 'issuer', primaryKeyConstraintName: 'known_services_pkey' })
  issuer!: string;

  @Column('jsonb', { name: 'services' })
  services!: { id: string; name: string; url: string }[];

  @Column('timestamptz', { name: 'fetched_at' })
  fetchedAt!: Date;
}
