import { inOneVisibleTab } from './one-tab.js';
import type { Session } from './session.client.js';
import type { Site } from './site-context.js';
import { followStream } from './stream.client.js';
import { createStreamEnd } from './stream-end.js';
import { failuresAfter, pauseAfter } from './stream.rules.js';
import { openTabChannel } from './tab-channel.js';

/** Comments come every 15 seconds; what is older than three of them says nothing any more. */
const FRESH_MS = 45_000;

/** The end of a session, as the page's service tells it the moment it happens, to one tab for all of the site. */
export interface SessionStream {
  /** The service would have told by now: nothing has to be asked. */
  isLive: () => boolean;
}

const streams = new WeakMap<Session, SessionStream>();

/** The stream of a site's page; opened by the first who asks, it stays for as long as the page. */
export function sessionStreamOf(site: Site): SessionStream {
  let stream = streams.get(site.session);
  if (stream === undefined) streams.set(site.session, (stream = openSessionStream(site)));
  return stream;
}

function openSessionStream(site: Site): SessionStream {
  const { session, renewal } = site;
  let live = { sid: '', at: -Infinity };
  const tabs = openTabChannel(({ sid, is }) => {
    if (is === 'live') live = { sid, at: performance.now() };
    else if (is === 'renewed') void end.takeRenewed(sid);
    else void end.take(is, sid, false);
  });
  const end = createStreamEnd(site, (sid) => tabs.tell({ sid, is: 'renewed' }));

  function known() {
    const state = session.state();
    return state.status === 'authenticated' ? state.me : undefined;
  }

  /** The session for which the service may hold a stream, as far as the page knows. */
  function worthwhile() {
    const me = known();
    return me !== undefined && navigator.onLine && !end.isOver(me) ? me : undefined;
  }

  async function lead(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const sid = worthwhile()?.sid;
      if (sid === undefined) {
        await nextChange(signal);
        continue;
      }
      const outcome = await follow(sid, signal);
      // Closed by this page, which shows another session by now, or none.
      if (signal.aborted || known()?.sid !== sid) continue;
      failures = failuresAfter(failures, outcome);
      if (outcome.code !== undefined) {
        tabs.tell({ sid, is: outcome.code });
        await end.take(outcome.code, sid, true);
      }
      if (outcome.code === undefined || failures > 1) {
        await pause(pauseAfter(outcome, failures, Math.random()), signal);
      }
    }
  }

  async function follow(sid: string, signal: AbortSignal) {
    const own = new AbortController();
    const close = () => own.abort();
    const stop = session.subscribe(() => known()?.sid === sid || close());
    // What is cut off so may seem open until the next comment is missed.
    window.addEventListener('offline', close);
    const outcome = await followStream(AbortSignal.any([signal, own.signal]), () => {
      live = { sid, at: performance.now() };
      tabs.tell({ sid, is: 'live' });
    });
    stop();
    window.removeEventListener('offline', close);
    live = { sid, at: -Infinity };
    return outcome;
  }

  function nextChange(signal: AbortSignal): Promise<void> {
    return until(signal, (settle) => {
      const stops = [session.subscribe(settle), renewal.subscribe(settle)];
      return () => stops.forEach((stop) => stop());
    });
  }

  window.addEventListener('pagehide', () => void (live = { sid: '', at: -Infinity }));
  inOneVisibleTab(lead);
  return { isLive: () => known()?.sid === live.sid && performance.now() - live.at < FRESH_MS };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return until(signal, (settle) => {
    const timer = setTimeout(settle, ms);
    return () => clearTimeout(timer);
  });
}

/** Waits for something, for a network that came back, or until the signal says that it is not worth it any more. */
function until(signal: AbortSignal, watch: (settle: () => void) => () => void): Promise<void> {
  return new Promise((resolve) => {
    const stop = watch(settle);
    window.addEventListener('online', settle);
    signal.addEventListener('abort', settle);
    function settle(): void {
      stop();
      window.removeEventListener('online', settle);
      signal.removeEventListener('abort', settle);
      resolve();
    }
    if (signal.aborted) settle();
  });
}
