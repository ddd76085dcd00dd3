/** Names and values, in the order in which they are sent. */
export type Headers = readonly (readonly [string, string])[];

/** What a browser, or something that imitates one, says of a call that did not come from the service's own page; `own` and `other` are the origins of the service and of another one of its deployment. */
export function origins(own: string, other: string): [string, Headers, 'other service'?][] {
  const port = own.replace(/\d+$/, '1');
  const foreign = [
    'http://attacker.invalid',
    'null',
    '',
    other,
    port,
    own.replace('http:', 'https:'),
    `${own}.attacker.invalid`,
    own.replace('//', '//x'),
    `${own}/`,
    own.toUpperCase(),
    `${own}, ${own}`,
    'file://',
    '*',
    'http://127.0.0.1',
    own.replace(/:\d+$/, ''),
  ];
  const site = (value: string, ...more: Headers): Headers => [['Sec-Fetch-Site', value], ...more];
  return [
    ...foreign.map((origin): [string, Headers] => [`only Origin ${origin || '(empty)'}`, [['Origin', origin]]]),
    [
      'Origin twice',
      [
        ['Origin', own],
        ['Origin', 'http://attacker.invalid'],
      ],
    ],
    ['only a Referer of its own', [['Referer', `${own}/`]]],
    ['no word of where from', []],
    ['cross-site', site('cross-site')],
    ['cross-site, Origin its own', site('cross-site', ['Origin', own])],
    ['cross-site, Origin foreign', site('cross-site', ['Origin', 'http://attacker.invalid'])],
    ['cross-site, Origin null', site('cross-site', ['Origin', 'null'])],
    ['none', site('none')],
    ['none, Origin its own', site('none', ['Origin', own])],
    ['same-site without Origin', site('same-site')],
    ['same-site, Origin unknown', site('same-site', ['Origin', port])],
    ['same-site, Origin null', site('same-site', ['Origin', 'null'])],
    ['same-site, Origin of the other service', site('same-site', ['Origin', other]), 'other service'],
    ['an empty Sec-Fetch-Site', site('', ['Origin', 'http://attacker.invalid'])],
    ['an unknown Sec-Fetch-Site', site('same-deployment', ['Origin', 'http://attacker.invalid'])],
    ['two values of Sec-Fetch-Site', site('same-origin, cross-site')],
    [
      'Sec-Fetch-Site twice',
      [
        ['Sec-Fetch-Site', 'same-origin'],
        ['Sec-Fetch-Site', 'cross-site'],
      ],
    ],
  ];
}
