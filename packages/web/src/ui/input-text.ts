/**
 * The current text of a box, also if the browser filled it in without an event.
 *
 * @param name - the box's; it must be there
 */
export function typedText(form: HTMLFormElement, name: string): string {
  return boxOf(form, name).value;
}

/** The first box of a name: a password manager may add another of the same one. */
export function boxOf(form: HTMLFormElement, name: string): HTMLInputElement {
  return form.querySelector<HTMLInputElement>(`input[name="${name}"]`)!;
}
