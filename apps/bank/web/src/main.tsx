import { startSite } from '@latchkey/web';
import { router } from './router.js';

startSite({ name: 'Bank', servicesPath: '/.well-known/latchkey/services', router });
