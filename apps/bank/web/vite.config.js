import { site } from '@latchkey/web/vite';

export default site({ firstPaint: 'login', smallPages: ['renew'] });
