import { explainBootError, type Database } from '@latchkey/service';
import { withBankDatabase } from './bank-database.js';
import { readOperator, type Operator } from './operator.config.js';
import { EventRepository } from '../audit/event.repository.js';
import { StepRefused } from './command.errors.js';
import { readDatabaseConfig } from './database.config.js';
import { readDeclaredRoles } from './declared-roles.config.js';
import { EXIT, runSteps, type Step, type StepOptions } from './operator.command.js';
import { RightsRepository } from '../rights/rights.repository.js';
import { SessionRepository } from '../sessions/session.repository.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { AccountStatusSteps, type StatusChange, type StatusStep } from './account-status.js';
import { RestoredRepository } from './restored.repository.js';
import { afterRestore, type RestoredResult } from './restored-steps.js';
import { RoleSteps, type RolesResult } from './role-steps.js';

const DESCRIPTION = `What the bank decides about a user. In force at every service within a second. Reads DATABASE_URL, and grant also
SSO_REGISTRY_FILE: it says which roles the services declare.

Exit codes: 0 done, also if it was so already; 1 refused, with the reason; 2 not understood; 78 the settings are wrong.`;

interface Tools {
  readonly status: AccountStatusSteps;
  readonly roles: RoleSteps;
  readonly by: Operator;
}

/** What a step did, as JSON and as a sentence; nothing if there is no such user. */
interface Outcome {
  readonly result: object;
  readonly sentence: string;
}

type Take = (tools: Tools, name: string, role: string) => Promise<Outcome | undefined>;

const statusStep =
  (step: StatusStep): Take =>
  async ({ status, by }, name) => {
    const result = await status.run(step, name, by);
    return result && { result, sentence: statusSentence(step, result) };
  };

const takes: Record<string, { description: string; namesRole?: true; take: Take }> = {
  disable: { description: 'end all sessions of a user and refuse their logins', take: statusStep('disable') },
  enable: {
    description: 'let a user log in again who is disabled, or at whose account strangers tried passwords',
    take: statusStep('enable'),
  },
  'end-sessions': {
    description: 'end all sessions of a user, who may log in again',
    take: statusStep('end-sessions'),
  },
  grant: {
    description: 'give a user a role that a service declares; nobody has to log in again',
    namesRole: true,
    take: async ({ roles, by }, name, role) => {
      const result = await roles.grant(name, role, readDeclaredRoles(), by);
      return (
        result && { result, sentence: rolesSentence(result, `${result.changed ? 'was given' : 'already has'} ${role}`) }
      );
    },
  },
  revoke: {
    description: 'take a role from a user, whether or not a service still declares it',
    namesRole: true,
    take: async ({ roles, by }, name, role) => {
      const result = await roles.revoke(name, role, by);
      const what = result?.changed ? `no longer has ${role}` : `did not have ${JSON.stringify(role)}`;
      return result && { result, sentence: rolesSentence(result, what) };
    },
  },
  roles: {
    description: 'show the roles of a user',
    take: async ({ roles }, name) => {
      const result = await roles.read(name);
      return result && { result, sentence: `${result.username}: ${listOf(result.roles)}.` };
    },
  },
};

const RESTORED: Step<StepOptions> = {
  name: 'restored',
  description: 'after the database came from a backup, before the bank is started: end all sessions of all users',
  define: () => {},
  run: (options) =>
    runOnDatabase('restored', options, async (database, by) => {
      const result = await afterRestore(new RestoredRepository(database), by);
      return { result, sentence: restoredSentence(result) };
    }),
};

const steps = Object.entries(takes).map(([name, { description, namesRole, take }]): Step<StepOptions> => ({
  name,
  description,
  define: (command) => {
    command.argument('<name>', 'the username');
    if (namesRole) command.argument('<role>', 'the role, such as support');
  },
  run: (options, [username, role]) => run(name, take, [username!, role ?? ''], options),
}));

/** Runs the command line; answers its exit code. */
export function runUsers(argv: readonly string[]): Promise<number> {
  return runSteps({ name: 'users', description: DESCRIPTION, steps: [...steps, RESTORED] }, argv);
}

function run(step: string, take: Take, [name, role]: [string, string], options: StepOptions): Promise<number> {
  return runOnDatabase(step, options, async (database, by) => {
    const outcome = await take(toolsOf(database, by), name, role);
    if (outcome === undefined) throw new StepRefused([`there is no user ${JSON.stringify(name)}`]);
    return outcome;
  });
}

async function runOnDatabase(
  step: string,
  options: StepOptions,
  work: (database: Database, by: Operator) => Promise<Outcome>,
): Promise<number> {
  try {
    const by = readOperator(options.as);
    const outcome = await withBankDatabase('bank-users', readDatabaseConfig(), (database) => work(database, by));
    console.log(options.json ? JSON.stringify({ step, ...outcome.result }) : outcome.sentence);
    return EXIT.done;
  } catch (error) {
    if (!(error instanceof StepRefused)) return explainBootError('users', error);
    console.error(`users: ${error.message}.`);
    return EXIT.refused;
  }
}

function toolsOf(database: Database, by: Operator): Tools {
  const [users, sessions] = [new UserRepository(database), new SessionRepository(database)];
  const events = new EventRepository(database);
  const status = new AccountStatusSteps(users, sessions, new LoginCountRepository(database), events, database);
  const roles = new RoleSteps(users, sessions, new RightsRepository(database), events, database);
  return { status, roles, by };
}

function statusSentence(step: StatusStep, { username, changed, sessionsEnded }: StatusChange): string {
  const ended = `${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended.`;
  if (step === 'end-sessions') return `${username}: ${ended}`;
  const already = changed ? '' : ' already';
  return step === 'enable' ? `${username} is enabled${already}.` : `${username} is disabled${already}; ${ended}`;
}

function rolesSentence({ username, roles }: RolesResult, what: string): string {
  return `${username} ${what}; roles: ${listOf(roles)}.`;
}

function restoredSentence({ sessionsEnded }: RestoredResult): string {
  const ended = `${sessionsEnded} ${sessionsEnded === 1 ? 'session' : 'sessions'} ended.`;
  return `${ended} Tokens that were issued since the backup live for TOKEN_TTL: if the old database answered so lately, also run keys now.`;
}

const listOf = (roles: readonly string[]): string => (roles.length === 0 ? 'none' : roles.join(', '));
