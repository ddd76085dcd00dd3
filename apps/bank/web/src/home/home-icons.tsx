import { Icon } from '@latchkey/web';

const PATHS = {
  clock: 'M10 5.5V10l3 2M18 10a8 8 0 1 1-16 0 8 8 0 0 1 16 0',
  warning: 'M10 6.5v4M10 13.6v.1M18 10a8 8 0 1 1-16 0 8 8 0 0 1 16 0',
  devices: 'M2 14.5h8M4 11.5v-6A1.5 1.5 0 0 1 5.5 4h9M12 8.5h5v8h-5z',
  key: 'M11 9l6-6M14.5 5.5l2 2M12 13a4 4 0 1 1-8 0 4 4 0 0 1 8 0',
} as const;

/** What a line of the summary is about. */
export type SummaryTopic = keyof typeof PATHS;

export function SummaryIcon({ topic }: { topic: SummaryTopic }) {
  return (
    <Icon size={20}>
      <path d={PATHS[topic]} />
    </Icon>
  );
}

export const ArrowIcon = () => (
  <Icon>
    <path d="M3 8h10M9 4l4 4-4 4" />
  </Icon>
);
