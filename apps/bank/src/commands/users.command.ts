import { Database, dataSourceOptions, explainBootError } from '@latchkey/service';
import { DataSource } from 'typeorm';
import { readOperator } from './operator.config.js';
import { EventEntity } from '../audit/event.entity.js';
import { EventRepository } from '../audit/event.repository.js';
import { readDatabaseConfig } from './database.config.js';
import { EXIT, runSteps, type Step, type StepOptions } from './operator.command.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserEntity } from '../users/user.entity.js';
import { UserRepository } from '../users/user.repository.js';
import { AccountStatusSteps, type StatusChange, type StatusStep } from './account-status.js';

const DESCRIPTION = `What the bank decides about a user. In force at every service within a second. Reads DATABASE_URL.

Exit codes: 0 done, also if it was so already; 1 refused, with the reason; 2 not understood; 78 the settings are wrong.`;

const descriptions: Record<StatusStep, string> = {
  disable: 'end all sessions of a user and refuse their logins',
  enable: 'let a user log in again who is disabled, or at whose account strangers tried passwords',
  'end-sessions': 'end all sessions of a user, who may log in again',
};

const steps = Object.entries(descriptions).map(([name, description]): Step<StepOptions> => ({
  name,
  description,
  define: (command) => void command.argument('<name>', 'the username'),
  run: (options, [username]) => run(name as StatusStep, username!, options),
}));

/** Runs the command line; answers its exit code. */
export function runUsers(argv: readonly string[]): Promise<number> {
  return runSteps({ name: 'users', description: DESCRIPTION, steps }, argv);
}

async function run(step: StatusStep, name: string, options: StepOptions): Promise<number> {
  try {
    const change = await withDatabase((status) => status.run(step, name, readOperator(options.as)));
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

async function withDatabase<T>(work: (status: AccountStatusSteps) => Promise<T>): Promise<T> {
  const definition = { id: 'bank-users', entities: [UserEntity, EventEntity], migrations: [] };
  const dataSource = await new DataSource(dataSourceOptions(definition, readDatabaseConfig())).initialize();
  try {
    const database = new Database(dataSource);
    const events = new EventRepository(database);
    const sessions = new SessionRepository(database);
    const counts = new LoginCountRepository(database);
    return await work(new AccountStatusSteps(new UserRepository(database), sessions, counts, events, database));
  } finally {
    await dataSource.destroy();
  }
}

function sentence(step: StatusStep, { username, changed, sessionsEnded }: StatusChange): string {
  const ended = `${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended.`;
  if (step === 'end-sessions') return `${username}: ${ended}`;
  const already = changed ? '' : ' already';
  return step === 'enable' ? `${username} is enabled${already}.` : `${username} is disabled${already}; ${ended}`;
}
