import { explainBootError, type Database } from '@latchkey/service';
import { EventRepository } from '../../audit/event.repository.js';
import { TokenContractRepository } from '../../tokens/token-contract.repository.js';
import { withBankDatabase } from '../bank-database.js';
import { StepRefused } from '../command.errors.js';
import { EXIT, runSteps, type Step, type StepOptions } from '../operator.command.js';
import { readOperator } from '../operator.config.js';
import type { PolledService } from '../replicas/polled-service.contract.js';
import {
  addReplicaOptions,
  addWait,
  pollOf,
  secondsOf,
  type ReplicaOptions,
} from '../replicas/replica-options.command.js';
import type { ReplicaPoll } from '../replicas/replica-poll.js';
import { tokenTtlOf } from '../replicas/replica-reasons.rules.js';
import { ContractSteps } from './contract-steps.js';
import { readContractConfig, type ContractConfig } from './contract.config.js';
import { nextStep, replicaLines } from './contract.rules.js';

const DESCRIPTION = `Rolls the version of the token contract that the bank issues, and nobody is logged out. Reads DATABASE_URL and the registry.

Once every service of the deployment verifies version 2, promote lets the bank issue it. Before a service goes back to an
earlier release, demote, and wait until the last token of version 2 has run out. Each step may be repeated.
Exit codes: 0 done; 1 refused, with each reason; 2 not understood; 78 the settings are wrong.`;

interface Options extends StepOptions, ReplicaOptions {
  readonly wait?: number | true;
}

interface Tools {
  readonly steps: ContractSteps;
  readonly replicas: ReplicaPoll;
  readonly config: ContractConfig;
}

/** What every step answers, and prints with `--json`. */
interface ContractResult {
  readonly step: string;
  readonly done: boolean;
  /** What was done; if it was refused, each reason. */
  readonly words: readonly string[];
  /** What the bank issues, and since when. */
  readonly version: number;
  readonly since: string;
  readonly next: string;
  /** What the services answered when they were asked last; missing if none was. */
  readonly services?: readonly PolledService[] | undefined;
}

const steps: Record<string, { description: string; wait?: string; take: (tools: Tools) => Promise<string[]> }> = {
  status: {
    description: 'show which version the bank issues, and which ones each replica verifies',
    take: async ({ replicas, config }) => {
      if (config.SSO_REGISTRY_FILE !== undefined) await replicas.ask();
      return [];
    },
  },
  check: {
    description: 'ask whether every replica verifies version 2',
    wait: 'wait until they do, at most so long',
    take: ({ steps: taken }) => taken.check(),
  },
  promote: {
    description: 'let the bank issue version 2; refuses, and names the replica, while one would refuse it',
    wait: 'wait until it may be done, at most so long',
    take: ({ steps: taken }) => taken.promote(),
  },
  demote: {
    description: 'let the bank issue version 1 again, which every release verifies',
    wait: 'wait until the last token of version 2 has run out, if that is not longer',
    take: ({ steps: taken }) => taken.demote(),
  },
};

/** Runs the command line; answers its exit code. */
export function runContract(argv: readonly string[]): Promise<number> {
  return runSteps({ name: 'contract', description: DESCRIPTION, steps: Object.keys(steps).map(stepOf) }, argv);
}

function stepOf(name: string): Step<Options> {
  const { description, wait } = steps[name]!;
  return {
    name,
    description,
    define: (command) => {
      addReplicaOptions(command);
      if (wait !== undefined) addWait(command, wait);
    },
    run: (options) => run(name, options),
  };
}

async function run(step: string, options: Options): Promise<number> {
  try {
    const config = readContractConfig(options);
    const replicas = pollOf(options, config);
    const answer = await withBankDatabase('bank-contract', config, (database) =>
      taken(step, options, { config, replicas, database }),
    );
    console.log(options.json ? JSON.stringify(answer, null, 2) : linesOf(answer).join('\n'));
    return answer.done ? EXIT.done : EXIT.refused;
  } catch (error) {
    return explainBootError('contract', error);
  }
}

async function taken(
  step: string,
  options: Options,
  { config, replicas, database }: Omit<Tools, 'steps'> & { database: Database },
): Promise<ContractResult> {
  const contract = new TokenContractRepository(database);
  // What the deployment says outranks the environment of this shell, which need not be the deployment's.
  const told = () => (options.tokenTtl === undefined ? tokenTtlOf(replicas.last ?? []) : undefined);
  const taking = new ContractSteps(contract, new EventRepository(database), database, replicas, {
    by: readOperator(options.as),
    tokenSeconds: () => (told() ?? config.TOKEN_TTL) + options.margin,
    patience: secondsOf(options.wait) ?? 0,
  });
  const answer = async (done: boolean, words: readonly string[]): Promise<ContractResult> => {
    const { version, changedAt } = await contract.find();
    const next = nextStep(version, replicas.last);
    return { step, done, words, version, since: changedAt.toISOString(), next, services: replicas.last };
  };
  try {
    return await answer(true, await steps[step]!.take({ steps: taking, replicas, config }));
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    return answer(false, error.reasons);
  }
}

function linesOf({ step, done, words, version, since, services = [], next }: ContractResult): string[] {
  const lines = words.map((word) => (done ? word : `✗ ${word}`));
  if (step === 'status')
    lines.push(`the bank issues version ${version} since ${since}`, ...services.flatMap(replicaLines));
  return [...lines, `next: ${next}`];
}
