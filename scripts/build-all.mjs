import { build } from './build.mjs';
import { endWith } from './log.mjs';
import { setUp } from './setup.mjs';

// npm run build: all workspaces and sites.
setUp()
  .then(() => build(['build', 'build:web'], []))
  .catch(endWith);
