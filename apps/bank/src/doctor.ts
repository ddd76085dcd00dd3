import { heedSignals } from '@latchkey/service/signals';

heedSignals();
const { runDoctor } = await import('./commands/doctor/doctor.command.js');
process.exitCode = await runDoctor(process.argv.slice(2));
