import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { context, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, resourceFromAttributes, type Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { onService, type ServiceAnnouncement } from './announcement.js';
import { loadConfig } from '../config/load-config.js';
import { tracingConfig, type TracingConfig } from '../config/tracing-settings.js';
import { spanCalls } from './call-spans.js';
import { spanStatements } from './database-spans.js';
import { ExportNotice } from './export-notice.js';
import { GivenIds } from './given-ids.js';
import { spanHashes } from './hash-spans.js';
import { spanRequests } from './request-spans.js';
import { samplerOf } from './sampler.js';
import { contextManager } from './span-store.js';

/**
 * Traces the service that begins next, as OpenTelemetry's settings say. Spans are exported in the background, bounded in
 * number; the service goes on without its collector.
 * @throws ConfigError with all errors of these settings
 */
export function startTracing(env: NodeJS.ProcessEnv): void {
  const config = loadConfig(tracingConfig, env);
  if (config.OTEL_SDK_DISABLED || config.OTEL_TRACES_EXPORTER === 'none') return;
  let isTraced = false;
  onService((service) => {
    // Spans of a process have one place to go.
    if (!isTraced) traceService(service, config);
    isTraced = true;
  });
}

function traceService({ id, log, atStop }: ServiceAnnouncement, config: TracingConfig): void {
  const ids = new GivenIds();
  const exporter = new ExportNotice(new OTLPTraceExporter(), addressOf(config), log);
  const provider = new TracerProvider({
    resource: resourceOf(id, config),
    sampler: samplerOf(config),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({
        exporter,
        maxQueueSize: config.OTEL_BSP_MAX_QUEUE_SIZE,
        maxExportBatchSize: config.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
        scheduledDelayMillis: config.OTEL_BSP_SCHEDULE_DELAY,
      }),
    ],
  });
  context.setGlobalContextManager(contextManager);
  trace.setGlobalTracerProvider(provider);
  const spans = { tracer: provider.getTracer('@latchkey/service'), ids };
  spanRequests(spans);
  spanCalls(spans);
  spanStatements(spans);
  spanHashes(spans);
  atStop(() => provider.shutdown());
}

function resourceOf(id: string, config: TracingConfig): Resource {
  return defaultResource().merge(
    resourceFromAttributes({
      'service.name': id,
      'service.instance.id': randomUUID(),
      'host.name': hostname(),
      'process.pid': process.pid,
      ...config.OTEL_RESOURCE_ATTRIBUTES,
      ...(config.OTEL_SERVICE_NAME !== undefined && { 'service.name': config.OTEL_SERVICE_NAME }),
    }),
  );
}

// For the notice only: the exporter reads its settings itself.
function addressOf({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT }: TracingConfig): URL {
  return OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ?? OTEL_EXPORTER_OTLP_ENDPOINT;
}
