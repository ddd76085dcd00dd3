import { asFault, draftOf, faultsByField, focusFirstFault, readEuros, typedEuros } from '@latchkey/web';
import type { ApiFault } from '@latchkey/web';
import type { MeAnswer } from '@latchkey/auth/contract';
import { useRef, useState } from 'react';
import type { FormEvent, RefObject } from 'react';
import type { PlanAnswer } from '../../../src/plan/plan.contract.js';
import { readPlan, savePlan } from './plan.client.js';
import { RETIREMENT_AGES, isStored, readAge, readTypedPlan } from './typed-plan.rules.js';
import type { PlanFaults, TypedPlan } from './typed-plan.rules.js';
import { useComeback } from './use-comeback.js';

/** The form's state. What is typed is kept as a draft of this person until it is saved. */
export function usePlanForm(me: MeAnswer, plan: PlanAnswer, form: RefObject<HTMLFormElement | null>) {
  const draft = draftOf<TypedPlan>('plan', me.sub);
  const [stored, setStored] = useState(plan);
  const [typed, setTyped] = useState<TypedPlan>(() => draft.read() ?? asTyped(plan));
  const latest = useRef(typed);
  const [faults, setFaults] = useState<PlanFaults>({});
  const [refusal, setRefusal] = useState<ApiFault>();
  const [busy, setBusy] = useState(false);
  const [savedAt, setSavedAt] = useState<string>();

  const amount = readEuros(typed.wish);
  const isChanged = !isStored(stored, readAge(typed.age, RETIREMENT_AGES), amount);

  function type(next: TypedPlan) {
    latest.current = next;
    setTyped(next);
    setFaults({});
    draft.keep(next);
  }

  // Another tab may have saved something else meanwhile.
  async function catchUp() {
    if (isChanged || busy) return;
    const now = await readPlan().catch(() => stored);
    const isNews = (['opened', 'retirementAge', 'monthlyWishMinor'] as const).some(
      (fact) => now[fact] !== stored[fact],
    );
    if (!isNews || latest.current !== typed) return;
    latest.current = asTyped(now);
    setTyped(latest.current);
    setStored(now);
    setSavedAt(undefined);
  }
  useComeback(() => void catchUp());

  function undo() {
    type(asTyped(stored));
    setRefusal(undefined);
    draft.forget();
    // The button that was pressed is about to go.
    form.current?.querySelector<HTMLElement>('[type="submit"]')?.focus();
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setRefusal(undefined);
    const reading = readTypedPlan(typed, amount);
    if ('faults' in reading) {
      setFaults(reading.faults);
      return focusFirstFault(form.current);
    }
    setBusy(true);
    try {
      setStored(await savePlan(reading.plan));
      setSavedAt(clock());
      // What was typed meanwhile is not saved yet.
      if (latest.current === typed) draft.forget();
    } catch (thrown) {
      refuse(asFault(thrown));
    }
    setBusy(false);
  }

  function refuse(fault: ApiFault) {
    const { retirementAge, monthlyWishMinor } = faultsByField(fault.errors);
    setFaults({ age: retirementAge, wish: monthlyWishMinor });
    setRefusal(fault);
    focusFirstFault(form.current);
  }

  return {
    typed,
    stored,
    faults,
    refusal,
    busy,
    amount,
    isChanged,
    type,
    undo,
    save: (event: FormEvent) => void save(event),
    status: statusInWords(isChanged, stored.opened, savedAt),
  };
}

function asTyped(plan: PlanAnswer): TypedPlan {
  return { age: String(plan.retirementAge), wish: typedEuros(plan.monthlyWishMinor) };
}

function statusInWords(isChanged: boolean, opened: boolean, savedAt: string | undefined): string {
  if (isChanged) return 'You have changes to save.';
  if (!opened) return 'A proposal: it becomes your plan when you save it.';
  return savedAt === undefined ? '' : `Saved at ${savedAt}.`;
}

function clock(): string {
  return new Date().toLocaleTimeString(undefined, { timeStyle: 'short' });
}
