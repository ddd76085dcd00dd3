import { ServerResponse } from 'node:http';

/** Whether the process is on its way out; shared by the HTTP server and the drain. */
export interface DrainState {
  isDraining: boolean;
}

/** A response class whose answers end their connection while the process drains, also those begun before. */
export function drainingResponse(state: DrainState): typeof ServerResponse {
  return class DrainingResponse extends ServerResponse {
    override writeHead(...args: unknown[]): this {
      if (state.isDraining) this.shouldKeepAlive = false;
      return (super.writeHead as (...args: unknown[]) => this)(...args);
    }
  } as typeof ServerResponse;
}
