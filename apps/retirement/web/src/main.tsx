import { startSite } from '@latchkey/web';
import { router } from './router.js';

startSite({
  name: 'Retirement',
  servicesPath: '/api/services',
  router,
  sections: [
    { to: '/', label: 'Plan' },
    { to: '/your-data', label: 'Your data' },
    { to: '/clients', label: 'Clients', role: 'adviser' },
  ],
});
