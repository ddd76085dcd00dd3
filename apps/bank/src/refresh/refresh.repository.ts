import { Injectable } from '@nestjs/common';
import type { EndReason } from '@latchkey/verifier/contract';
import { Database } from '@latchkey/service';
import { rolesColumn, type Rights } from '../rights/rights-columns.js';

/** One token that is to be replaced by its successor. */
export interface Rotation {
  readonly sid: string;
  readonly generation: number;
  readonly seedHash: Buffer;
  /** What the row holds afterwards. */
  readonly nextSeedHash: Buffer;
  readonly nextKid: string;
  readonly address: string;
}

/** A session and its person, as tokens name them. */
export interface SessionAndUser extends Rights {
  readonly userId: string;
  readonly clientId: string;
  readonly username: string;
  readonly createdAt: Date;
  /** Whole seconds left of the absolute limit. */
  readonly secondsLeft: number;
  readonly secondsOld: number;
}

/** A session's row, whatever its state. */
export interface SessionState extends SessionAndUser {
  readonly generation: number;
  readonly seedHash: Buffer | null;
  readonly kid: string | null;
  readonly endReason: EndReason | null;
  readonly isDisabled: boolean;
  readonly secondsUnused: number;
}

// The rights are those of one moment, version and roles alike: the statement's, also where it waited for the session's row.
const SESSION = `s.user_id AS "userId", s.client_id AS "clientId", ${rolesColumn('s.user_id')} AS roles, s.created_at AS "createdAt",
  floor(extract(epoch FROM s.expires_at - clock_timestamp()))::integer AS "secondsLeft",
  extract(epoch FROM clock_timestamp() - s.created_at)::float8 AS "secondsOld"`;

// Each row decides for itself and alone. A row that someone else holds is passed over, so a statement never waits with rows
// in its hands: no deadlock, and one slow session does not hold up the others.
const rotate = (lock: string) => `
  WITH free AS (
    SELECT s.id, u.username, u.rights_version, a.n, a.generation, a.next_seed_hash, a.next_kid, a.address
    FROM unnest($1::uuid[], $2::integer[], $3::bytea[], $4::bytea[], $5::text[], $6::text[]) WITH ORDINALITY
      AS a(id, generation, seed_hash, next_seed_hash, next_kid, address, n)
    JOIN sessions s ON s.id = a.id AND s.generation = a.generation AND s.seed_hash = a.seed_hash
    JOIN users u ON u.id = s.user_id
    WHERE s.ended_at IS NULL AND u.disabled_at IS NULL
      AND s.expires_at >= clock_timestamp() + make_interval(secs => $7)
      AND s.last_used_at > clock_timestamp() - make_interval(secs => $8)
    FOR NO KEY UPDATE OF s ${lock}
  )
  UPDATE sessions s
  SET generation = s.generation + 1, seed_hash = f.next_seed_hash, refresh_kid = f.next_kid, address = f.address,
    last_used_at = clock_timestamp()
  FROM free f
  WHERE s.id = f.id AND s.generation = f.generation
  RETURNING f.n::integer, f.username, f.rights_version AS "rightsVersion", ${SESSION}`;

const ROTATE_FREE = rotate('SKIP LOCKED');
const ROTATE = rotate('');

const FIND = `
  SELECT u.username, u.rights_version AS "rightsVersion", ${SESSION}, s.generation, s.seed_hash AS "seedHash", s.refresh_kid AS kid, s.end_reason AS "endReason",
    u.disabled_at IS NOT NULL AS "isDisabled", extract(epoch FROM clock_timestamp() - s.last_used_at)::float8 AS "secondsUnused"
  FROM sessions s JOIN users u ON u.id = s.user_id
  WHERE s.id = $1`;

/** Limits that the rows are held to, in seconds. */
export interface RotationLimits {
  readonly leastSeconds: number;
  readonly idleSeconds: number;
}

@Injectable()
export class RefreshRepository {
  constructor(private readonly database: Database) {}

  /**
   * Replaces tokens that are in force, each by its own row's leave; answers the session of each, or undefined. Those whose
   * row is locked are passed over.
   */
  rotateFree(rotations: readonly Rotation[], limits: RotationLimits): Promise<(SessionAndUser | undefined)[]> {
    return this.#rotate(ROTATE_FREE, rotations, limits);
  }

  /** Replaces a token that is in force, and waits for its row if that is locked. */
  async rotateWaiting(rotation: Rotation, limits: RotationLimits): Promise<SessionAndUser | undefined> {
    return (await this.#rotate(ROTATE, [rotation], limits))[0];
  }

  async #rotate(sql: string, rotations: readonly Rotation[], limits: RotationLimits) {
    const [rows] = await this.database.query<[(SessionAndUser & { n: number })[], number]>(sql, [
      rotations.map(({ sid }) => sid),
      rotations.map(({ generation }) => generation),
      rotations.map(({ seedHash }) => seedHash),
      rotations.map(({ nextSeedHash }) => nextSeedHash),
      rotations.map(({ nextKid }) => nextKid),
      rotations.map(({ address }) => address),
      limits.leastSeconds,
      limits.idleSeconds,
    ]);
    const sessions: (SessionAndUser | undefined)[] = rotations.map(() => undefined);
    for (const { n, ...session } of rows) sessions[n - 1] = session;
    return sessions;
  }

  async find(sid: string): Promise<SessionState | undefined> {
    const [row] = await this.database.query<SessionState[]>(FIND, [sid]);
    return row;
  }
}
