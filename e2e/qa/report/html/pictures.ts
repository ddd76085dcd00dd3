import { existsSync, readFileSync } from 'node:fs';
import { markup, type Markup } from '../markup.js';

/** A picture that is small until somebody opens it. */
export function picture({ caption, file }: { caption: string; file: string }): Markup | undefined {
  if (!existsSync(file)) return undefined;
  const data = readFileSync(file).toString('base64');
  return markup`<details class="picture"><summary><img src="data:image/jpeg;base64,${data}" alt="${caption}"><span>${caption}</span></summary></details>`;
}
