import { Logger } from '@nestjs/common';
import { Database, dataSourceOptions, explainBootError } from '@latchkey/service';
import { Command, CommanderError } from 'commander';
import { DataSource } from 'typeorm';
import { readOperator } from './operator.config.js';
import { AuditService } from '../audit/audit.service.js';
import { EventEntity } from '../audit/event.entity.js';
import { EventRepository } from '../audit/event.repository.js';
import { readDatabaseConfig } from '../bank.config.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AccountStatusChanger, type StatusChange, type Step } from './account-status.js';

const EXIT = { done: 0, refused: 1, usage: 2 };
const DESCRIPTION = `What the bank decides about a user. In force at every service within a second. Reads DATABASE_URL.

Exit codes: 0 done, also if it was so already; 1 refused, in words; 2 not understood; 78 the settings are at fault.`;

const words: Record<Step, string> = {
  disable: 'end all sessions of a user and refuse their logins',
  enable: 'let a user log in again who is disabled, or whose account strangers guessed at',
  'end-sessions': 'end all sessions of a user, who may log in again',
};

interface Options {
  readonly json?: boolean;
  readonly as?: string;
}

/** Runs the command line; answers its exit code. */
export async function runUsers(argv: readonly string[]): Promise<number> {
  let code = EXIT.done;
  const program = new Command('users').description(DESCRIPTION).exitOverride();
  // Who reads the help may hang up: the console bears that.
  program.configureOutput({ writeOut: (text) => console.log(text.trimEnd()) });
  for (const step of Object.keys(words) as Step[]) {
    program
      .command(step)
      .description(words[step])
      .argument('<name>', 'the username')
      .option('--json', 'answer as JSON')
      .option('--as <operator>', 'who takes the step, for the record (LATCHKEY_OPERATOR; else the user of the system)')
      .exitOverride()
      .action(async (name: string, options: Options) => {
        code = await run(step, name, options);
      });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    throw error;
  }
}

async function run(step: Step, name: string, options: Options): Promise<number> {
  // The answer has standard output for itself; the record of it is in the database.
  Logger.overrideLogger(false);
  try {
    const change = await withDatabase((standing) => standing.take(step, name, readOperator(options.as)));
    if (change === undefined) {
      console.error(`users: there is no user ${JSON.stringify(name)}.`);
      return EXIT.refused;
    }
    console.log(options.json ? JSON.stringify({ step, ...change }) : sentence(step, change));
    return EXIT.done;
  } catch (error) {
    return explainBootError('users', error);
  }
}

async function withDatabase<T>(work: (standing: AccountStatusChanger) => Promise<T>): Promise<T> {
  const definition = { id: 'bank-users', entities: [UserEntity, EventEntity], migrations: [] };
  const dataSource = await new DataSource(dataSourceOptions(definition, readDatabaseConfig())).initialize();
  try {
    const database = new Database(dataSource);
    const audit = new AuditService(new EventRepository(database));
    const sessions = new SessionRepository(database);
    const counts = new LoginCountRepository(database);
    return await work(new AccountStatusChanger(new UserRepository(database), sessions, counts, audit, database));
  } finally {
    await dataSource.destroy();
  }
}

function sentence(step: Step, { username, changed, sessionsEnded }: StatusChange): string {
  const ended = `${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended.`;
  if (step === 'end-sessions') return `${username}: ${ended}`;
  const already = changed ? '' : ' already';
  return step === 'enable' ? `${username} is enabled${already}.` : `${username} is disabled${already}; ${ended}`;
}
