import { registerHooks } from 'node:module';

// Sources name each other as they are called once compiled. Run as they are by Node, they are still called .ts.
registerHooks({
  resolve(specifier, context, next) {
    const isOurs = specifier.startsWith('.') && context.parentURL?.endsWith('.ts');
    return next(isOurs ? specifier.replace(/\.js$/, '.ts') : specifier, context);
  },
});
