import type { StreamEndCode } from './stream.rules.js';

const NAME = 'latchkey:stream';

/** What the tab that holds the stream of a session tells the others, and what they tell it. */
export interface TabNews {
  /** The session that it is about. */
  sid: string;
  /** The stream lives; it has ended with a code; or there is a new token, after one that was over. */
  is: 'live' | 'renewed' | StreamEndCode;
}

/** Speaks to the other tabs of this site; alone where that is not possible. */
export function openTabChannel(hear: (news: TabNews) => void): { tell: (news: TabNews) => void } {
  let channel: BroadcastChannel | undefined;

  function open(): void {
    try {
      channel ??= new BroadcastChannel(NAME);
      channel.onmessage = ({ data }: MessageEvent<TabNews>) => hear(data);
    } catch {
      // Blocked with everything else that a site may keep.
    }
  }

  // A page that is kept for the way back would lose that place by the first message.
  window.addEventListener('pagehide', () => {
    channel?.close();
    channel = undefined;
  });
  window.addEventListener('pageshow', open);
  open();
  return { tell: (news) => channel?.postMessage(news) };
}
