import type { AttackedStack } from '../attacked-stack.ts';
import { bodyRoutes, withBody, type BodyRoute, type BadRequest, type BadRequests } from './bad-request.ts';

const [registering, loggingIn, planning, sharing] = bodyRoutes as [BodyRoute, BodyRoute, BodyRoute, BodyRoute];

const usernames = [
  ...[
    'ab',
    'a',
    ' ada',
    'ada ',
    'a da',
    'ada\u0000',
    'ada\n',
    'ada\t',
    'a@b.example',
    'ada/..',
    '../../etc/passwd',
    'ada\\',
    "ada' OR '1'='1",
    'ada"; DROP TABLE users; --',
    'ada%00',
    'ada+1',
    'ada,bob',
  ],
  ...[
    'ада',
    'adá',
    'ad\u0061\u0301',
    'ａｄａ',
    'аda',
    'ada\u200b',
    '\u202eada',
    'ada😀',
    'İstanbul',
    'straße',
    'ﬁona',
    '<script>alert(1)</script>',
    '${7*7}',
    '{{7*7}}',
    '%s%n',
    '$(id)',
    '`id`',
    '*',
    '||',
  ],
  ...[
    'x'.repeat(65),
    'x'.repeat(5_000),
    '\ud800abc',
    'ada;',
    'ada:',
    'ada|x',
    'ada?x',
    'ada#x',
    'ada=x',
    'ada&x',
    '(ada)',
    '[ada]',
    '{ada}',
    '~ada',
    '^ada',
    '!ada',
  ],
];

const passwords = [
  ...[
    'x',
    '1234567',
    'sieben7',
    'p'.repeat(73),
    'é'.repeat(37),
    '😀'.repeat(19),
    'x'.repeat(20_000),
    '\ud800\ud800\ud800\ud800\ud800',
  ],
  ...[
    'password',
    'password1',
    '12345678',
    '123456789',
    'qwertyuiop',
    'iloveyou',
    'baseball',
    'football',
    'princess',
    'sunshine',
    'trustno1',
    'superman',
    '11111111',
    'abcd1234',
    'qwerty123',
    'password123',
  ],
];

const ages = [49, 76, 0, -67, 67.5, 1_000, 67.000001, '67', ' 67', [67], { value: 67 }, true, 2 ** 31, 2 ** 63];

const wishes = [
  ...[
    '-1',
    '-0',
    '1.5',
    '+1',
    '01',
    '00',
    '1e3',
    '0x10',
    '0b1',
    '0o7',
    ' 1',
    '1 ',
    '1\n',
    '1_000',
    '1,000',
    '1.000,00',
    '200000n',
    '',
    ' ',
    'NaN',
    'Infinity',
    'null',
    'abc',
    '١٢٣',
    '１２３',
    '²',
    '½',
    '€200',
    '200€',
  ],
  ...[
    '9'.repeat(20),
    '9'.repeat(40),
    '9'.repeat(10_000),
    '9223372036854775808',
    '18446744073709551616',
    "1' OR '1'='1",
    '1; DROP TABLE plan',
    '\u0000',
    '1\u0000',
  ],
  ...[200_000, 1, -1, 1.5, true, ['200000'], { amount: '200000' }],
];

const transports = [
  'Cookie',
  'COOKIE',
  'cookie ',
  'both',
  'bearer',
  'Token',
  'header',
  '__proto__',
  '',
  0,
  1,
  true,
  null,
  [],
  ['cookie'],
  {},
];

/** Who is no service of the deployment, and what is none at all. */
const clients = [
  ...['attacker', 'Bank', 'bank ', 'bank\u0000', 'bank,retirement', '*', '__proto__', 'http://bank.demo.localhost', ''],
  ...['b'.repeat(33), 'r'.repeat(5_000), 'bаnk', 0, true, null, [], ['bank'], { id: 'bank' }],
];

const permissions = ['true', 'yes', 'on', '', 0, 1, null, [], [true], {}, { allowed: true }];

/** Values of the right shape that the contract does not allow. */
export const values: BadRequests = (attacked) => [
  ...refuse(attacked, registering, 'username', usernames, [400]),
  ...refuse(attacked, registering, 'password', passwords, [400]),
  ...refuse(attacked, loggingIn, 'transport', transports, [400]),
  ...refuse(attacked, loggingIn, 'client_id', clients, [400]),
  ...refuse(attacked, sharing, 'allowed', permissions, [400]),
  ...refuse(attacked, planning, 'retirementAge', ages, [400]),
  ...refuse(attacked, planning, 'monthlyWishMinor', wishes, [400]),
];

/** Names and passwords that nobody has: no more than wrong. Each may cost a hash, so not all of them. */
export const loginAttempts: BadRequests = (attacked) => {
  const names = usernames.filter((_, index) => index % 3 === 0);
  const words = passwords.filter((text) => Buffer.byteLength(text) > 72 || !text.isWellFormed());
  return [
    ...refuse(attacked, loggingIn, 'username', names, [400, 401]),
    ...refuse(attacked, loggingIn, 'password', words, [400, 401]),
  ];
};

function refuse(
  attacked: AttackedStack,
  route: BodyRoute,
  name: string,
  list: readonly unknown[],
  statuses: readonly number[],
): BadRequest[] {
  return list.map((value) => ({
    kind: `${route.path}: ${name} ${JSON.stringify(value).slice(0, 60)} (${JSON.stringify(value).length})`,
    service: route.service,
    bytes: withBody(attacked, route, JSON.stringify({ ...route.good, [name]: value })),
    statuses,
    secrets: [
      attacked.token,
      attacked.stack.secret,
      ...(typeof value === 'string' && value.length > 14 ? [value] : []),
    ],
  }));
}
