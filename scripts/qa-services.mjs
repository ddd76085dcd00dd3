import { randomBytes } from 'node:crypto';
import * as http from 'node:http';
import * as https from 'node:https';
import { ExplainedError, log } from './log.mjs';

/** Who to log in as at running services: the one given, if the password is right, else one registered for this run. */
export async function accountAt(services, given) {
  const errors = await errorsOf(services);
  if (errors.length > 0) throw new ExplainedError(errors.join('\n✗ '));
  const account = given ?? (await registered(services.bank));
  const { status, problem, wait } = await ask(services.bank, '/api/login', account);
  if (status === 200) return account;
  if (status === 429)
    throw new ExplainedError(
      `The bank lets ${account.username} not log in for ${wait} s: too many wrong logins came before.`,
    );
  if (status === 401)
    throw new ExplainedError(
      `The bank does not take this login for ${account.username}: check --username and --password.`,
    );
  throw new ExplainedError(`The bank answers the login of ${account.username} with ${status}: ${problem}`);
}

async function registered(bank) {
  const account = { username: `qa-${randomBytes(5).toString('hex')}`, password: randomBytes(24).toString('base64url') };
  const { status, problem } = await ask(bank, '/api/register', account);
  if (status === 201) {
    log(`  registered ${account.username} at ${bank}; it stays there`);
    return account;
  }
  throw new ExplainedError(
    `The bank lets nobody register (${status}: ${problem}); name a user with --username and --password.`,
  );
}

/** What is wrong with two addresses that are said to be a bank and a retirement of one stack. */
export async function errorsOf({ bank, retirement }) {
  const [list, plan] = await Promise.all([
    answerOf(bank, '/.well-known/latchkey/services', 'bank'),
    answerOf(retirement, '/api/services', 'retirement'),
  ]);
  const errors = [list, plan].flatMap(({ error }) => error ?? []);
  const known = list.services;
  if (known === undefined) return errors;
  const itself = originOf(known, 'bank');
  if (itself !== bank) errors.push(`The bank at ${bank} calls itself ${itself}: use --bank ${itself}.`);
  const other = originOf(known, 'retirement');
  if (other !== retirement)
    errors.push(
      `The bank at ${bank} names ${other ?? 'no retirement'}, not ${retirement}: these two are not of one stack.`,
    );
  return errors;
}

/** Where the bank says that the services besides these two are, by id. */
export async function othersAt({ bank }) {
  const { services = [] } = await answerOf(bank, '/.well-known/latchkey/services', 'bank');
  const others = services.filter(({ id }) => id !== 'bank' && id !== 'retirement');
  return Object.fromEntries(others.map(({ id }) => [id, originOf(services, id)]));
}

function originOf(known, id) {
  const url = known.find((service) => service.id === id)?.url;
  return URL.canParse(url) ? new URL(url).origin : undefined;
}

async function answerOf(origin, path, name) {
  try {
    const { status, body } = await ask(origin, path);
    const services = servicesIn(body);
    if (status === 200 && services !== undefined) return { services };
    return { error: `${origin} answers ${status} to ${path}: this is no ${name} of ours. Check --${name}.` };
  } catch (error) {
    return { error: `${whyUnreachable(new URL(origin), error)} Check --${name}.` };
  }
}

function whyUnreachable({ origin, protocol, host }, { code = '', message }) {
  if (protocol === 'https:' && (code === 'EPROTO' || code.startsWith('ERR_SSL')))
    return `${origin} speaks no https: is it http://${host}?`;
  if (protocol === 'http:' && code === 'ECONNRESET') return `${origin} hangs up on http: is it https://${host}?`;
  if (/CERT|SELF_SIGNED|ISSUER|SIGNATURE/.test(code))
    return `${origin} has a certificate that is not trusted here (${code}): name the file of who signed it in NODE_EXTRA_CA_CERTS.`;
  return `${origin} cannot be reached (${code || message}): is it running?`;
}

function servicesIn(body) {
  const list = Array.isArray(body) ? body : body?.services;
  return Array.isArray(list) ? list : undefined;
}

function ask(origin, path, json) {
  const { protocol, hostname, port } = new URL(origin);
  const client = protocol === 'https:' ? https : http;
  const body = json === undefined ? undefined : JSON.stringify(json);
  // Node cannot look up names below localhost, which are this machine in every browser.
  const host = hostname === 'localhost' || hostname.endsWith('.localhost') ? '127.0.0.1' : hostname;
  const headers = { host: new URL(origin).host, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const asked = client.request({ host, port, path, method, headers, servername: hostname, timeout: 10_000 });
    asked.on('timeout', () => asked.destroy(new Error('no answer in 10 s')));
    asked.on('error', reject);
    asked.on('response', (answer) => {
      const chunks = [];
      answer.on('data', (chunk) => chunks.push(chunk));
      const wait = answer.headers['retry-after'] ?? 'some more';
      answer.on('end', () => resolve({ ...heard(answer.statusCode, Buffer.concat(chunks).toString()), wait }));
    });
    asked.end(body);
  });
}

function heard(status, text) {
  try {
    const body = JSON.parse(text);
    return { status, body, problem: body.detail ?? body.code ?? 'no reason' };
  } catch {
    return { status, body: undefined, problem: 'no JSON' };
  }
}
