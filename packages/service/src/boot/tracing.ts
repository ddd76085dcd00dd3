// node --import @latchkey/service/tracing main.js, or dist/tracing.js of a service: spans by OpenTelemetry, for whoever wants them.
import { isMainThread } from 'node:worker_threads';
import { heedSignals } from './signals.js';

// Threads that hash passwords are given what NODE_OPTIONS says too.
if (isMainThread) await begin();

async function begin(): Promise<void> {
  heedSignals(0);
  const { explainBootError } = await import('./boot-error.js');
  try {
    const { startTracing } = await import('../tracing/start-tracing.js');
    startTracing(process.env);
  } catch (error) {
    process.exit(explainBootError('tracing', missingPackage(error) ?? error));
  }
}

function missingPackage(error: unknown): string | undefined {
  const { code, message } = error as { code?: string; message?: string };
  const name = code === 'ERR_MODULE_NOT_FOUND' ? /'(@opentelemetry\/[\w-]+)'/.exec(message ?? '')?.[1] : undefined;
  if (name === undefined) return undefined;
  const all = ['api', 'sdk-trace', 'resources', 'exporter-trace-otlp-proto'].map((one) => `@opentelemetry/${one}`);
  return `${name} is not installed. It is an optional peer of @latchkey/service: npm install ${all.join(' ')}`;
}
