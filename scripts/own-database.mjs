// A database server for a test that stops, kills and restarts it: `start <folder> <port>` leaves it running and prints the
// address of its superuser, `stop <folder>` ends it. The black-box tests start this as a program, for they import nothing of ours.
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '@latchkey/service/embedded-postgres';

const [act, dataDir, port] = process.argv.slice(2);
if (act === 'start') {
  const { adminUrl } = await startEmbeddedPostgres({ dataDir, port: Number(port), databases: [] });
  process.stdout.write(adminUrl);
} else {
  await stopEmbeddedPostgres(dataDir);
}
