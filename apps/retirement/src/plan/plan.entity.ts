import { Column, CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

@Entity('plan')
export class PlanEntity {
  /** `sub` of the token: the bank's user id, opaque here. */
  @PrimaryColumn('uuid', { name: 'owner', primaryKeyConstraintName: 'plan_pkey' })
  owner!: string;

  @Column('smallint', { name: 'retirement_age' })
  retirementAge!: number;

  @Column('bigint', {
    name: 'monthly_wish_minor',
    transformer: { to: (minor: bigint) => minor.toString(), from: (text: string) => BigInt(text) },
  })
  monthlyWishMinor!: bigint;

  /** Counts the changes; the table itself does. */
  @Column('integer', { name: 'version', default: 1 })
  version!: number;

  @CreateDateColumn({ name: 'opened_at', type: 'timestamptz' })
  openedAt!: Date;
}
