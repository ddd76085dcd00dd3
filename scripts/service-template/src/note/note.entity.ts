import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('note')
export class NoteEntity {
  /** `sub` of the token: the bank's user id, opaque here. */
  @PrimaryColumn('uuid', { name: 'owner', primaryKeyConstraintName: 'note_pkey' })
  owner!: string;

  @Column('text', { name: 'text' })
  text!: string;

  @Column('timestamptz', { name: 'changed_at', default: () => 'now()' })
  changedAt!: Date;
}
