const HIDDEN = '<the secret>';

/** The text without the deployment's secret: neither plain nor in the base64url of something that holds it. */
export function withoutSecret(text: string, secret: string): string {
  if (secret === '') return text;
  const inJson = JSON.stringify(secret).slice(1, -1);
  const forms = [
    secret,
    inJson,
    ...(['base64url', 'base64', 'hex'] as const).map((one) => Buffer.from(secret).toString(one)),
  ];
  const holds = (part: string): boolean => forms.some((form) => part.includes(form));
  const plain = forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
  return plain.replaceAll(/[\w-]{20,}/g, (part) => (holds(Buffer.from(part, 'base64url').toString()) ? HIDDEN : part));
}
