// The browser reads the file after the click has been handled.
const READ_AFTER_MS = 60_000;

/** Saves a value as a JSON file among the downloads of the browser. */
export function saveJson(name: string, value: unknown): void {
  const address = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), READ_AFTER_MS);
}
