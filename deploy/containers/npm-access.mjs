import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { command } from '../../scripts/command.mjs';
import { ExplainedError } from '../../scripts/log.mjs';
import { npmCommand } from '../../scripts/install-and-build.mjs';

/** What of npm's settings says where the registry is, how it is reached, and who asks. */
const ABOUT_THE_REGISTRY =
  /^(registry|@[^:]+:registry|\/\/.*|strict-ssl|(https?-)?proxy|noproxy|fetch-[\w-]+|maxsockets)$/;
/** BuildKit takes no longer secret. */
const LONGEST = 500 * 1024;

/**
 * How npm reaches its registry from this machine, as files for `docker build --secret`: no layer keeps anything of them.
 * Resolves to the arguments; the files go when the run ends.
 */
export async function npmSecrets(run) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-npm-'));
  run.later(folder, () => rmSync(folder, { recursive: true, force: true }));
  const files = await npmFiles();
  const settings = npmSettings(files.map(readIfPresent), process.env);
  const ca = certificates(settings.cafile, process.env);
  const lines = Object.entries(settings.kept).map(([name, value]) => `${name}=${value}`);
  const args = ['--secret', `id=npmrc,src=${join(folder, 'npmrc')}`];
  if (ca !== undefined) {
    if (Buffer.byteLength(ca) > LONGEST)
      throw new ExplainedError(
        `The certificates that npm trusts have more than ${LONGEST} bytes: name a shorter cafile.`,
      );
    writeFileSync(join(folder, 'ca'), ca, { mode: 0o600 });
    args.push('--secret', `id=ca,src=${join(folder, 'ca')}`);
    lines.push('cafile=/run/secrets/ca');
  }
  writeFileSync(join(folder, 'npmrc'), `${lines.join('\n')}\n`, { mode: 0o600 });
  return args;
}

/** npm's files of this machine, those that count less first. */
async function npmFiles() {
  const paths = [];
  for (const name of ['globalconfig', 'userconfig']) {
    const [file, args] = npmCommand(['config', 'get', name]);
    const { code, stdout } = await command(file, args, { quiet: true, cwd: tmpdir(), told: 'leader' });
    if (code === 0) paths.push(stdout.trim());
  }
  const { npm_execpath: npm } = process.env;
  return npm === undefined ? paths : [join(dirname(dirname(npm)), 'npmrc'), ...paths];
}

/** What npm would read of these texts and of the environment, as far as it is about the registry; later texts outrank earlier ones. */
export function npmSettings(texts, env) {
  const all = {};
  for (const text of texts)
    for (const [, name, value] of text.matchAll(/^[ \t]*([^#;\s=][^\r\n=]*?)[ \t]*=[ \t]*([^\r\n]*?)[ \t]*\r?$/gm))
      all[name] = value.replaceAll(/\$\{(\w+)\}/g, (whole, variable) => env[variable] ?? whole);
  const proxies = {
    proxy: env.HTTP_PROXY ?? env.http_proxy,
    'https-proxy': env.HTTPS_PROXY ?? env.https_proxy,
    noproxy: env.NO_PROXY ?? env.no_proxy,
  };
  for (const [name, value] of Object.entries(proxies)) if (value) all[name] = value;
  for (const [variable, value] of Object.entries(env)) {
    const [, name] = /^npm_config_(\w+)$/i.exec(variable) ?? [];
    // npm itself hands its script what it has read, and "" or "null" for what is not set.
    if (name !== undefined && value !== '' && value !== 'null') all[name.toLowerCase().replaceAll('_', '-')] = value;
  }
  const kept = Object.fromEntries(Object.entries(all).filter(([name]) => ABOUT_THE_REGISTRY.test(name)));
  return { kept, cafile: all.cafile };
}

// npm's cafile stands in the place of the known authorities, NODE_EXTRA_CA_CERTS beside them.
function certificates(cafile, { NODE_EXTRA_CA_CERTS: extra }) {
  const own = cafile === undefined ? '' : readIfPresent(cafile);
  const more = extra === undefined || extra === cafile ? '' : readIfPresent(extra);
  if (own === '' && more === '') return undefined;
  return [own === '' ? rootCertificates.join('\n') : own, more].join('\n');
}

function readIfPresent(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
