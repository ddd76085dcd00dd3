/**
 * What stands in a box of a form at this moment, also if the browser filled it in without a word to the page.
 *
 * @param name - the box's; it must be there
 */
export function typedText(form: HTMLFormElement, name: string): string {
  return (form.elements.namedItem(name) as HTMLInputElement).value;
}
