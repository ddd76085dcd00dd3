import { GoToLoginPage, protectedPage, routerDefaults } from '@latchkey/web';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';

const rootRoute = createRootRoute();

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: protectedPage(() => import('./home/home.page.js'), 'HomePage', GoToLoginPage),
});

const yourDataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/your-data',
  component: protectedPage(() => import('./your-data/your-data.page.js'), 'YourDataPage', GoToLoginPage),
});

/** The pages of this site. */
export const router = createRouter({
  ...routerDefaults,
  routeTree: rootRoute.addChildren([homeRoute, yourDataRoute]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
