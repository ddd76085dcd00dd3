/** What was asked for cannot be done: a message for the user, and exit code 2. */
export class UsageError extends Error {}
