import { Injectable } from '@nestjs/common';
import type { AccountRemoval } from '@latchkey/auth';
import type { ClientsAnswer, PensionAnswer, PensionBody } from './pension.contract.js';

/** What this service keeps of people, by `sub`: a real one has a table. */
@Injectable()
export class PensionService implements AccountRemoval {
  private readonly monthly = new Map<string, string>();

  read(sub: string): PensionAnswer {
    return { owner: sub, monthlyMinor: this.monthly.get(sub) ?? '0' };
  }

  write(sub: string, { monthlyMinor }: PensionBody): PensionAnswer {
    this.monthly.set(sub, monthlyMinor);
    return this.read(sub);
  }

  list(): ClientsAnswer {
    return { clients: [...this.monthly.keys()] };
  }

  async remove(sub: string): Promise<void> {
    this.monthly.delete(sub);
  }
}
