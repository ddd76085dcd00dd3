// Who may import what, and why. `npm run imports` tells what breaks it, circles of folders too.
export default {
  forbidden: [
    {
      name: 'no-file-circles',
      comment: 'Two files that need each other are one, or have a third in common.',
      severity: 'warn',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules|/(build|dist)/' },
    exclude: { path: '/(test-results|playwright-report|coverage)/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
