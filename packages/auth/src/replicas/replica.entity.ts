import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What one replica of this service verifies with, as it last said. */
@Entity('auth_replicas')
export class ReplicaEntity {
  @PrimaryColumn('text', { name: 'instance', primaryKeyConstraintName: 'auth_replicas_pkey' })
  instance!: string;

  @Column('text', { name: 'thumbprints', array: true })
  thumbprints!: string[];

  @Column('text', { name: 'signing', nullable: true })
  signing!: string | null;

  @Column('text', { name: 'fault', nullable: true })
  fault!: string | null;

  /** Seconds; null if the feed was never heard. */
  @Column('double precision', { name: 'feed_age', nullable: true })
  feedAge!: number | null;

  /** Null in the row of a release that knew version 1 alone. */
  @Column('integer', { name: 'token_versions', array: true, nullable: true })
  tokenVersions!: number[] | null;

  /** The bank's alone. */
  @Column('integer', { name: 'issues', nullable: true })
  issues!: number | null;

  @Column('timestamptz', { name: 'seen_at' })
  seenAt!: Date;
}
