/** The mark: a keyhole. */
export function Mark() {
  return (
    <svg className="size-7 shrink-0" viewBox="0 0 28 28" aria-hidden="true">
      <rect className="fill-brand" width="28" height="28" rx="8" />
      <path
        className="fill-on-brand"
        d="M14 6.5a4.75 4.75 0 0 0-2.3 8.9L10.4 21h7.2l-1.3-5.6A4.75 4.75 0 0 0 14 6.5Z"
      />
    </svg>
  );
}

/** The name Latchkey, drawn in one line weight. */
export function Wordmark() {
  return (
    <svg
      className="wordmark h-6 w-auto shrink-0"
      viewBox="0 0 96 28"
      fill="none"
      stroke="currentColor"
      strokeWidth="2.4"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d="M2 4v17" />
      <path d="M17.5 11v10M17.5 16a5 5 0 1 1-10 0 5 5 0 0 1 10 0Z" />
      <path d="M24 6.500v11a3.5 3.5 0 0 0 3.5 3.500M21.2 11h6.3" />
      <path d="M40 12.500a5 5 0 1 0 0 7" />
      <path d="M45.5 4v17M45.5 15.500a4.5 4.5 0 0 1 9 0V21" />
      <path d="M60.5 4v17M68 11l-7.5 6.300M63.4 14.9 68.5 21" />
      <path d="M72.5 16h10a5 5 0 1 0-1.6 3.7" />
      <path d="M86 11l4.3 10M94.5 11l-5.2 12.200a3 3 0 0 1-2.8 1.8" />
    </svg>
  );
}
