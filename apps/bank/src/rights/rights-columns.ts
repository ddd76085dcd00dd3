/** What a person may do, as their tokens say it. */
export interface Rights {
  /** Sorted, each once. */
  readonly roles: readonly string[];
  /** Rises with every change of them. */
  readonly rightsVersion: number;
}

/** A token carries no more. */
export const MOST_ROLES = 16;

/**
 * SQL for the roles of the person whose id that column or parameter holds, as a token lists them: by code point, whatever the
 * collation of the database.
 */
export const rolesColumn = (userId: string): string =>
  `ARRAY(SELECT r.role FROM user_roles r WHERE r.user_id = ${userId} ORDER BY r.role COLLATE "C")`;
