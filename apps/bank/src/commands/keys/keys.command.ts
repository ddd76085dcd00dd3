import { explainBootError } from '@latchkey/service';
import { type Command, Option } from 'commander';
import { EXIT, runSteps, type Step, type StepOptions } from '../operator.command.js';
import { readOperator } from '../operator.config.js';
import {
  addReplicaOptions,
  addWait,
  pollOf,
  secondsOf,
  type ReplicaOptions,
} from '../replicas/replica-options.command.js';
import { tokenTtlOf } from '../replicas/replica-reasons.rules.js';
import { entriesOf, linesOf } from './result.rules.js';
import type { KeyAlgorithm, KeyState } from './key-state.contract.js';
import { KeyFiles } from './key-files.js';
import { KeyPoll, namesOf } from './key-poll.js';
import type { KeysResult } from './result.contract.js';
import { readKeysConfig, readSecret, type KeysConfig } from './keys.config.js';
import { KeyFilesError, StepRefused } from '../command.errors.js';
import { KeyRotation, type StepDone } from './key-rotation.js';
import { KeyWithdrawal } from './key-withdrawal.js';
import { nextStep } from './rotation.rules.js';

const DESCRIPTION = `Makes and rotates the keys that sign and verify access tokens, and nobody is logged out.

A rotation is start, check, promote, finish. Each step may be repeated, and goes on where a killed one stopped.
Exit codes: 0 done; 1 refused, with each reason; 2 not understood; 78 the settings or the key files are wrong.`;

interface Options extends StepOptions, ReplicaOptions {
  readonly folder?: string;
  readonly alg?: KeyAlgorithm;
  readonly fromSecret?: boolean;
  readonly wait?: number | true;
  readonly dropFirst?: boolean;
}

interface Tools {
  readonly files: KeyFiles;
  readonly questions: KeyPoll;
  readonly keys: KeyRotation;
  readonly config: KeysConfig;
  readonly options: Options;
  readonly tokenSeconds: () => number;
}

type Take = (tools: Tools) => Promise<StepDone>;

const steps: Record<string, { description: string; take: Take }> = {
  init: {
    description: 'make the first key; refuses if there is one',
    take: ({ keys, options }) => keys.init(options.alg ?? 'HS256', options.fromSecret ? readSecret() : undefined),
  },
  status: { description: 'show the keys, and what each replica accepts', take: status },
  start: {
    description: 'begin a rotation: a new key verifies everywhere',
    take: ({ keys, options }) => keys.start(options.alg),
  },
  check: { description: 'ask whether every replica accepts exactly these keys', take: ({ keys }) => keys.check() },
  promote: { description: 'let the bank sign with the new key', take: ({ keys }) => keys.promote() },
  finish: { description: 'drop the old key, once its last token has run out', take: ({ keys }) => keys.finish() },
  now: {
    description: 'withdraw leaked keys: a new one everywhere, then the old ones dropped at once',
    take: ({ files, questions, keys, options }) =>
      new KeyWithdrawal(files, questions, keys)[options.dropFirst ? 'dropFirst' : 'withdraw'](
        options.alg,
        secondsOf(options.wait),
      ),
  },
  abort: { description: 'take a key away that was started and not promoted', take: ({ keys }) => keys.abort() },
};
const MAY_CHOOSE = ['init', 'start', 'now'];
const MAY_WAIT = ['check', 'promote', 'finish', 'now'];

/** Runs the command line; answers its exit code. */
export function runKeys(argv: readonly string[]): Promise<number> {
  return runSteps({ name: 'keys', description: DESCRIPTION, steps: Object.entries(steps).map(stepOf) }, argv);
}

function stepOf([name, { description, take }]: [string, (typeof steps)[string]]): Step<Options> {
  return {
    name,
    description,
    define: (command) => addOptions(command, name),
    run: (options) => run(name, take, options),
  };
}

function addOptions(command: Command, name: string): void {
  command.option('--folder <path>', 'where bank/keys.bank.json and verify/keys.verify.json are (KEYS_FOLDER)');
  addReplicaOptions(command);
  if (MAY_CHOOSE.includes(name)) {
    command.addOption(new Option('--alg <alg>', 'algorithm of the new key').choices(['HS256', 'ES256']));
  }
  const fromSecret = new Option('--from-secret', 'adopt JWT_SECRET of the environment as the first key');
  if (name === 'init') command.addOption(fromSecret.conflicts('alg'));
  if (name === 'now')
    command.option('--drop-first', 'stop accepting the leaked key before all hold the new one: calls fail meanwhile');
  if (MAY_WAIT.includes(name)) addWait(command, 'wait until it may be done, at most so long');
}

async function run(step: string, take: Take, options: Options): Promise<number> {
  try {
    const config = readKeysConfig(options);
    const questions = new KeyPoll(pollOf(options, config));
    const files = new KeyFiles(config.KEYS_FOLDER, readOperator(options.as));
    // What the deployment says outranks the environment of this shell, which need not be the deployment's.
    const told = () => (options.tokenTtl === undefined ? tokenTtlOf(questions.last ?? []) : undefined);
    const tokenSeconds = () => (told() ?? config.TOKEN_TTL) + options.margin;
    const keys = new KeyRotation(files, questions, { tokenSeconds, patience: secondsOf(options.wait) ?? 0 });
    const tools = { files, questions, keys, config, options, tokenSeconds };
    const answer = await taken(step, take, tools);
    console.log(options.json ? JSON.stringify(answer, null, 2) : linesOf(answer).join('\n'));
    return answer.done ? EXIT.done : EXIT.refused;
  } catch (error) {
    if (!(error instanceof KeyFilesError)) return explainBootError('keys', error);
    console.error(`keys: ${error.message}`);
    return EXIT.settings;
  }
}

async function taken(step: string, take: Take, tools: Tools): Promise<KeysResult> {
  const answer = (done: boolean, words: readonly string[], book: KeyState | undefined): KeysResult => ({
    step,
    done,
    words,
    keys: book === undefined ? [] : entriesOf(book, namesOf(book), tools.tokenSeconds()),
    next: book === undefined ? 'init' : nextStep(book, tools.tokenSeconds()),
    services: tools.questions.last,
  });
  try {
    const { words, book } = await take(tools);
    return answer(true, words, book);
  } catch (error) {
    if (!(error instanceof StepRefused)) throw error;
    return answer(false, error.reasons, tools.files.exist ? tools.files.read() : undefined);
  }
}

async function status({ files, questions, config }: Tools): Promise<StepDone> {
  const book = files.read();
  if (config.SSO_REGISTRY_FILE !== undefined) await questions.ask();
  return { words: [], book };
}
