const PREFIX = 'latchkey:draft:';

/** What a person typed into a form and has not saved, kept in this tab so that a reload or a login in between loses nothing. */
export interface Draft<T> {
  read: () => T | undefined;
  keep: (value: T) => void;
  forget: () => void;
}

/**
 * @param form - name of the form
 * @param sub - the user: nobody else ever sees the draft
 */
export function draftOf<T>(form: string, sub: string): Draft<T> {
  const key = `${PREFIX}${form}:${sub}`;
  return {
    read: () => attempt(() => JSON.parse(sessionStorage.getItem(key) ?? 'null') as T | null) ?? undefined,
    keep: (value) => attempt(() => sessionStorage.setItem(key, JSON.stringify(value))),
    forget: () => attempt(() => sessionStorage.removeItem(key)),
  };
}

/** Forgets every draft of this tab: a logout leaves nothing behind. */
export function forgetDrafts(): void {
  forget(() => true);
}

/**
 * Forgets what others typed in this tab, once another user is here.
 * @param sub - the user whose drafts stay
 */
export function forgetDraftsOfOthers(sub: string): void {
  forget((key) => !key.endsWith(`:${sub}`));
}

function forget(isUnwanted: (key: string) => boolean): void {
  attempt(() => {
    for (const key of Object.keys(sessionStorage)) {
      if (key.startsWith(PREFIX) && isUnwanted(key)) sessionStorage.removeItem(key);
    }
  });
}

// Storage may be closed or full: a draft is a courtesy, never a reason to fail.
function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
