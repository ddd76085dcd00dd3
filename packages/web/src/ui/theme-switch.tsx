import { useEffect, useId, useState } from 'react';
import type { ReactNode } from 'react';
import { DarkIcon, LightIcon, SystemIcon } from './icons.js';
import { chooseTheme, chosenTheme, followTheme } from './theme.js';
import type { Theme } from './theme.js';

const CHOICES: readonly { theme: Theme; label: string; icon: ReactNode }[] = [
  { theme: 'system', label: 'System', icon: <SystemIcon /> },
  { theme: 'light', label: 'Light', icon: <LightIcon /> },
  { theme: 'dark', label: 'Dark', icon: <DarkIcon /> },
];

/** A group of three radio buttons: system, light, dark. */
export function ThemeSwitch() {
  const name = useId();
  const [chosen, setChosen] = useState(chosenTheme);

  useEffect(() => followTheme(() => setChosen(chosenTheme())), []);

  function choose(theme: Theme) {
    chooseTheme(theme);
    setChosen(theme);
  }

  return (
    <fieldset className="flex items-center gap-1 rounded-full border border-line p-1">
      <legend className="sr-only">Theme</legend>
      {CHOICES.map(({ theme, label, icon }) => (
        <label key={theme} title={label} className="theme-choice">
          <input
            type="radio"
            className="sr-only"
            name={name}
            checked={chosen === theme}
            onChange={() => choose(theme)}
          />
          {icon}
          <span className="sr-only">{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
