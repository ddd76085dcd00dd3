import { randomUUID } from 'node:crypto';
import { Database, dataSourceOptions, Metrics } from '@latchkey/service';
import { DataSource } from 'typeorm';
import type { BankConfig } from '../bank.config.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';

const DEMO_USERS = ['ada', 'grace'];
const DEMO_PASSWORD = 'correct-horse-battery-staple';

/** Creates the demo users that are missing, and answers their names; those that exist keep their passwords. */
export async function seedDemoUsers(config: BankConfig): Promise<string[]> {
  const options = dataSourceOptions({ id: 'bank-seed', entities: [UserEntity], migrations: [] }, config);
  const dataSource = await new DataSource(options).initialize();
  const passwords = new PasswordsService(config, new Metrics());
  const users = new UserRepository(new Database(dataSource));
  const created: string[] = [];
  try {
    for (const username of DEMO_USERS) if (await isAdded(users, passwords, username)) created.push(username);
  } finally {
    await passwords.onApplicationShutdown();
    await dataSource.destroy();
  }
  return created;
}

async function isAdded(users: UserRepository, passwords: PasswordsService, username: string): Promise<boolean> {
  if (await users.exists(username)) return false;
  const passwordHash = await passwords.hash(DEMO_PASSWORD, { address: 'seed', account: username });
  return users.add({ id: randomUUID(), username, passwordHash });
}
