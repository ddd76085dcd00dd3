import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** Something that mattered for somebody's security. Written once: the database refuses to change or remove it. */
@Entity({ name: 'events' })
@Index('events_user_id_at_idx', ['userId', 'at', 'id'])
@Index('events_at_idx', ['at'])
export class EventEntity {
  // Random, so that nobody learns from their own events how many others there are.
  @PrimaryColumn({ type: 'uuid', primaryKeyConstraintName: 'events_pkey' })
  id!: string;

  @Column({ type: 'timestamptz', default: () => 'clock_timestamp()' })
  at!: Date;

  @Column({ type: 'varchar', length: 32 })
  kind!: string;

  @Column({ type: 'uuid', name: 'user_id', nullable: true })
  userId!: string | null;

  @Column({ type: 'uuid', name: 'session_id', nullable: true })
  sessionId!: string | null;

  @Column({ type: 'varchar', length: 45, nullable: true })
  address!: string | null;

  @Column({ type: 'varchar', length: 256, name: 'user_agent', nullable: true })
  userAgent!: string | null;

  @Column({ type: 'varchar', length: 64, name: 'request_id', nullable: true })
  requestId!: string | null;

  @Column({ type: 'jsonb', default: {} })
  detail!: Record<string, string>;
}
