import { SpanKind } from '@opentelemetry/api';
import type { TracedStatement } from '../database/traced-statement.js';
import { followChannel, isWithinSpan, markFailed, type Spans } from './spans.js';
import { statementFacts } from './statement.rules.js';

/** A client span for each statement that a request sends to the database. What jobs ask every second is left out. */
export function spanStatements({ tracer }: Spans): void {
  followChannel<TracedStatement>('latchkey:database', {
    begin: ({ text, database, host, port }, current) => {
      if (!isWithinSpan(current)) return undefined;
      const { operation, text: shown } = statementFacts(text);
      const attributes = {
        'db.system.name': 'postgresql',
        'db.operation.name': operation,
        'db.query.text': shown,
        ...(database !== undefined && { 'db.namespace': database }),
        'server.address': host,
        'server.port': port,
      };
      return tracer.startSpan(operation, { kind: SpanKind.CLIENT, attributes }, current);
    },
    finish: ({ error }, span) => {
      if (error === undefined) return;
      const { code, name } = error as { code?: unknown; name?: string };
      if (typeof code === 'string') span.setAttribute('db.response.status_code', code);
      markFailed(span, typeof code === 'string' ? code : (name ?? '_OTHER'));
    },
  });
}
