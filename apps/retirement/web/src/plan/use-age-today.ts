import { draftOf } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useState } from 'react';
import { AGES_TODAY, ageError, readAge } from './typed-plan.rules.js';

const ASSUMED = 35;

/** The age that the projection begins at: an assumption, kept in this tab and sent nowhere. */
export function useAgeToday(me: MeAnswer) {
  const draft = draftOf<string>('age-today', me.sub);
  const [typed, setTyped] = useState(() => draft.read() ?? String(ASSUMED));
  const [last, setLast] = useState(() => readAge(typed, AGES_TODAY) ?? ASSUMED);
  // A number is not called wrong while it is being typed.
  const [isLeft, setLeft] = useState(true);
  const age = readAge(typed, AGES_TODAY);

  function type(text: string) {
    setTyped(text);
    setLast(readAge(text, AGES_TODAY) ?? last);
    setLeft(false);
    draft.keep(text);
  }

  return {
    typed,
    age: age ?? last,
    error: age === undefined && isLeft ? ageError(AGES_TODAY) : undefined,
    type,
    leave: () => setLeft(true),
  };
}
