import { Icon } from './icon.js';

export const SystemIcon = () => (
  <Icon>
    <rect x="1.75" y="2.75" width="12.5" height="8.5" rx="1.5" />
    <path d="M5.5 13.75h5" />
  </Icon>
);

export const LightIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.75" />
    <path d="M8 1.25v1.5M8 13.25v1.5M1.25 8h1.5M13.25 8h1.5M3.25 3.25 4.3 4.3M11.7 11.7l1.05 1.05M12.75 3.25 11.7 4.3M4.3 11.7l-1.05 1.05" />
  </Icon>
);

export const DarkIcon = () => (
  <Icon>
    <path d="M13.5 9.6A5.9 5.9 0 0 1 6.4 2.5a5.9 5.9 0 1 0 7.1 7.1Z" />
  </Icon>
);

export const EyeIcon = () => (
  <Icon>
    <path d="M1.25 8S3.5 3.25 8 3.25 14.75 8 14.75 8 12.5 12.75 8 12.75 1.25 8 1.25 8Z" />
    <circle cx="8" cy="8" r="2" />
  </Icon>
);

export const EyeOffIcon = () => (
  <Icon>
    <path d="M6.5 3.4A7 7 0 0 1 8 3.25c4.5 0 6.75 4.75 6.75 4.75a12 12 0 0 1-1.9 2.6M3.9 4.8A11.5 11.5 0 0 0 1.25 8S3.5 12.75 8 12.750a6.6 6.6 0 0 0 3.2-.850M2 2l12 12" />
  </Icon>
);

/** A check mark. */
export const CheckIcon = () => (
  <Icon>
    <path d="m3 8.5 3.25 3.250L13 5" />
  </Icon>
);

/** An exclamation mark in a circle. */
export const WarningIcon = () => (
  <Icon>
    <circle cx="8" cy="8" r="6.5" />
    <path d="M8 4.750v3.750M8 11.200v.05" />
  </Icon>
);

export const OfflineIcon = () => (
  <Icon>
    <path d="M1.75 6.250A9.2 9.2 0 0 1 4 4.700M6.7 3.800a9.2 9.2 0 0 1 7.55 2.450M4.1 9a5.6 5.6 0 0 1 3-1.500M8 12.500v.05M2 2l12 12" />
  </Icon>
);

export const RenewIcon = () => (
  <Icon>
    <path d="M13.25 8A5.25 5.25 0 1 1 11.7 4.300L13.25 5.750M13.25 2.500v3.250H10" />
  </Icon>
);

export const CopyIcon = () => (
  <Icon>
    <path d="M5.75 5.750h7.500v7.500h-7.500zM3.5 10.250h-.750v-7.500h7.500v.750" />
  </Icon>
);
