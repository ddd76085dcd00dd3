import { Inject, Injectable } from '@nestjs/common';
import { CONFIG } from '@latchkey/service';
import { boundedBody, expectResponse } from '@latchkey/verifier/outbound';
import { bankAddress, type BankAddressConfig } from '../config/bank-address.js';
import { bankServices } from './services.contract.js';

const TIMEOUT_MS = 2_000;
const MAX_BYTES = 64 * 1024;

/** Asks the bank which services the deployment has. Nothing of the answer is believed yet. */
@Injectable()
export class ServicesClient {
  private readonly address: URL;

  constructor(@Inject(CONFIG) config: BankAddressConfig) {
    this.address = bankAddress(config, '/.well-known/latchkey/services');
  }

  async fetch(stop: AbortSignal): Promise<readonly unknown[]> {
    const answer = await fetch(this.address, {
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.any([stop, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await expectResponse(answer);
    const body = await boundedBody(answer, MAX_BYTES);
    if (body === undefined) throw new Error(`the bank's list is longer than ${MAX_BYTES} bytes`);
    return listIn(body);
  }
}

function listIn(body: Buffer): readonly unknown[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return bankServices.parse(JSON.parse(text)).services;
  } catch {
    // What the parser says quotes what it met.
    throw new Error('its answer is not a list of services');
  }
}
