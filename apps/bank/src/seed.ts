import { explainBootFailure } from '@latchkey/service';
import { readBankConfig } from './bank.config.js';
import { seedDemoUsers } from './users/demo.seed.js';

try {
  const created = await seedDemoUsers(readBankConfig());
  console.log(created.length > 0 ? `bank: created the demo users ${created.join(', ')}` : 'bank: the demo users exist');
} catch (error) {
  process.exitCode = explainBootFailure('bank seed', error);
}
