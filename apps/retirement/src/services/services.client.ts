import { Inject, Injectable } from '@nestjs/common';
import type { ServiceEntry } from '@latchkey/auth/contract';
import { CONFIG } from '@latchkey/service';
import type { RetirementConfig } from '../retirement.config.js';
import { bankServices } from './services.contract.js';

const TIMEOUT_MS = 2_000;
const MAX_BYTES = 64 * 1024;

/** Asks the bank which services the house has. The answer is believed only as far as the contract goes. */
@Injectable()
export class ServicesClient {
  private readonly address: URL;

  constructor(@Inject(CONFIG) config: RetirementConfig) {
    this.address = new URL('/.well-known/latchkey/services', config.BANK_URL ?? config.SSO_ISSUER);
  }

  async fetch(stop: AbortSignal): Promise<ServiceEntry[]> {
    const answer = await fetch(this.address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    if (answer.status !== 200) {
      await answer.body?.cancel();
      throw new Error(`the bank answered ${answer.status}`);
    }
    return bankServices.parse(JSON.parse(await boundedText(answer))).services;
  }
}

async function boundedText(answer: Response): Promise<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let size = 0;
  let text = '';
  for await (const chunk of answer.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_BYTES) throw new Error(`the bank's list is longer than ${MAX_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
