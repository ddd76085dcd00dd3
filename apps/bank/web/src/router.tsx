import { protectedPage, lazyPage, routerDefaults } from '@latchkey/web';
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { LoginPage } from './login/login.page.js';
import { readLoginSearch } from './login/login-search.js';
import { ToLogin } from './login/to-login.js';

const rootRoute = createRootRoute();

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  component: protectedPage(() => import('./home/home.page.js'), 'HomePage', ToLogin),
});

// Not lazy: the page that most people see first, without anything in the cache.
const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  validateSearch: readLoginSearch,
  component: LoginPage,
});

const registerRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/register',
  validateSearch: readLoginSearch,
  component: lazyPage(() => import('./login/register.page.js'), 'RegisterPage'),
});

const securityRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/security',
  component: protectedPage(() => import('./security/security.page.js'), 'SecurityPage', ToLogin),
});

const loadYourData = () => import('./your-data/your-data.page.js');

const yourDataRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/your-data',
  component: protectedPage(loadYourData, 'YourDataPage', ToLogin),
});

// Without a session: the one that led here is over.
const goodbyeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/goodbye',
  component: lazyPage(loadYourData, 'GoodbyePage'),
});

const supportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/support',
  component: protectedPage(() => import('./support/support.page.js'), 'SupportPage', ToLogin),
});

/** The bank's pages. */
export const router = createRouter({
  ...routerDefaults,
  routeTree: rootRoute.addChildren([
    homeRoute,
    loginRoute,
    registerRoute,
    securityRoute,
    yourDataRoute,
    goodbyeRoute,
    supportRoute,
  ]),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
