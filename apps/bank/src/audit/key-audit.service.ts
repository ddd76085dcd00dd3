import { Injectable } from '@nestjs/common';
import { KeyRing } from '@latchkey/verifier';
import { Database } from '@latchkey/service';
import type { EventKind } from './audit.contract.js';
import { AuditService } from './audit.service.js';
import { KnownKeyRepository } from './known-key.repository.js';

/** Puts on record which keys came, which one signs, and which are gone: once, however many replicas notice. */
@Injectable()
export class KeyAuditService {
  constructor(
    private readonly known: KnownKeyRepository,
    private readonly audit: AuditService,
    private readonly ring: KeyRing,
    private readonly database: Database,
  ) {}

  /** Compares what is on record with the key ring as it is now. */
  async compare(): Promise<void> {
    await this.database.transaction(() => this.#compareAlone());
  }

  async #compareAlone(): Promise<void> {
    await this.known.hold();
    const kids = this.ring.all().map(({ kid }) => kid);
    const signing = this.ring.signing().kid;
    for (const kid of await this.known.noteAdded(kids)) await this.#record('key_added', kid);
    if (await this.known.noteSigning(signing)) await this.#record('key_promoted', signing);
    for (const kid of await this.known.noteWithdrawnBut(kids)) await this.#record('key_withdrawn', kid);
  }

  #record(kind: EventKind, kid: string): Promise<void> {
    const alg = this.ring.all().find((key) => key.kid === kid)?.alg;
    return this.audit.record({ kind, detail: { kid, ...(alg !== undefined && { alg }), ...this.ring.changed } });
  }
}
