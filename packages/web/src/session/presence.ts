const ACTS = ['pointerdown', 'keydown', 'click', 'input', 'wheel', 'popstate'] as const;

/** Whether the user is active: what hidden tabs and timers do by themselves does not count. */
export interface Presence {
  /** Calls back at each act of the person. Returns a function that ends it. */
  onUse: (act: () => void) => () => void;
  /** Settles as soon as the person can see the page and has done something on it since a moment of the monotonic clock. */
  usedSince: (moment: number) => Promise<void>;
  /** Time since the last act, milliseconds. */
  sinceUse: () => number;
  /** Takes nothing for use any more. Returns a function that ends it. */
  hold: () => () => void;
}

/** Watches from now on; opening the page is the first act. */
export function watchPresence(): Presence {
  let usedAt = performance.now();
  let isHeld = false;
  const acts = new Set<() => void>();

  function used(): void {
    if (isHeld || document.visibilityState !== 'visible') return;
    usedAt = performance.now();
    for (const act of acts) act();
  }

  for (const name of ACTS) window.addEventListener(name, used, { capture: true, passive: true });
  document.addEventListener('visibilitychange', used);

  function onUse(act: () => void): () => void {
    acts.add(act);
    return () => void acts.delete(act);
  }

  return {
    onUse,
    usedSince(moment) {
      if (document.visibilityState === 'visible' && usedAt >= moment) return Promise.resolve();
      return new Promise((resolve) => {
        const stop = onUse(() => {
          stop();
          resolve();
        });
      });
    },
    sinceUse: () => performance.now() - usedAt,
    hold() {
      isHeld = true;
      return () => void (isHeld = false);
    },
  };
}
