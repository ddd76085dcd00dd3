import { startSite } from '@latchkey/web';
import { router } from './router.js';

startSite({
  name: 'Bank',
  servicesPath: '/.well-known/latchkey/services',
  router,
  sections: [
    { to: '/', label: 'Home' },
    { to: '/security', label: 'Security' },
    { to: '/your-data', label: 'Your data' },
  ],
});
