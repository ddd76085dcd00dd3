import { AsyncLocalStorage } from 'node:async_hooks';
import { ROOT_CONTEXT, type Context, type ContextManager } from '@opentelemetry/api';

/** OpenTelemetry's context of what runs: channels put it there, so that no promise needs to be wrapped. */
export const spanStore = new AsyncLocalStorage<Context>();

/** The same for spans that a service makes itself, through `@opentelemetry/api`. */
export const contextManager: ContextManager = {
  active: () => spanStore.getStore() ?? ROOT_CONTEXT,
  with: (context, work, thisArg, ...args) => spanStore.run(context, () => work.apply(thisArg, args)),
  bind: (context, target) =>
    typeof target === 'function'
      ? (function bound(this: unknown, ...args: unknown[]) {
          return spanStore.run(context, () => (target as (...all: unknown[]) => unknown).apply(this, args));
        } as typeof target)
      : target,
  enable: () => contextManager,
  disable: () => contextManager,
};
