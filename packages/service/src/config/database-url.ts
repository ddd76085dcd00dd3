import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { ClientConfig } from 'pg';
import { parse, toClientConfig } from 'pg-connection-string';
import { isRepeated, urlsOf } from './database-hosts.rules.js';
import type { DatabaseHost } from './database-hosts.rules.js';
import { decodedPart, parameterError, readUrl, shapeError } from './database-url.rules.js';
import type { UrlError } from './database-url.rules.js';
import { InvalidSetting } from './setting.js';

const FILES = ['sslrootcert', 'sslcert', 'sslkey'] as const;

/** What the driver is told; `host` and `port` are those of the first server. */
export interface DatabaseAddress extends ClientConfig {
  /** All servers that the URL names, of which one at a time takes writes. */
  readonly hosts: readonly DatabaseHost[];
}

/**
 * What the driver is told about a database, all of it from its URL.
 *
 * @throws {@link InvalidSetting} that says what is wrong and how to write it, without the password
 */
export function parseDatabaseUrl(text: string): DatabaseAddress {
  const servers = urlsOf(text).map(parseServerUrl);
  const hosts = servers.map(({ host, port }) => ({ host: host!, port: port! }));
  if (isRepeated(hosts)) {
    throw new InvalidSetting(
      'names the same host and port twice',
      'Name each server once: user:password@a:5432,b:5432/d.',
    );
  }
  return { ...servers[0]!, hosts };
}

function parseServerUrl(text: string): ClientConfig {
  refuse(shapeError(text));
  const url = readUrl(text)!;
  refuse(parameterError(url));
  const files = readFiles(url.searchParams);
  const { channel_binding, ...config } = toClientConfig(parse(text)) as ClientConfig & { channel_binding?: string };
  requireMatch(files);
  return {
    ...config,
    port: config.port ?? 5432,
    // The parser leaves an encoded slash in the name as it is.
    database: decodedPart(url.pathname.slice(1)),
    ssl: config.ssl ?? false,
    enableChannelBinding: channel_binding === 'prefer' || channel_binding === 'require',
  } as ClientConfig;
}

type Files = Partial<Record<(typeof FILES)[number], string>>;

function readFiles(parameters: URLSearchParams): Files {
  return Object.fromEntries(
    FILES.filter((name) => parameters.has(name)).map((name) => [name, pemOf(name, parameters.get(name)!)]),
  );
}

function pemOf(name: string, path: string): string {
  const fix = `Give ${name} the path of a PEM file that this user may read, or leave it out.`;
  try {
    accessSync(path, constants.R_OK);
    if (statSync(path).isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new InvalidSetting(`names a file in ${name} that cannot be read (${path}: ${code})`, fix);
  }
  const text = readFileSync(path, 'utf8');
  if (!text.includes('-----BEGIN ')) throw new InvalidSetting(`names a file in ${name} that is not PEM (${path})`, fix);
  return text;
}

function requireMatch({ sslrootcert: ca, sslcert: cert, sslkey: key }: Files): void {
  if ((cert === undefined) !== (key === undefined)) {
    throw new InvalidSetting('has one of sslcert and sslkey', 'Give both, or neither.');
  }
  try {
    // Of a file that holds no certificate the context says nothing.
    for (const text of [ca, cert]) if (text !== undefined) new X509Certificate(text);
    createSecureContext({ ca, cert, key });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new InvalidSetting(
      `names certificate files that cannot be used (${code ?? message})`,
      'Give sslrootcert the certificate of who signed, and sslcert and sslkey a certificate with its own, unencrypted key.',
    );
  }
}

function refuse(error: UrlError | undefined): void {
  if (error !== undefined) throw new InvalidSetting(error.problem, error.fix);
}
