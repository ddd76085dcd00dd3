import { BrandLink } from './brand-link.js';

/** The brand above a card. */
export function PlainHeader() {
  return (
    <header className="mx-auto w-full max-w-md px-4 pt-8 sm:px-6 sm:pt-16">
      <BrandLink />
    </header>
  );
}
