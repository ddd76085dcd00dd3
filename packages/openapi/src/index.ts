export { openApiOf } from './document/open-api-of.js';
export type { OpenApi, Operation } from './open-api.js';
export { renderPage } from './page/render-page.js';
