// The types of now: what the release before lacks of them fails when it is asked for.
export * from '../../src/index.js';
