import { Icon } from '../ui/icon.js';

export const ChevronIcon = () => (
  <Icon>
    <path d="m4 6.25 4 4 4-4" />
  </Icon>
);

export const GridIcon = () => (
  <Icon>
    <path d="M2 2h4.5v4.5H2zM9.5 2H14v4.5H9.5zM2 9.5h4.5V14H2zM9.5 9.5H14V14H9.5z" />
  </Icon>
);

export const LeaveIcon = () => (
  <Icon>
    <path d="M6.25 2.250h-3.500v11.500h3.500M6.250 8h7.500M10.750 5l3 3-3 3" />
  </Icon>
);

export const LeaveAllIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.25" />
    <path d="M1.75 8h12.500M8 1.750c3.500 3.500 3.500 9 0 12.500-3.500-3.500-3.500-9 0-12.500" />
  </Icon>
);

export const ShieldIcon = () => (
  <Icon>
    <path d="M8 1.75 13 3.500v4c0 3.25-2.1 5.7-5 6.75-2.9-1.05-5-3.5-5-6.750v-4ZM5.75 8l1.6 1.6 3-3.1" />
  </Icon>
);
