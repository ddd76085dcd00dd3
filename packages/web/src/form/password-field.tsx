import { useState } from 'react';
import type { ComponentProps } from 'react';
import { EyeIcon, EyeOffIcon } from '../icon/icons.js';
import { Field } from './field.js';

/** A password box with a button that shows what was typed. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'behind'>) {
  const [shown, setShown] = useState(false);
  const toggle = (
    <button
      type="button"
      className="box-button"
      aria-label="Show password"
      aria-pressed={shown}
      onClick={() => setShown(!shown)}
    >
      {shown ? <EyeOffIcon /> : <EyeIcon />}
    </button>
  );
  return (
    <Field {...props} type={shown ? 'text' : 'password'} behind={toggle} autoCapitalize="none" spellCheck={false} />
  );
}
