import { Icon } from '../icon/icon.js';

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

export const ShieldIcon = () => (
  <Icon>
    <path d="M8 1.75 13 3.500v4c0 3.25-2.1 5.7-5 6.75-2.9-1.05-5-3.5-5-6.750v-4ZM5.75 8l1.6 1.6 3-3.1" />
  </Icon>
);
