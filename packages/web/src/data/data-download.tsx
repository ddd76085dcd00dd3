import type { MeAnswer } from '@latchkey/verifier/contract';
import { useState } from 'react';
import { call } from '../http/api.client.js';
import { asApiError } from '../http/api.errors.js';
import type { ApiError } from '../http/api.errors.js';
import { useSite } from '../session/site-context.js';
import { Button } from '../ui/button.js';
import { ErrorAlert } from '../ui/error-alert.js';
import { Note } from '../ui/alert.js';
import { saveJson } from './save-file.js';

interface DataDownloadProps {
  me: MeAnswer;
  /** Where the service answers with all that it holds about the caller. */
  path: string;
}

/** A button that saves what the service holds about the person as a file. Not a link, which could not renew a login. */
export function DataDownload({ me, path }: DataDownloadProps) {
  const { facts } = useSite();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<ApiError>();
  const [saved, setSaved] = useState<string>();

  async function download() {
    if (busy) return;
    setBusy(true);
    setError(undefined);
    setSaved(undefined);
    try {
      const name = `${facts.service}-${me.username}-${new Date().toISOString().slice(0, 10)}.json`;
      saveJson(name, await call('GET', path));
      setSaved(name);
    } catch (thrown) {
      setError(asApiError(thrown));
    }
    setBusy(false);
  }

  return (
    <div className="flex flex-col items-start gap-4">
      {error !== undefined && <ErrorAlert error={error} showId />}
      <Button look="quiet" busy={busy} onClick={() => void download()}>
        Download my data
      </Button>
      <output className="block w-full break-words empty:sr-only">
        {saved !== undefined && (
          <Note tone="good">
            Saved as <span translate="no">{saved}</span>
          </Note>
        )}
      </output>
    </div>
  );
}
