import { ONLY_IN_2, type BadToken, type Forge, type Members } from './forge.js';

/** Versions that nobody knows, and the number of one over the claims of the other. */
function numbers(forge: Forge): BadToken[] {
  const versions = ['1', '2', 0, 1, 2, 3, 1.5, 2.5, '1.0', [1], [2], [1, 2], 1_000, -1, -2, 'v1', 'v2', '*', 2 ** 53];
  const others = versions.filter((ver) => ver !== forge.claims['ver']);
  return others.map((ver) => ({ kind: `ver ${JSON.stringify(ver)}`, token: forge.withClaims({ ver }) }));
}

/** Claims of one version under the number of the other, or with some of the other. */
function mixed(forge: Forge): BadToken[] {
  const added: Members = { roles: ['support'], rv: 1, client_id: 'bank', trv: forge.carriers[0] };
  const isFirst = forge.claims['ver'] === 1;
  const one = ONLY_IN_2.map((name): [string, Members] => [
    isFirst ? `version 1 with ${name}` : `version 2 with nothing new but ${name}`,
    isFirst
      ? { [name]: added[name] }
      : Object.fromEntries(ONLY_IN_2.map((other) => [other, other === name ? added[name] : undefined])),
  ]);
  const whole: [string, Members][] = isFirst
    ? [
        ['version 1 with all of version 2', added],
        ['version 2 with nothing new', { ver: 2 }],
        ['version 3 with all of version 2', { ...added, ver: 3 }],
        ['version 2 in text with all of it', { ...added, ver: '2' }],
        ['version 0 as version 1', { ver: 0 }],
      ]
    : [
        ['version 1 with what the token has', { ver: 1 }],
        ['no version', { ver: undefined }],
        ['the version under another name', { ver: undefined, version: 2 }],
        ['roles under another name', { roles: undefined, role: ['support'] }],
        ['roles next to groups', { groups: ['support'] }],
        ['a claim of version 3', { ver: 3, tenant: 'x' }],
      ];
  return [...one, ...whole].map(([kind, change]) => ({ kind, token: forge.withClaims(change) }));
}

/** Each version is exactly its own. */
export function versions(forge: Forge): BadToken[] {
  return [...numbers(forge), ...mixed(forge)];
}
