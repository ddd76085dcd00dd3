import { expect, test } from '@jest/globals';
import { readLoginSearch } from '../web/src/login/login-search.js';

test.each([
  [{}, {}],
  [{ return_to: '/security', more: 'left out' }, { return_to: '/security' }],
  [{ return_to: ['/security', '//evil.example'] }, { return_to: 'ambiguous' }],
  [{ logged_out: true }, { logged_out: true }],
  [{ logged_out: 'true' }, {}],
  [{ logged_out: false }, {}],
])('of the query %j the login page reads %j', (search, read) => {
  expect(readLoginSearch(search)).toEqual(read);
});
