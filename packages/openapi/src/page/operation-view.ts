import { STATUS_CODES } from 'node:http';
import { curlFor } from './curl.js';
import { html } from './markup.js';
import type { Markup } from './markup.js';
import type { Answer, Content, OpenApi, Operation, Parameter } from '../open-api.js';
import { member, schemaView } from './schema-view.js';

/** One operation with the place where it is called. */
export interface PlacedOperation {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** An operation: what it does, who may call it, what it takes and answers; a call and its answer beside. */
export function operationView({ method, path, operation }: PlacedOperation, api: OpenApi, origin: string): Markup {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const answers = Object.entries(responses);
  const good = answers.filter(([status]) => Number(status) < 400);
  const bad = answers.filter(([status]) => Number(status) >= 400);
  return html`<article class="operation" id="${operationId}" aria-labelledby="${operationId}-title">
    <header>
      <h3 id="${operationId}-title"><a href="#${operationId}">${summary}</a></h3>
      <p class="address">${methodBadge(method)}<code>${broken(path)}</code></p>
      <p class="access access-${operation['x-latchkey-caller'].replace(' ', '-')}">
        ${CALLERS[operation['x-latchkey-caller']]}
      </p>
    </header>
    <div class="text">
      ${paragraphs(description)}
      ${
        parameters.length > 0 &&
        part(
          'Parameters',
          html`<ul class="members">
            ${parameters.map(parameterView)}
          </ul>`,
        )
      }
      ${requestBody !== undefined && part(requestBody.required ? 'Body' : 'Body, may be left out', contentView(requestBody.content))}
      ${good.map(([status, answer]) => part(`Answer ${status}`, answerView(answer)))}
      ${
        bad.length > 0 &&
        html`<details class="refusals">
          <summary>Refusals</summary>
          ${bad.map(([status, answer]) => refusalView(status, answer, api))}
        </details>`
      }
    </div>
    <div class="samples">
      ${sample('Call', curlFor(origin, method, path, operation))}
      ${requestBody !== undefined && exampleView('Body', requestBody.content)}
      ${good.map(([status, { content = {} }]) => exampleView(`Answer ${status}`, content))}
    </div>
  </article>`;
}

const CALLERS = {
  public: 'Public',
  'logged in': 'Logged in',
  sensitive: 'Logged in, sensitive',
  operators: 'Operators',
} as const;

/** The method as a badge. */
export function methodBadge(method: string): Markup {
  return html`<span class="method method-${method}">${method.toUpperCase()}</span>`;
}

// A long path may be broken before each slash.
function broken(path: string): Markup {
  return html`${path.split(/(?=\/)/).map((segment, index) => html`${index > 0 && html`<wbr />`}${segment}`)}`;
}

/** Text whose paragraphs are parted by an empty line. */
export function paragraphs(text = ''): Markup {
  return html`${text
    .split('\n\n')
    .filter(Boolean)
    .map((one) => html`<p>${coded(one)}</p>`)}`;
}

// `so` is code, as in Markdown.
function coded(text: string): Markup {
  return html`${text.split('`').map((piece, index) => (index % 2 === 1 ? html`<code>${piece}</code>` : piece))}`;
}

function part(title: string, content: Markup): Markup {
  return html`<section>
    <h4>${title}</h4>
    ${content}
  </section>`;
}

function parameterView({ name, in: place, required, description, schema }: Parameter): Markup {
  return member(
    name,
    { ...schema, ...(description !== undefined && { description }), format: schema.format ?? place },
    required,
  );
}

function contentView(content: Readonly<Record<string, Content>>): Markup {
  return html`${Object.entries(content).map(
    ([type, { schema }]) =>
      html`${type !== 'application/json' && html`<p class="facts"><code>${type}</code></p>`}${schema !== undefined && schemaView(schema)}`,
  )}`;
}

function answerView({ description, headers = {}, content = {} }: Answer): Markup {
  const told = Object.entries(headers);
  return html`${paragraphs(description)}${
    told.length > 0 &&
    html`<ul class="members">
      ${told.map(([name, header]) => member(name, { ...header.schema, description: header.description, format: 'header' }, true))}
    </ul>`
  }${contentView(content)}`;
}

function refusalView(status: string, { content = {} }: Answer, api: OpenApi): Markup {
  const examples = Object.values(content['application/problem+json']?.examples ?? {});
  const items = examples.map(({ $ref }) => {
    const { summary, value } = api.components.examples[$ref.split('/').at(-1)!]!;
    return html`<li><code>${(value as { code: string }).code}</code> ${summary}</li>`;
  });
  return html`<section>
    <h4>${status} ${STATUS_CODES[status]}</h4>
    <ul class="codes">
      ${items}
    </ul>
  </section>`;
}

function exampleView(title: string, content: Readonly<Record<string, Content>>): Markup {
  const [example] = Object.values(content).map((one) => one.example);
  if (example === undefined) return html``;
  return sample(title, typeof example === 'string' ? example : JSON.stringify(example, undefined, 2));
}

function sample(title: string, text: string): Markup {
  return html`<figure>
    <figcaption>${title}</figcaption>
    <pre><code>${tinted(text)}</code></pre>
  </figure>`;
}

// Names and texts stand in quotation marks; a colon behind tells them apart.
function tinted(text: string): Markup {
  const pieces = text.split(/("(?:[^"\\\n]|\\.)*")/);
  return html`${pieces.map((piece, index) => {
    if (index % 2 === 0) return piece;
    return html`<span class="${pieces[index + 1]!.startsWith(':') ? 'key' : 'string'}">${piece}</span>`;
  })}`;
}
