import { Icon } from '@latchkey/web';

export const DotIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="1.25" />
  </Icon>
);
