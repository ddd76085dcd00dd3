import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { generationOf } from './refresh-client.js';
import { SessionModel } from './refresh-model.js';

const limits = { idleSeconds: 1800, graceSeconds: 10 };

/** What can happen to a session: someone presents a token of some age, time passes, the bank's secret is replaced. */
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ present: fc.integer({ min: 0, max: 3 }) }) },
  { weight: 3, arbitrary: fc.record({ pass: fc.constantFrom(0.1, 4, 9.9, 10, 60, 1799, 1800) }) },
  { weight: 1, arbitrary: fc.record({ first: fc.constantFrom<0 | 1>(0, 1) }) },
);
const story = fc.array(step, { maxLength: 40 });

test('in whatever order: a token has one successor, a holder in time lives on, and what is old ends the session', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const session = new SessionModel(limits);
      const issued = [session.first];
      const successorOf = new Map<string, string>();
      for (const now of steps) {
        if ('pass' in now) session.pass(now.pass);
        else if ('first' in now) session.swapSecrets(now.first);
        else {
          const presented = issued[Math.max(0, issued.length - 1 - now.present)]!;
          const [age, wasOver] = [session.generation - generationOf(presented), session.isOver];
          const isInTime = session.secondsUnused < (age === 0 ? limits.idleSeconds : limits.graceSeconds);
          const outcome = session.refresh(presented);
          const token = 'token' in outcome ? outcome.token : undefined;
          expect(token !== undefined).toBe(!wasOver && age <= 1 && isInTime);
          expect(session.isOver).toBe(token === undefined);
          if (token === undefined) continue;
          expect(successorOf.get(presented) ?? token).toBe(token);
          successorOf.set(presented, token);
          if (!issued.includes(token)) issued.push(token);
        }
      }
      expect(session.rotations).toBe(issued.length - 1);
    }),
    { numRuns: 2000 },
  );
});

test('a token that is not exactly what the bank wrote is nothing', () => {
  const changed = fc.record({
    at: fc.nat(),
    to: fc.constantFrom('v', '1', '2', '.', 'A', 'Z', 'a', 'z', '0', '9', '-', '_', '=', '+', '/', ' ', '\0', 'é'),
    cut: fc.boolean(),
  });
  fc.assert(
    fc.property(changed, ({ at, to, cut }) => {
      const session = new SessionModel(limits);
      const text = session.first;
      const place = at % text.length;
      const other = text.slice(0, place) + to + (cut ? '' : text.slice(place + 1));
      fc.pre(other !== text);
      expect(session.refresh(other)).toEqual({ refused: true });
      expect(session.isOver).toBe(false);
    }),
    { numRuns: 2000 },
  );
});
