import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A key whose steps are on record, so that each is recorded once, by whichever replica sees it first. */
@Entity({ name: 'known_keys' })
export class KnownKeyEntity {
  @PrimaryColumn({ type: 'varchar', length: 64, primaryKeyConstraintName: 'known_keys_pkey' })
  kid!: string;

  @Column({ type: 'boolean', default: false })
  signs!: boolean;

  @Column({ type: 'timestamptz', name: 'withdrawn_at', nullable: true })
  withdrawnAt!: Date | null;
}
