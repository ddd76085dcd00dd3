// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.

/** An error whose message is meant for the person at the terminal, without a stack. */
export class ExplainedError extends Error {}

export function log(line) {
  console.log(line);
}

/** Ends the script for a reason: in words if it is ours to explain, else with the stack. */
export function exitWith(error) {
  const worded = error instanceof ExplainedError || (error && error.name === 'EmbeddedPostgresError');
  console.error(worded ? `\n✗ ${error.message}` : error);
  process.exit(1);
}

/** Does a step and tells how long it took. */
export async function step(name, work) {
  const began = Date.now();
  const result = await work();
  log(`  ${name.padEnd(10)} ${((Date.now() - began) / 1000).toFixed(1)} s`);
  return result;
}
