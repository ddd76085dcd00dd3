// Runs before the first paint, as a classic script: keep it tiny and without imports.
try {
  var chosen = localStorage.getItem('latchkey:theme');
  if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;
} catch {
  // Storage is closed: the system's theme it is.
}
