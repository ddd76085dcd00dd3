import { Button, Time } from '@latchkey/web';
import type { ReactNode } from 'react';
import type { Person } from '../../../src/support/support.contract.js';

interface PersonCardProps {
  person: Person;
  onDisable: () => void;
  onEnable: () => void;
}

/** Who was found, in what state the account is, and the button that changes it. */
export function PersonCard({ person, onDisable, onEnable }: PersonCardProps) {
  const { sub, username, registeredAt, isDisabled, deletionAt, roles } = person;
  return (
    <div className="card card-flush">
      <dl className="grid grid-cols-1 gap-x-6 gap-y-4 p-4 sm:grid-cols-[auto_minmax(0,1fr)] sm:p-6">
        <Fact name="Username">
          <span className="font-semibold break-words" translate="no">
            {username}
          </span>
        </Fact>
        <Fact name="Account">
          <span className={`badge ${isDisabled ? 'badge-danger' : ''}`}>{isDisabled ? 'Disabled' : 'Active'}</span>
        </Fact>
        {deletionAt !== null && (
          <Fact name="Deletion">
            <Time seconds={Date.parse(deletionAt) / 1000} />, unless the person logs in before
          </Fact>
        )}
        <Fact name="Registered">
          <Time seconds={Date.parse(registeredAt) / 1000} />
        </Fact>
        <Fact name="Roles">{roles.length === 0 ? 'None' : <span translate="no">{roles.join(', ')}</span>}</Fact>
        <Fact name="Id">
          <code className="id" translate="no">
            {sub}
          </code>
        </Fact>
      </dl>
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3 border-t border-line bg-sunken p-4 sm:px-6">
        <p className="min-w-0 flex-1 basis-48 text-label text-muted">
          {isDisabled
            ? 'All logins are refused.'
            : 'A disabled account is logged out everywhere, and no login is taken.'}
        </p>
        <Button id="account-act" look="quiet" className="button-small" onClick={isDisabled ? onEnable : onDisable}>
          {isDisabled ? 'Enable account' : 'Disable account'}
        </Button>
      </div>
    </div>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 gap-x-6 gap-y-1 sm:col-span-2 sm:grid-cols-subgrid">
      <dt className="text-label text-muted sm:leading-6">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </div>
  );
}
