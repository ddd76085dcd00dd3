// node ../../packages/openapi/dist/write-reference.js, in a service's folder: writes the document of its API, the page that shows it and
// the page's style into dist/reference/, from which the running service serves them.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ServiceConfig, ServiceDefinition } from '@latchkey/service';
import { testEnvironment } from '@latchkey/testing/environment';
import { openApiOf } from './document/open-api-of.js';
import { renderPage } from './page/render-page.js';

// Later parts win over earlier ones.
const STYLE_PARTS = ['base', 'bar', 'columns', 'operation', 'schema', 'samples'];

const { latchkey } = JSON.parse(await readFile('package.json', 'utf8')) as { latchkey: { id: string } };
const module = (await import(pathToFileURL(`build/${latchkey.id}.module.js`).href)) as Record<string, unknown>;
const definition = Object.values(module).find(isDefinition);
if (definition?.reference === undefined)
  throw new Error(`build/${latchkey.id}.module.js defines no service with a reference`);
const folder = 'dist/reference';
const document = await openApiOf(definition, testEnvironment(latchkey.id, 'postgres://nobody@127.0.0.1/none'));
const parts = STYLE_PARTS.map((part) => readFile(new URL(`../static/${part}.css`, import.meta.url), 'utf8'));
await mkdir(folder, { recursive: true });
await writeFile(join(folder, 'openapi.json'), JSON.stringify(document));
await writeFile(join(folder, 'page.html'), renderPage(document, definition.name));
await writeFile(join(folder, 'style.css'), (await Promise.all(parts)).join(''));

function isDefinition(value: unknown): value is ServiceDefinition<ServiceConfig> {
  return typeof value === 'object' && value !== null && (value as { id?: unknown }).id === latchkey.id;
}
