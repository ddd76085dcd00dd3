// The deployment as clients see it: its two names, through whatever balancer answers at port 443.
import { run } from './shell.mjs';
import { check } from './steps.mjs';

const target = (name) => ({ url: `https://${name}`, host: name, port: 443 });
export const stack = { bank: target('bank.example.com'), retirement: target('retirement.example.com') };

const curl = (args) =>
  run(
    `curl --silent --show-error --cacert /etc/latchkey/ca.pem --output /dev/null --write-out '%{http_code} %{content_type}' ${args} || true`,
  );

/** What a balancer must leave as it is, and what it must add. */
export async function checkBalancer(name) {
  const plain = await curl("--write-out '%{http_code} %{redirect_url}' http://bank.example.com/api/me");
  check(`${name} leads http to https`, plain.startsWith('308 https://bank.example.com/api/me'), plain);
  const other = await curl(
    '--resolve other.example.com:443:127.0.0.1 --insecure https://other.example.com/health/live',
  );
  check(`${name} knows no other name`, /unrecognized name/.test(other), other);
  const body = `'${JSON.stringify({ username: 'x'.repeat(110_000), password: 'y' })}'`;
  const large = await curl(
    `--header 'content-type: application/json' --data ${body} https://bank.example.com/api/login`,
  );
  check(`a body that is too large is refused by the service`, large === '413 application/problem+json', large);
  const header = `--header 'x-long: ${'x'.repeat(9_000)}'`;
  const long = await curl(`${header} https://bank.example.com/health/live`);
  check(`9 kB of headers arrive`, long.startsWith('200'), long);
  await checkAddress(name);
}

// The service logs the address of who was refused.
async function checkAddress(name) {
  const mark = `rehearsal-${name}`;
  await curl(
    `--interface 127.0.0.9 --header 'x-forwarded-for: 192.0.2.66' --header 'x-request-id: ${mark}' https://bank.example.com/api/me`,
  );
  await new Promise((done) => setTimeout(done, 1_500));
  const lines = await run(`journalctl --unit='latchkey-bank@*' --output=cat | grep ${mark} || true`);
  check(`the log has the address of the client behind ${name}`, lines.includes('"address":"127.0.0.9"'), lines.trim());
}

/** Streams and long polls are neither held back nor cut off. */
export async function checkWaiting(name, token) {
  const authorization = `--header 'authorization: Bearer ${token}'`;
  const stream = await run(
    `curl --silent --no-buffer --max-time 33 --cacert /etc/latchkey/ca.pem ${authorization} https://retirement.example.com/api/session/stream || test $? = 28`,
  );
  const comments = stream.match(/^:$/gm)?.length ?? 0;
  check(
    `a stream through ${name} opens at once and stays: two comments in 33 s`,
    /: open/.test(stream) && comments === 2,
    JSON.stringify(stream),
  );
  const feed = 'https://bank.example.com/.well-known/latchkey/revocations';
  const headers = await run(`curl --silent --cacert /etc/latchkey/ca.pem --dump-header - --output /dev/null ${feed}`);
  const etag = /^etag: (.*?)\r?$/im.exec(headers)?.[1];
  const poll = await curl(
    `--header 'prefer: wait=5' --header 'if-none-match: ${etag}' --write-out '%{http_code} %{time_total}' ${feed}`,
  );
  const [status, seconds] = poll.split(' ');
  check(
    `a long poll through ${name} is answered after 5 s`,
    status === '200' && Number(seconds) > 4 && Number(seconds) < 8,
    poll,
  );
}
