import { Field } from '@latchkey/web';

interface ReasonFieldProps {
  value?: string;
  error: string | undefined;
  onValue: (reason: string) => void;
}

/** Why support looks or acts: recorded, and shown to the person. */
export function ReasonField({ value, error, onValue }: ReasonFieldProps) {
  return (
    <Field
      label="Reason"
      name="reason"
      {...(value !== undefined && { value })}
      onValue={onValue}
      error={error}
      hint="The person sees it among their events."
      placeholder="Asked by phone, ticket 4711"
      autoComplete="off"
      required
    />
  );
}
