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
  /** The user types: the last error is not about this text. */
  onEdit: () => void;
}

/** A box for a new password, with the bank's rules and the strength of the current text. */
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
      {/* What the bank has just rejected has no strength. */}
      <StrengthLine strength={field.error === undefined ? strengthOf(password, username) : undefined} />
    </div>
  );
}
