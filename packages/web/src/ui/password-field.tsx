import { useState } from 'react';
import type { ComponentProps } from 'react';
import { EyeIcon, EyeOffIcon, WarningIcon } from './icons.js';
import { useCapsLock } from './caps-lock.js';
import { Field } from './field.js';

/** A password box with a button that shows what was typed, and a hint while caps lock is on. */
export function PasswordField(props: Omit<ComponentProps<typeof Field>, 'type' | 'behind' | 'aside'>) {
  const [shown, setShown] = useState(false);
  const [focused, setFocused] = useState(false);
  const capsLock = useCapsLock();
  const toggle = (
    <button
      type="button"
      className="box-button"
      aria-label={`Show ${props.label.toLowerCase()}`}
      aria-pressed={shown}
      onClick={() => setShown(!shown)}
    >
      {shown ? <EyeOffIcon /> : <EyeIcon />}
    </button>
  );
  // Always there, so that screen readers announce what appears in it.
  const hint = (
    <output className="flex items-center gap-2">
      {capsLock && focused && (
        <>
          <WarningIcon />
          <span>Caps lock is on</span>
        </>
      )}
    </output>
  );
  return (
    <Field
      {...props}
      type={shown ? 'text' : 'password'}
      behind={toggle}
      aside={hint}
      autoCapitalize="none"
      autoCorrect="off"
      spellCheck={false}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    />
  );
}
