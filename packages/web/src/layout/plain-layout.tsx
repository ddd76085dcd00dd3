import type { ReactNode } from 'react';
import { Frame } from './layout.js';
import { PlainHeader } from './plain-header.js';

/** The frame of pages that need no login: one card under the brand. */
export function PlainFrame({ children }: { children: ReactNode }) {
  return (
    <Frame header={<PlainHeader />} width="column">
      <div className="card">{children}</div>
    </Frame>
  );
}
