/** A valid environment for the demo service; `undefined` removes a variable. */
export function demoEnvironment(env: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    PORT: '0',
    HOST: '127.0.0.1',
    PUBLIC_URL: 'http://demo.localhost:4100',
    DATABASE_URL: process.env.TEST_DATABASE_URL,
    LOG_LEVEL: 'silent',
    DRAIN_GRACE: '0.3',
    ...env,
  };
}
