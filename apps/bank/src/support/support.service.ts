import { Injectable } from '@nestjs/common';
import { asAppError, sessionEnded } from '@latchkey/auth';
import { AppError, Database } from '@latchkey/service';
import { renewRequired } from '@latchkey/verifier';
import type { AccessTokenClaims } from '@latchkey/verifier/contract';
import { entryOf } from '../audit/event-entry.rules.js';
import { EventRepository } from '../audit/event.repository.js';
import { AuditService } from '../audit/audit.service.js';
import type { Client } from '../client/client.contract.js';
import { ActiveSessionsService } from '../sessions/active-sessions.service.js';
import { RevokedSessionsService } from '../sessions/revoked-sessions.service.js';
import { standingOf } from '../sessions/token-standing.rules.js';
import { LoginCountRepository } from '../throttle/login-count.repository.js';
import { UserRepository } from '../users/user.repository.js';
import { foldUsername } from '../users/username.rules.js';
import {
  SUPPORT,
  type ChangeAnswer,
  type EndSessionsAnswer,
  type EndSessionsBody,
  type LookAnswer,
  type LookBody,
  type PersonBody,
} from './support.contract.js';
import { ownAccount, personHasNoSuchSession, personNotFound, supportAccount } from './support.errors.js';
import { doneRecord, refusedRecord, type SupportRequest } from './support-record.rules.js';
import { SupportRepository, type FoundPerson } from './support.repository.js';

const EVENTS = 20;

/** What an act did. */
interface Done<T> {
  readonly answer: T;
  readonly sessionId?: string | undefined;
  /** Sessions that it ended. */
  readonly ended?: readonly string[];
}

/**
 * What the support desk sees and does of other people's accounts. Each look and each act is on record in the transaction that
 * makes it: what cannot be recorded does not happen.
 */
@Injectable()
export class SupportService {
  constructor(
    private readonly people: SupportRepository,
    private readonly users: UserRepository,
    private readonly counts: LoginCountRepository,
    private readonly sessions: ActiveSessionsService,
    private readonly revoked: RevokedSessionsService,
    private readonly events: EventRepository,
    private readonly audit: AuditService,
    private readonly database: Database,
  ) {}

  async look({ username, reason }: LookBody, staff: AccessTokenClaims, client: Client): Promise<LookAnswer> {
    const folded = foldUsername(username);
    const found = folded === undefined ? undefined : await this.users.find(folded);
    const request = { kind: 'support_looked', sub: found?.id, username: folded, reason } as const;
    return this.#act(request, staff, client, async (person) => {
      const { registeredAt, deletionAt, ...rest } = person;
      const sessions = await this.sessions.listOf(person.sub, staff);
      const events = (await this.events.findByUser(person.sub, EVENTS)).map((event) => entryOf(event, staff.sid));
      const times = { registeredAt: registeredAt.toISOString(), deletionAt: deletionAt?.toISOString() ?? null };
      return {
        answer: { person: { ...rest, ...times }, sessions, events: events.filter((event) => event !== undefined) },
      };
    });
  }

  /** Ends one session, or all of them. */
  endSessions(body: EndSessionsBody, staff: AccessTokenClaims, client: Client): Promise<EndSessionsAnswer> {
    const { sub, sessionId, reason } = body;
    return this.#act({ kind: 'support_ended_sessions', sub, reason }, staff, client, async () => {
      const ended = await this.sessions.endByBank(sub, sessionId);
      if (sessionId !== undefined && ended.length === 0) return personHasNoSuchSession();
      return { answer: { ended: ended.length }, ended, sessionId };
    });
  }

  disable({ sub, reason }: PersonBody, staff: AccessTokenClaims, client: Client): Promise<ChangeAnswer> {
    return this.#act({ kind: 'support_disabled', sub, reason }, staff, client, async () => {
      const changed = await this.users.setDisabled(sub, true);
      return { answer: { changed }, ended: await this.sessions.endByBank(sub) };
    });
  }

  enable({ sub, reason }: PersonBody, staff: AccessTokenClaims, client: Client): Promise<ChangeAnswer> {
    return this.#act({ kind: 'support_enabled', sub, reason }, staff, client, async ({ username }) => {
      const isEnabled = await this.users.setDisabled(sub, false);
      // Also where strangers' attempts, and nobody's decision, kept the person out.
      const forgotten = await this.counts.forget(username);
      return { answer: { changed: isEnabled || forgotten > 0 } };
    });
  }

  async #act<T>(
    request: SupportRequest,
    staff: AccessTokenClaims,
    client: Client,
    work: (person: FoundPerson) => Promise<Done<T> | AppError>,
  ): Promise<T> {
    const done = await this.database.transaction(async () => {
      const person = await this.#hold(request.sub, staff);
      const outcome = person instanceof AppError ? person : await work(person);
      const isRefused = outcome instanceof AppError;
      const event = isRefused ? refusedRecord(request, outcome.code, staff) : doneRecord(request, outcome, staff);
      await this.audit.record(event, client);
      return outcome;
    });
    if (done instanceof AppError) throw done;
    if (done.ended !== undefined && done.ended.length > 0) await this.revoked.learn(done.ended);
    return done.answer;
  }

  // Nobody gains or loses the role, or is ended, between this and the commit: the rows are held, theirs and that of who asks.
  async #hold(sub: string | undefined, staff: AccessTokenClaims): Promise<FoundPerson | AppError> {
    await this.people.lock(sub === undefined ? [staff.sub] : [staff.sub, sub]);
    const standing = standingOf(staff, await this.sessions.findStanding(staff));
    if (standing === 'session_ended') throw sessionEnded();
    if (standing !== 'in_force') throw asAppError(renewRequired());
    const person = sub === undefined ? undefined : await this.people.find(sub);
    if (person === undefined) return personNotFound();
    if (person.sub === staff.sub) return ownAccount();
    return person.roles.includes(SUPPORT) ? supportAccount() : person;
  }
}
