import type { PolledService } from '../replicas/polled-service.contract.js';
import type { KeyAlgorithm, KeyStage, KeyTimes } from './key-state.contract.js';

/** A key as it may be shown: its name, never itself. */
export interface KeyEntry extends KeyTimes {
  readonly kid: string;
  readonly alg: KeyAlgorithm;
  readonly state: KeyStage;
  readonly thumbprint: string;
  /** Is being taken out of use at once. */
  readonly leaked: boolean;
  /** From when on `finish` drops it; undefined as long as that is not known. */
  readonly droppedFrom?: string | undefined;
}

/** What every step of the command answers, and prints with `--json`. */
export interface KeysResult {
  readonly step: string;
  readonly done: boolean;
  /** What was done; if it was refused, each reason. */
  readonly words: readonly string[];
  readonly keys: readonly KeyEntry[];
  readonly next: string;
  /** What the services answered when they were asked last; missing if none was. */
  readonly services?: readonly PolledService[] | undefined;
}
