import { AccountDeletionService } from '../src/account/account-deletion.service.js';
import { PASSWORD, register, type Bank } from './bank.js';
import { signIn, sql, type SignedIn } from './signed-in.js';

/** What tests of deleted accounts ask of a bank. */
export interface Leavers {
  /** Somebody who has just registered and logged in. */
  person(username: string): Promise<SignedIn>;
  /** Asks for the deletion, so many days ago. */
  leave(one: SignedIn, days: number): Promise<void>;
  removeDue(at?: Bank): Promise<number>;
  exists(one: SignedIn): Promise<boolean>;
  cursorOf(one: SignedIn): Promise<string | undefined>;
  /** Tables in which this text stands. */
  placesOf(text: string): Promise<string[]>;
}

export function leaversOf(bank: Bank): Leavers {
  return {
    async person(username) {
      await register(bank, username).expect(201);
      return signIn(bank, username);
    },
    async leave({ headers, sub }, days) {
      await bank.request.post('/api/account/deletion').set(headers).send({ password: PASSWORD }).expect(202);
      const move = 'UPDATE users SET deletion_requested_at = now() - make_interval(secs => $2) WHERE id = $1';
      await sql(bank, move, [sub, days * 86_400]);
    },
    removeDue: (at = bank) => at.app.get(AccountDeletionService).removeDue(),
    exists: async ({ sub }) => (await sql(bank, 'SELECT 1 FROM users WHERE id = $1', [sub])).length === 1,
    async cursorOf({ sub }) {
      const find = 'SELECT cursor FROM deleted_accounts WHERE user_id = $1';
      return (await sql<{ cursor: string }>(bank, find, [sub]))[0]?.cursor;
    },
    async placesOf(text) {
      const all = "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'";
      const places: string[] = [];
      for (const { name } of await sql<{ name: string }>(bank, all)) {
        const found = await sql(bank, `SELECT 1 FROM ${name} AS t WHERE strpos(t::text, $1) > 0 LIMIT 1`, [text]);
        if (found.length > 0) places.push(name);
      }
      return places.sort();
    },
  };
}
