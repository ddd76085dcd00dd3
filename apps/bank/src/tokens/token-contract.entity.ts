import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

/** The version of the token contract that the bank issues; one row. */
@Entity({ name: 'token_contract' })
@Check('token_contract_one_row', 'id = 1')
export class TokenContractEntity {
  @PrimaryColumn({ type: 'smallint', primaryKeyConstraintName: 'token_contract_pkey' })
  id!: number;

  @Column({ type: 'smallint' })
  version!: number;

  @Column({ type: 'timestamptz', name: 'changed_at', default: () => 'clock_timestamp()' })
  changedAt!: Date;
}
