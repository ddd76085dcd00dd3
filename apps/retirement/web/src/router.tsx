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

const clientsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/clients',
  component: protectedPage(() => import('./clients/clients.page.js'), 'ClientsPage', GoToLoginPage),
});

/** Retirement's pages. */
export const router = createRouter({
  ...routerDefaults,
  routeTree: rootRoute.addChildren([homeRoute, yourDataRoute, clientsRoute]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
