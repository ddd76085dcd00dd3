import { Icon } from '@latchkey/web';

const PHONE = /\b(iPhone|iPad|Android)\b/;
const COMPUTER = /\b(Windows|ChromeOS|macOS|Linux)\b/;

/** The kind of device, by the bank's name for it: a phone, a computer, or a program. */
export function DeviceIcon({ device }: { device: string }) {
  return (
    <Icon size={20}>
      {PHONE.test(device) ? (
        <>
          <rect x="5.5" y="2" width="9" height="16" rx="2" />
          <path d="M9 15.25h2" />
        </>
      ) : COMPUTER.test(device) ? (
        <>
          <rect x="3.25" y="3.5" width="13.5" height="9.5" rx="1.5" />
          <path d="M1.5 16.25h17" />
        </>
      ) : (
        <>
          <rect x="2" y="3" width="16" height="14" rx="2" />
          <path d="m5.5 7.5 2.5 2.5-2.5 2.5M10.5 12.500h4" />
        </>
      )}
    </Icon>
  );
}
