import { Button, Time } from '@latchkey/web';
import type { SessionEntry } from '@latchkey/verifier/contract';
import { DeviceIcon } from './device-icon.js';

/** One session: device, address, times, and a button to end it unless it is this one. */
export function SessionRow({ session, onEnd }: { session: SessionEntry; onEnd: () => void }) {
  const { id, device, address, firstSeen, lastSeen, current } = session;
  return (
    <li
      tabIndex={-1}
      data-session={id}
      className="outline-none flex flex-wrap items-center gap-x-4 gap-y-3 p-4 sm:flex-nowrap sm:px-6"
    >
      <span className="tile">
        <DeviceIcon device={device} />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span className="font-semibold">{device}</span>
          {current && <span className="badge">This device</span>}
        </p>
        <p className="text-label text-muted" translate="no">
          {address}
        </p>
        <p className="text-label text-muted">
          Since <Time seconds={secondsOf(firstSeen)} /> · last used <Time seconds={secondsOf(lastSeen)} />
        </p>
      </div>
      {!current && (
        <Button id={id} look="quiet" className="button-small max-sm:ms-15" onClick={onEnd}>
          <span>End session </span>
          <span className="sr-only">{`on ${device}, ${address}`}</span>
        </Button>
      )}
    </li>
  );
}

function secondsOf(time: string): number {
  return Date.parse(time) / 1000;
}
