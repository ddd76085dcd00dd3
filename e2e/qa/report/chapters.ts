/** The files of steps, in the order in which they tell the story, and what the report calls them. */
const chapters: readonly (readonly [string, string])[] = [
  ['one-login', 'One login for both'],
  ['deep-link', 'Links and the way back'],
  ['programs', 'Programs over HTTP'],
  ['register', 'A new account'],
  ['expiry', 'When the token expires'],
  ['renewal', 'Renewal follows use'],
  ['idle', 'When nobody does anything'],
  ['server-rendered', 'Pages that a service draws'],
  ['lost-response', 'When an answer is lost'],
  ['stolen-token', 'When a token is stolen'],
  ['logout', 'Logout'],
  ['forms', 'Forms that lose nothing'],
  ['print', 'On paper'],
  ['tabs', 'Two tabs of one site'],
  ['translated', 'Pages that others alter'],
  ['storage', 'Browsers that keep nothing'],
  ['behind-a-proxy', 'What stands in front'],
  ['keyboard', 'By keyboard alone'],
  ['copied-cookie', 'What a copied cookie is worth'],
  ['devices', 'Sessions and devices'],
  ['open-pages', 'Open pages that are told'],
  ['security', 'Password and events'],
  ['roles', 'Roles that change'],
  ['support', 'The support desk'],
  ['advice', 'A plan that an adviser reads'],
  ['leaving', 'Leaving'],
  ['outage', 'When the bank is down'],
  ['replicas', 'Several of each service'],
  ['third-service', 'A third service'],
  ['keys', 'Keys that change'],
  ['clocks', 'Clocks that are wrong'],
  ['cookies', 'Cookies that others set'],
  ['csrf', 'Requests that others send'],
  ['login-attempts', 'Passwords that others guess'],
  ['gallery-bank', 'Every view of the bank'],
  ['gallery-bank-states', 'Every state of the bank'],
  ['gallery-retirement', 'Every view of retirement'],
  ['gallery-states', 'Every state of a page'],
  ['gallery-reference', 'The pages of the API'],
];

export interface Chapter {
  readonly title: string;
  /** Where it stands in the story; a file that is not named stands at the end. */
  readonly place: number;
}

export function chapterOf(file: string): Chapter {
  const name = file.split('/').at(-1)?.replace('.spec.ts', '') ?? '';
  const place = chapters.findIndex(([known]) => known === name);
  const words = name.replaceAll('-', ' ');
  if (place < 0) return { title: words.charAt(0).toUpperCase() + words.slice(1), place: chapters.length };
  return { title: chapters[place]?.[1] ?? words, place };
}
