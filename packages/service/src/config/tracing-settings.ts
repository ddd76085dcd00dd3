import type { ConfigOf, SettingError, Settings } from './config-definition.js';
import { keyValues } from './key-values.rules.js';
import { InvalidSetting, makeSetting } from './setting.js';
import type { SettingOptions } from './setting.js';
import { setting } from './setting-makers.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;
const PAIRS = 'key=value pairs, separated by commas, percent-encoded';

const settings = {
  OTEL_SDK_DISABLED: makeSetting(
    'true | false',
    { describe: 'Whether nothing is traced, though tracing was loaded.', default: false },
    (text) => {
      const [word, is] = [text.toLowerCase(), text.toLowerCase() === 'true'];
      if (!is && word !== 'false') throw new InvalidSetting('is neither true nor false');
      return is;
    },
  ),
  OTEL_TRACES_EXPORTER: setting.choice({
    describe: 'Where spans go.',
    default: 'otlp',
    choices: ['otlp', 'none'],
  }),
  OTEL_SERVICE_NAME: setting.text({
    describe: "The service's name in traces. Unset: its id, as in the log.",
    optional: true,
    max: 255,
  }),
  OTEL_RESOURCE_ATTRIBUTES: pairs({ describe: 'What else every span says of where it comes from.' }),
  OTEL_EXPORTER_OTLP_ENDPOINT: setting.url({
    describe: 'Where the collector takes OTLP over HTTP; /v1/traces is appended.',
    fix: 'Set it to the base URL of the collector, for example http://127.0.0.1:4318.',
    default: 'http://localhost:4318',
  }),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: setting.url({
    describe: 'The same for traces alone, as the whole URL: nothing is appended.',
    optional: true,
  }),
  OTEL_EXPORTER_OTLP_HEADERS: pairs({ describe: 'Headers for the collector, such as its key.' }, true),
  OTEL_EXPORTER_OTLP_TRACES_HEADERS: pairs({ describe: 'The same for traces alone; added to the others.' }, true),
  OTEL_EXPORTER_OTLP_TIMEOUT: milliseconds('Milliseconds that one export may take, tries again included.', 10_000),
  OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: milliseconds('The same for traces alone.'),
  OTEL_EXPORTER_OTLP_PROTOCOL: protocol('What is spoken to the collector.'),
  OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: protocol('The same for traces alone.'),
  OTEL_EXPORTER_OTLP_COMPRESSION: setting.choice({
    describe: 'How exports are compressed.',
    default: 'none',
    choices: ['none', 'gzip'],
  }),
  OTEL_EXPORTER_OTLP_CERTIFICATE: setting.file({
    describe: "File (PEM) of the CA that signed the collector's certificate.",
    optional: true,
  }),
  OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE: setting.file({
    describe: 'File (PEM) of the certificate that is shown to the collector.',
    optional: true,
  }),
  OTEL_EXPORTER_OTLP_CLIENT_KEY: setting.file({ describe: 'File (PEM) of its private key.', optional: true }),
  OTEL_TRACES_SAMPLER: setting.choice({
    describe: 'Which traces are kept; parentbased_… does as whoever asks us does.',
    default: 'parentbased_always_on',
    choices: SAMPLERS,
  }),
  OTEL_TRACES_SAMPLER_ARG: makeSetting(
    'number from 0 to 1',
    { describe: 'The share that …traceidratio keeps.', optional: true } as const,
    (text) => {
      if (!/^(0|1|0?\.\d{1,9}|[01]\.\d{1,9})$/.test(text) || Number(text) > 1)
        throw new InvalidSetting('is not a number from 0 to 1');
      return Number(text);
    },
  ),
  OTEL_PROPAGATORS: makeSetting(
    'list',
    { describe: 'How a trace is passed on: by traceparent, always.', default: 'tracecontext' },
    (text) => {
      const foreign = text.split(',').filter((name) => !/^(tracecontext|baggage)$/.test(name.trim()));
      if (foreign.length > 0) throw new InvalidSetting('names more than tracecontext and baggage', 'Take it away.');
      return text;
    },
  ),
  OTEL_BSP_MAX_QUEUE_SIZE: setting.integer({
    describe: 'Spans that wait for their export; what comes beyond is lost.',
    default: 2048,
    min: 1,
    max: 65_536,
  }),
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: setting.integer({
    describe: 'Spans in one export.',
    default: 512,
    min: 1,
    max: 65_536,
  }),
  OTEL_BSP_SCHEDULE_DELAY: milliseconds('Milliseconds between two exports.', 5_000),
} satisfies Settings;

/** What OpenTelemetry's own settings come to. */
export type TracingConfig = ConfigOf<typeof settings>;

/** The settings of OpenTelemetry that tracing heeds; for `loadConfig`, and for the docs. */
export const tracingConfig = { settings, rules: batchErrors } as const;

function batchErrors(values: Partial<TracingConfig>): SettingError[] {
  const { OTEL_BSP_MAX_EXPORT_BATCH_SIZE: batch, OTEL_BSP_MAX_QUEUE_SIZE: queue } = values;
  if (batch === undefined || queue === undefined || batch <= queue) return [];
  const fix = 'Set it to at most OTEL_BSP_MAX_QUEUE_SIZE.';
  return [{ name: 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE', problem: `is above ${queue}, what the queue holds`, fix }];
}

function pairs(options: Pick<SettingOptions, 'describe'>, isSecret = false) {
  const told = { ...options, fix: `Expected: ${PAIRS}.`, optional: true } as const;
  return makeSetting(isSecret ? 'secret' : PAIRS, told, keyValues, isSecret);
}

function milliseconds(describe: string, fallback?: number) {
  const bounds = { describe, min: 1, max: 600_000 };
  return fallback === undefined
    ? setting.integer({ ...bounds, optional: true })
    : setting.integer({ ...bounds, default: fallback });
}

function protocol(describe: string) {
  const fix = 'Only http/protobuf is spoken, which collectors take on port 4318; grpc (4317) is not.';
  return setting.choice({ describe, fix, default: 'http/protobuf', choices: ['http/protobuf'] });
}
