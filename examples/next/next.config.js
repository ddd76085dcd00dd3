const NOT_KEPT = [{ key: 'Cache-Control', value: 'no-store' }];

export default {
  poweredByHeader: false,
  // Loaded as it is installed: its background work is one for all routes.
  serverExternalPackages: ['@latchkey/verifier'],
  headers: async () => [{ source: '/api/:path*', headers: NOT_KEPT }],
};
