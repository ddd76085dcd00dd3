import { useRef, useState } from 'react';
import { CheckIcon, CopyIcon } from './icons.js';

/** The id to quote when asking for help, ready to copy; nothing if the request never got one. */
export function RequestId({ id }: { id: string | undefined }) {
  const code = useRef<HTMLElement>(null);
  const [isCopied, setIsCopied] = useState(false);
  if (id === undefined) return null;

  async function copy() {
    try {
      await navigator.clipboard.writeText(id ?? '');
      setIsCopied(true);
    } catch {
      // Not allowed here: selected, it can be copied by hand.
      getSelection()?.selectAllChildren(code.current!);
    }
  }

  return (
    <div className="request-id">
      <div className="min-w-0">
        <p className="text-label text-muted">Request id</p>
        <code ref={code} className="id" translate="no">
          {id}
        </code>
      </div>
      <button type="button" className="button button-quiet button-small" onClick={() => void copy()}>
        {isCopied ? <CheckIcon /> : <CopyIcon />}
        <span>Copy</span>
        <span className="sr-only"> request id</span>
      </button>
      <output className="sr-only">{isCopied ? 'Copied' : ''}</output>
    </div>
  );
}
