import { GoToLoginPage, protectedPage, routerDefaults } from '@latchkey/web';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';

const rootRoute = createRootRoute();

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: protectedPage(() => import('./home/home.page.js'), 'HomePage', GoToLoginPage),
});

/** Retirement's pages. */
export const router = createRouter({ ...routerDefaults, routeTree: rootRoute.addChildren([homeRoute]) });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
