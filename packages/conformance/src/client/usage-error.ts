/** What was asked for cannot be done: words for whoever asked, and exit code 2. */
export class UsageError extends Error {}
