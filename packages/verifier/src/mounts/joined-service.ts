import type { Caller } from '../latchkey/caller.js';
import type { Latchkey } from '../latchkey/latchkey.js';
import type { LatchkeyStatus } from '../latchkey/status.js';
import type { ClosableSocket } from '../sessions/close-on-end.js';
import type { EndListener } from '../sessions/session-watch.js';

/** What a service has in every framework, besides its guards and the routes of the session. */
export class JoinedService {
  constructor(protected readonly core: Latchkey) {}

  /** How the service is doing, from memory: for health checks, and for whoever set it up. */
  status(): LatchkeyStatus {
    return this.core.status();
  }

  /**
   * Calls the listener once when the caller's session ends, when the person's rights change, or when the token's time is over
   * and no newer one was seen here.
   * @returns forgets the listener: to be called when what was open has closed by itself
   */
  onSessionEnd(caller: Caller, listener: EndListener): () => void {
    return this.core.onSessionEnd(caller, listener);
  }

  /**
   * Closes a WebSocket with 4401 and a code as reason when its caller's session ends. A peer that does not close within 3 s is
   * cut off.
   * @returns forgets the socket; only to be called where it does not tell of its close by an event, as Hono's and Bun's do not
   */
  closeSocketOnEnd(socket: ClosableSocket, caller: Caller): () => void {
    return this.core.closeSocketOnEnd(socket, caller);
  }

  /** Stops following the bank, and ends open streams. A store that was given stays open. */
  close(): Promise<void> {
    return this.core.close();
  }
}
