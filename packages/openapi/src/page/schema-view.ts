import { html } from './markup.js';
import type { Markup } from './markup.js';
import type { Schema } from '../open-api.js';

/** Values shown at once; of longer lists the rest is folded. */
const FEW_VALUES = 6;

/** A schema as nested lists: name, type, constraints, what it means. */
export function schemaView(schema: Schema): Markup {
  const choices = choicesOf(schema);
  if (schema.properties !== undefined) return members(schema);
  if (choices.length > 0)
    return html`<ol class="choices">
      ${choices.map((one) => html`<li>${schemaView(one)}</li>`)}
    </ol>`;
  const inner = innerOf(schema);
  if (inner !== undefined)
    return html`<p class="facts">${typeOf(schema)}${facts(schema)}</p>
      ${schemaView(inner)}`;
  return html`<p class="facts">${typeOf(schema)}${facts(schema)}</p>
    ${words(schema)}`;
}

function members({ properties = {}, required = [] }: Schema): Markup {
  return html`<ul class="members">
    ${Object.entries(properties).map(([name, schema]) => member(name, schema, required.includes(name)))}
  </ul>`;
}

/** One named member, also for a parameter. */
export function member(name: string, schema: Schema, isRequired: boolean): Markup {
  const inner = innerOf(schema);
  return html`<li>
    <p class="facts">
      <code class="name">${name}</code
      >${typeOf(schema)}${!isRequired && html`<span class="optional">optional</span>`}${facts(schema)}
    </p>
    ${words(schema)}${
      inner !== undefined &&
      html`<details class="inner">
        <summary>${wordFor(schema)}</summary>
        ${schemaView(inner)}
      </details>`
    }
  </li>`;
}

function wordFor(schema: Schema): string {
  return schema.type === 'array' ? 'Each entry' : 'Members';
}

/** What stands inside, if that has members of its own. */
function innerOf(schema: Schema): Schema | undefined {
  if (schema.properties !== undefined) return schema;
  const inside =
    schema.items ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined);
  return inside !== undefined && (inside.properties !== undefined || choicesOf(inside).length > 0) ? inside : undefined;
}

function choicesOf({ oneOf, anyOf }: Schema): readonly Schema[] {
  return (oneOf ?? anyOf ?? []).filter((one) => one.properties !== undefined);
}

function typeOf(schema: Schema): Markup {
  return html`<span class="type">${typeName(schema)}</span>`;
}

function typeName(schema: Schema): string {
  const names = (schema.anyOf ?? schema.oneOf)?.map(typeName) ?? [schema.type ?? 'any'].flat();
  if (schema.type === 'array' && schema.items !== undefined) return `array of ${typeName(schema.items)}`;
  const format = schema.format === undefined ? '' : ` (${schema.format})`;
  return [...new Set(names)].join(' or ') + format;
}

const FACTS: Readonly<Record<string, (value: unknown) => string>> = {
  exclusiveMinimum: (value) => `above ${String(value)}`,
  pattern: String,
  default: (value) => `default ${JSON.stringify(value)}`,
  const: (value) => `always ${JSON.stringify(value)}`,
};

function facts(schema: Schema): Markup {
  const texts = [
    range(schema.minLength, schema.maxLength, 'characters'),
    range(schema.minItems, schema.maxItems, 'entries'),
    range(schema.minimum, schema.maximum, ''),
    ...Object.entries(FACTS).map(([keyword, say]) => schema[keyword] !== undefined && say(schema[keyword])),
  ];
  return html`${texts.map((text) => text && html`<code class="limit">${text}</code>`)}`;
}

function range(least: number | undefined, most: number | undefined, of: string): string | undefined {
  if (least === undefined && most === undefined) return undefined;
  const bounds =
    least === undefined ? `at most ${most}` : most === undefined ? `at least ${least}` : `${least} to ${most}`;
  return `${bounds} ${of}`.trim();
}

function words(schema: Schema): Markup {
  const values = schema.enum ?? schema.items?.enum ?? [];
  const listed = (some: readonly unknown[]) =>
    html`<ul class="values">
      ${some.map((one) => html`<li><code>${String(one)}</code></li>`)}
    </ul>`;
  return html`${schema.description !== undefined && html`<p>${schema.description}</p>`}
  ${values.length > 0 && values.length <= FEW_VALUES && listed(values)}
  ${
    values.length > FEW_VALUES &&
    html`<details class="inner">
      <summary>${values.length} values</summary>
      ${listed(values)}
    </details>`
  }`;
}
