import { node } from './command.mjs';
import { Refusal } from './log.mjs';

/** How to launch the browser of the black-box tests, as JSON; unpacks the one of the packages if there is no other. */
export async function browserOptions() {
  const args = ['--import', './e2e/typescript-names.mjs', 'e2e/browser/print-chromium.ts'];
  const { code, output } = await node(args, { quiet: true });
  if (code !== 0) throw new Refusal(output);
  return output;
}
