// A database server for a test that stops, kills and restarts it: `start <folder> <port>` leaves it running and prints the
// addresses of its databases as JSON, `stop <folder>` ends it. The black-box tests start this as a program, for they import nothing of ours.
import { startEmbeddedPostgres, stopEmbeddedPostgres } from '@latchkey/postgres';

const [act, dataDir, port] = process.argv.slice(2);
if (act === 'start') {
  const databases = ['bank', 'retirement'];
  const { url, ownerUrl } = await startEmbeddedPostgres({ dataDir, port: Number(port), databases });
  const urls = databases.map((name) => [name, { url: url(name), ownerUrl: ownerUrl(name) }]);
  process.stdout.write(JSON.stringify(Object.fromEntries(urls)));
} else {
  await stopEmbeddedPostgres(dataDir);
}
