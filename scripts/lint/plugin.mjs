import { linearExpressions } from './linear-expressions.mjs';

/** A rule that reports a node of one of the kinds for which `isError` is true. */
const refuse = (message, isError, ...kinds) => ({
  create: (context) =>
    Object.fromEntries(kinds.map((kind) => [kind, (node) => isError(node) && context.report({ node, message })])),
});

function isEnvironment({ type, object, property, source }) {
  if (type === 'ImportDeclaration') return /^(node:)?process$/.test(source.value);
  return object.name === 'process' && (property.name === 'env' || property.value === 'env');
}

function isBarrel({ body }) {
  return body.length > 0 && body.every(({ type, source }) => /^Export(All|Named)Declaration$/.test(type) && source);
}

export default {
  meta: { name: 'latchkey' },
  rules: {
    'linear-expressions': linearExpressions,
    'environment-in-config': refuse(
      'Only *.config.ts reads the environment: a setting is declared, checked and documented there.',
      isEnvironment,
      'MemberExpression',
      'ImportDeclaration',
    ),
    'no-barrel': refuse('A service has no barrels: import from the file that defines it.', isBarrel, 'Program'),
    'literal-import': refuse(
      'An import names its file, so that who imports whom can be read.',
      ({ source }) => source.type !== 'Literal',
      'ImportExpression',
    ),
  },
};
