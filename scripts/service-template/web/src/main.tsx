import { startSite } from '@latchkey/web';
import { router } from './router.js';

startSite({
  name: 'Sample',
  servicesPath: '/api/services',
  router,
  sections: [
    { to: '/', label: 'Your note' },
    { to: '/your-data', label: 'Your data' },
  ],
});
