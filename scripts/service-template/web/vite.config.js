import { site } from '@latchkey/web/vite';

export default site({ firstPaint: 'session' });
