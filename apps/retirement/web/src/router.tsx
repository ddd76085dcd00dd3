import { routerDefaults } from '@latchkey/web';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { HomePage } from './home/home.page.js';

const rootRoute = createRootRoute();

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: HomePage });

/** Retirement's pages. */
export const router = createRouter({ ...routerDefaults, routeTree: rootRoute.addChildren([homeRoute]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
