const HEAD = /<head[^>]*>/i;

/** Writes facts into a page's head, each as `<meta name="latchkey:KEY" content="VALUE">`. */
export function withFacts(html: string, facts: Readonly<Record<string, string>>): string {
  const metas = Object.entries(facts).map(
    ([key, value]) => `\n    <meta name="latchkey:${escaped(key)}" content="${escaped(value)}" />`,
  );
  return html.replace(HEAD, (head) => head + metas.join(''));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
