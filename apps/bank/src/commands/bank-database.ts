import { Database, dataSourceOptions } from '@latchkey/service';
import { DataSource } from 'typeorm';
import { EventEntity } from '../audit/event.entity.js';
import { UserEntity } from '../users/user.entity.js';

/** Opens the bank's database for the work of a command, under the command's name, and closes it. */
export async function withBankDatabase<T>(
  id: string,
  config: { readonly DATABASE_URL: string },
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const definition = { id, entities: [UserEntity, EventEntity], migrations: [] };
  const dataSource = await new DataSource(dataSourceOptions(definition, config)).initialize();
  try {
    return await work(new Database(dataSource));
  } finally {
    await dataSource.destroy();
  }
}
