/** A busy browser draws frames before the marks of the form; after so many there will be none. */
const FRAMES = 30;

/** Moves the focus to the first field of a form, or of a part of one, that is marked as faulty, once the marks are drawn. */
export function focusFirstError(form: HTMLElement | null): void {
  const look = (framesLeft: number) => {
    const faulty = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
    if (faulty) faulty.focus();
    else if (framesLeft > 0) requestAnimationFrame(() => look(framesLeft - 1));
  };
  requestAnimationFrame(() => look(FRAMES));
}
