// What the schemas next door describe, as types alone: who only verifies has no zod.

/** What one replica of a service verifies with; thumbprints only (RFC 7638), never a key. */
export type ReplicaReport = {
  /** Names the process; new at every start. */
  instance: string;
  /** Of the keys that it verifies with. */
  thumbprints: string[];
  /** Of the key that it signs with; the bank alone. */
  signing: string | null;
  /** Why its keys file is not in use, readable; null while it is. */
  fault: string | null;
  /** Seconds since what it knows of revocations was certainly complete; null if it never was. */
  feedAge: number | null;
  /** Versions of the token contract that it verifies; missing in a report of a release that knew version 1 alone. */
  tokenVersions?: number[] | undefined;
  /** Version of the token contract that it issues; the bank alone. */
  issues?: number | null | undefined;
  seenAt: string;
};

/** What all replicas of a service verify with. */
export type KeyReport = {
  service: string;
  /** Seconds that an access token lives, by the settings of the replica that answers. */
  tokenTtl: number;
  replicas: ReplicaReport[];
};
