import { PasswordField } from '@latchkey/web';
import { useState } from 'react';
import { passwordRules } from './password.rules.js';
import { RuleList } from './rule-list.js';
import { StrengthLine } from './strength-line.js';
import { strengthOf } from './strength.rules.js';

interface NewPasswordFieldProps {
  label: string;
  name: string;
  /** Whose password it will be. */
  username: string;
  error: string | undefined;
  /** The person types: what was said of the last text is not about this one. */
  onEdit: () => void;
}

/** A box for a password that is to be chosen, with the bank's rules and the strength of what stands there. */
export function NewPasswordField({ username, onEdit, ...field }: NewPasswordFieldProps) {
  const [password, setPassword] = useState('');
  return (
    <div className="flex flex-col gap-3">
      <PasswordField
        {...field}
        id="new-password"
        onValue={(value) => {
          setPassword(value);
          onEdit();
        }}
        hint={<RuleList rules={passwordRules(password, username)} />}
        autoComplete="new-password"
        required
      />
      {/* What the bank has just refused has no strength. */}
      <StrengthLine strength={field.error === undefined ? strengthOf(password, username) : undefined} />
    </div>
  );
}
