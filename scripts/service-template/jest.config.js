import { preset } from '@latchkey/testing/jest';

export default preset('sample');
