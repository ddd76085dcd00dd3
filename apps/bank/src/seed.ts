import { ConfigError } from '@latchkey/service';
import { readBankConfig } from './bank.config.js';
import { seedDemoUsers } from './users/demo.seed.js';

try {
  const created = await seedDemoUsers(readBankConfig());
  console.log(created.length > 0 ? `demo users created: ${created.join(', ')}` : 'demo users exist');
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  for (const { name, problem, fix } of error.faults) console.error(`${name} ${problem}. ${fix}`);
  process.exitCode = 78;
}
