import { Injectable } from '@nestjs/common';
import { KeyRing } from '@latchkey/auth';
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
    await this.database.transaction(async () => {
      await this.known.hold();
      const keys = this.ring.all();
      const kids = keys.map(({ kid }) => kid);
      const signing = this.ring.signing().kid;
      const record = (kind: EventKind, kid: string) => {
        const alg = keys.find((key) => key.kid === kid)?.alg;
        return this.audit.record({ kind, detail: { kid, ...(alg !== undefined && { alg }), ...this.ring.changed } });
      };
      for (const kid of await this.known.noteAdded(kids)) await record('key_added', kid);
      if (await this.known.noteSigning(signing)) await record('key_promoted', signing);
      for (const kid of await this.known.noteWithdrawnBut(kids)) await record('key_withdrawn', kid);
    });
  }
}
