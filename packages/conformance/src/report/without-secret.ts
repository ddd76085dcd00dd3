const HIDDEN = '<the secret>';

/** The text without the deployment's secret: neither plain nor in the base64url of something that holds it. */
export function withoutSecret(text: string, secret: string): string {
  if (secret === '') return text;
  const forms = [secret, Buffer.from(secret).toString('base64url'), Buffer.from(secret).toString('base64')];
  const holds = (part: string): boolean => forms.some((form) => part.includes(form));
  const plain = forms.reduce((left, form) => left.replaceAll(form, HIDDEN), text);
  return plain.replaceAll(/[\w-]{20,}/g, (part) => (holds(Buffer.from(part, 'base64url').toString()) ? HIDDEN : part));
}
