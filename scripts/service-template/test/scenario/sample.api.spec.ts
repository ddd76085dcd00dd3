import { bearer, expect, logIn, serviceIn, step, verdictOf } from '@latchkey/e2e/scenario';

step(
  'Sample: a login at the bank counts here, a change is kept, and a logout counts here',
  {
    expects:
      'With the token of the bank the note is read and changed. After the logout at the bank the same token is refused.',
    at: 'sample',
    look: 'apps/sample/src/note/note.service.ts',
  },
  async ({ person, stack, qa }) => {
    const service = serviceIn(stack, 'sample');
    const headers = [bearer(await logIn(stack, person.username, person.password))];
    const path = '/api/note';
    const json = { text: 'Call about the forms' };
    expect(verdictOf(await qa.ask(service, { method: 'PUT', path, headers, json }))).toBe('200');
    const { body } = await qa.ask(service, { path, headers });
    expect(JSON.parse(body)).toMatchObject(json);
    qa.saw('The token of the bank reads and changes the note');

    expect(verdictOf(await qa.ask(stack.bank, { method: 'POST', path: '/api/logout', headers }))).toBe('204');
    await expect.poll(async () => verdictOf(await qa.ask(service, { path, headers }))).toBe('401 session_ended');
    qa.saw('After the logout at the bank the same token is refused');
  },
);
