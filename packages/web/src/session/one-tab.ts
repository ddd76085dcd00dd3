const LOCK = 'latchkey:stream';
/** Somebody who goes to another tab is often back soon; the connection stays for so long. */
const HIDDEN_MS = 60_000;

/**
 * Does something in one tab of this site at a time, and only where somebody can see the tab: browsers allow six connections
 * to an origin, and a tab that nobody sees has nobody to be told. Where tabs cannot agree, each visible one does it.
 *
 * @param work - settles soon after its signal, and never fails
 */
export function inOneVisibleTab(work: (signal: AbortSignal) => Promise<void>): void {
  let turn: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function begin(): void {
    if (turn !== undefined) return;
    const mine = new AbortController();
    turn = mine;
    void takeTurn(mine.signal, work);
  }

  function end(): void {
    clearTimeout(timer);
    turn?.abort();
    turn = undefined;
  }

  function look(): void {
    clearTimeout(timer);
    if (document.visibilityState === 'visible') begin();
    else if (turn !== undefined) timer = setTimeout(end, HIDDEN_MS);
  }

  document.addEventListener('visibilitychange', look);
  // A page that is frozen or kept for the way back would hold on to its turn and do nothing with it.
  document.addEventListener('freeze', end);
  window.addEventListener('pagehide', end);
  document.addEventListener('resume', look);
  window.addEventListener('pageshow', look);
  look();
}

async function takeTurn(signal: AbortSignal, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  let hasBegun = false;
  try {
    await navigator.locks.request(LOCK, { signal }, () => {
      hasBegun = true;
      return work(signal);
    });
  } catch {
    // No locks here, unless the wait was given up.
    if (!hasBegun && !signal.aborted) await work(signal);
  }
}
