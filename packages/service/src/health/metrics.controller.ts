import { Controller, Get, Header } from '@nestjs/common';
import { OpsOnly } from '../http/access.decorator.js';
import { Operation } from '../http/operation.decorator.js';
import { Metrics } from '../metrics/metrics.js';

@Controller()
export class MetricsController {
  constructor(private readonly metrics: Metrics) {}

  @Operation({
    topic: 'Operations',
    summary: 'Read the figures of the process',
    description:
      'For Prometheus: requests, refused requests by reason, event loop, memory, and figures of single features.',
    responses: { 200: { description: 'Figures in the text format of Prometheus.', type: 'text/plain' } },
  })
  @Get('metrics')
  @OpsOnly()
  @Header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
  read(): Promise<string> {
    return this.metrics.text();
  }
}
