import { asApiError, draftOf, errorsByField, focusFirstError, readEuros, typedEuros } from '@latchkey/web';
import type { ApiError } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/verifier/contract';
import { useRef, useState } from 'react';
import type { FormEvent, RefObject } from 'react';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import { readPlan, savePlan } from './plan.client.js';
import { RETIREMENT_AGES, isStored, readAge, readTypedPlan, readableStatus } from './typed-plan.rules.js';
import type { DraftPlan, PlanErrors, TypedPlan } from './typed-plan.rules.js';
import { useComeback } from './use-comeback.js';

/** The form's state. What is typed is kept as a draft of this user until it is saved. */
export function usePlanForm(me: MeAnswer, plan: PlanAnswer, form: RefObject<HTMLFormElement | null>) {
  const draft = draftOf<DraftPlan>('plan', me.sub);
  const [stored, setStored] = useState(plan);
  const [typed, setTyped] = useState<DraftPlan>(() => draft.read() ?? asTyped(plan));
  const latest = useRef(typed);
  const [errors, setErrors] = useState<PlanErrors>({});
  const [saveError, setSaveError] = useState<ApiError>();
  const [theirs, setTheirs] = useState<PlanAnswer>();
  const [busy, setBusy] = useState(false);
  const [savedAt, setSavedAt] = useState<string>();

  const amount = readEuros(typed.wish);
  const isChanged = !isStored(stored, readAge(typed.age, RETIREMENT_AGES), amount);

  function type(next: TypedPlan) {
    // The change is based on the plan that was there when typing began.
    latest.current = { ...next, version: isChanged ? (typed.version ?? stored.version) : stored.version };
    setTyped(latest.current);
    setErrors({});
    draft.keep(latest.current);
  }

  function show(now: PlanAnswer) {
    latest.current = asTyped(now);
    setTyped(latest.current);
    setStored(now);
    setSavedAt(undefined);
    setSaveError(undefined);
    setTheirs(undefined);
    setErrors({});
    draft.forget();
  }

  // Another tab may have saved something else meanwhile.
  async function catchUp() {
    if (isChanged || busy) return;
    const now = await readPlan().catch(() => stored);
    if (now.version === stored.version || latest.current !== typed) return;
    show(now);
  }
  useComeback(() => void catchUp());

  /** Back to what is stored, also where that came from elsewhere. */
  function undo(to = stored) {
    show(to);
    // The button that was pressed is about to go.
    form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }

  async function save(over = typed.version ?? stored.version) {
    if (busy) return;
    setSaveError(undefined);
    const reading = readTypedPlan(typed, amount);
    if ('errors' in reading) {
      setErrors(reading.errors);
      return focusFirstError(form.current);
    }
    setBusy(true);
    try {
      const kept = await savePlan({ ...reading.plan, version: over });
      setStored(kept);
      setTheirs(undefined);
      setSavedAt(clock());
      // What was typed meanwhile is not saved yet, and is based on this.
      if (latest.current === typed) draft.forget();
      latest.current = { ...latest.current, version: kept.version };
      setTyped(latest.current);
    } catch (thrown) {
      await refuse(asApiError(thrown));
    }
    setBusy(false);
  }

  async function refuse(error: ApiError) {
    if (error.code === 'plan_changed') {
      // Without the current plan there is nothing to choose from: then the error itself is shown.
      const now = await readPlan().catch(() => undefined);
      if (now !== undefined) return setTheirs(now);
    }
    const { retirementAge, monthlyWishMinor } = errorsByField(error.errors);
    setErrors({ age: retirementAge, wish: monthlyWishMinor });
    setSaveError(error);
    focusFirstError(form.current);
  }

  return {
    typed,
    stored,
    errors,
    saveError,
    busy,
    amount,
    isChanged,
    theirs,
    type,
    undo: () => undo(),
    save: (event: FormEvent) => {
      event.preventDefault();
      // Which of the two is meant has to be said first.
      if (theirs !== undefined) form.current?.querySelector<HTMLElement>('#conflict')?.focus();
      else void save();
    },
    keepMine: () => void save(theirs?.version),
    takeTheirs: () => undo(theirs),
    status: readableStatus(isChanged, stored.opened, savedAt),
  };
}

/** A plan as it stands in the form. */
function asTyped({ retirementAge, monthlyWishMinor, version }: PlanAnswer): DraftPlan {
  return { age: String(retirementAge), wish: typedEuros(monthlyWishMinor), version };
}

function clock(): string {
  return new Date().toLocaleTimeString(undefined, { timeStyle: 'short' });
}
