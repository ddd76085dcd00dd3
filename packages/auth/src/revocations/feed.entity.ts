import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far the feed was followed; one row, for all replicas of the service. */
@Entity('auth_feed')
export class FeedEntity {
  @PrimaryColumn('text', { name: 'issuer', primaryKeyConstraintName: 'auth_feed_pkey' })
  issuer!: string;

  /** Milliseconds since 1970 by the bank's database. */
  @Column('bigint', { name: 'as_of' })
  asOf!: string;

  @Column('text', { name: 'etag' })
  etag!: string;

  /** The same of changed rights; 0 if the bank never told of them. */
  @Column('bigint', { name: 'rights_as_of', default: 0 })
  rightsAsOf!: string;

  /** The bank's cursor up to which deleted accounts were stored. */
  @Column('bigint', { name: 'deleted_to', default: 0 })
  deletedTo!: string;
}
