import type { BeforeApplicationShutdown, OnApplicationBootstrap } from '@nestjs/common';

/** A class of the verifier that works in the background. */
export interface BackgroundPart {
  start(): Promise<void> | void;
  stop(): Promise<void> | void;
}

/** Starts and stops parts of the verifier with the application. Boot waits for the own database at most, never for the bank. */
export class LifecycleJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly parts: readonly BackgroundPart[];

  constructor(...parts: readonly BackgroundPart[]) {
    this.parts = parts;
  }

  async onApplicationBootstrap(): Promise<void> {
    await Promise.all(this.parts.map(async (part) => part.start()));
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.parts.map(async (part) => part.stop()));
  }
}
