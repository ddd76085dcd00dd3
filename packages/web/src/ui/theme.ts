/** What a person can choose: the system's light or dark, or always one of them. */
export type Theme = 'system' | 'light' | 'dark';

// The name is spelled out once more in before-paint.js, which cannot import.
const KEY = 'latchkey:theme';

/** The theme chosen on this site, `system` where none is or where storage is closed. */
export function chosenTheme(): Theme {
  const theme = document.documentElement.dataset['theme'];
  return theme === 'light' || theme === 'dark' ? theme : 'system';
}

/** Applies a theme at once and remembers it on this site, the one thing that a site keeps in `localStorage`. */
export function chooseTheme(theme: Theme): void {
  apply(theme);
  try {
    if (theme === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // Storage is closed: the choice lasts as long as the page.
  }
}

/** Applies what another tab of the site chooses, and calls back. Returns a function that ends it. */
export function followTheme(changed: () => void): () => void {
  const follow = ({ key, newValue }: StorageEvent) => {
    // No key: the other tab has emptied the storage.
    if (key !== KEY && key !== null) return;
    apply(newValue === 'light' || newValue === 'dark' ? newValue : 'system');
    changed();
  };
  window.addEventListener('storage', follow);
  return () => window.removeEventListener('storage', follow);
}

function apply(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
