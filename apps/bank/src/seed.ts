import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const [{ explainBootError }, { readBankConfig }, { seedDemoUsers }] = await Promise.all([
  import('@latchkey/service'),
  import('./bank.config.js'),
  import('./commands/demo.seed.js'),
]);
try {
  const created = await seedDemoUsers(readBankConfig());
  console.log(created.length > 0 ? `bank: created the demo users ${created.join(', ')}` : 'bank: the demo users exist');
} catch (error) {
  process.exitCode = explainBootError('bank seed', error);
}
