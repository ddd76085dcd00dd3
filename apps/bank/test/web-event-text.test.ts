import { describe, expect, test } from '@jest/globals';
import { eventKind } from '../src/audit/audit.contract.js';
import { readableEvent } from '../web/src/security/event-text.rules.js';

describe('the text of an event', () => {
  test.each(eventKind.options)('has a text of its own: %s', (kind) => {
    const { text } = readableEvent({ kind });
    expect(text).toMatch(/^[A-Z][A-Za-z ]+$/);
  });

  test.each([
    ['login_refused', true],
    ['login_throttled', true],
    ['refresh_reused', true],
    ['password_change_refused', true],
    ['login', false],
    ['password_changed', false],
    ['session_ended', false],
    ['user_disabled', false],
  ] as const)('%s is worth a look: %s', (kind, isWorthALook) => {
    expect(readableEvent({ kind }).isWorthALook).toBe(isWorthALook);
  });

  test.each([
    [{ kind: 'login_refused', reason: 'invalid_credentials' }, 'Wrong password'],
    [{ kind: 'login_throttled', reason: 'too_many_guesses' }, 'Too many wrong passwords'],
    [{ kind: 'login_refused', reason: 'something_newer' }, undefined],
    [{ kind: 'login_refused', reason: 'toString' }, undefined],
    [{ kind: 'login' }, undefined],
    [{ kind: 'password_changed', sessions: 0 }, 'No other session was open'],
    [{ kind: 'password_changed', sessions: 1 }, '1 other session was ended'],
    [{ kind: 'logout_everywhere', sessions: 3 }, '3 sessions were ended'],
    [{ kind: 'refresh_reused' }, 'A copy of it may have been used'],
    [{ kind: 'role_granted', role: 'adviser' }, 'Role: adviser'],
    [{ kind: 'role_revoked', role: 'adviser' }, 'Role: adviser'],
    [{ kind: 'support_ended_sessions', sessions: 2 }, '2 sessions were ended'],
    [{ kind: 'support_refused', reason: 'own_account' }, 'It was about your own account'],
    [{ kind: 'support_looked' }, undefined],
  ] as const)('%j tells more: %j', (event, more) => {
    expect(readableEvent(event).more).toBe(more);
  });
});
