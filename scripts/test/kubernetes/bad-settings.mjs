import { change, container, is, pod, settingOfAll, variable } from './spoil.mjs';

const keysOfTheBank = pod(({ volumes, containers: [{ env }] }) => {
  volumes.find(({ name }) => name === 'keys').secret.secretName = 'latchkey-keys-bank';
  env.find(({ name }) => name === 'JWT_KEYS_FILE').value = '/run/latchkey/keys/keys.bank.json';
});
const withoutUrl = container((one) => (one.env = one.env.filter(({ name }) => name !== 'PUBLIC_URL')));
const urlFirst = container(({ env }) =>
  env.sort((one, other) => (other.name === 'PUBLIC_URL') - (one.name === 'PUBLIC_URL')),
);
const given = (name, value) => container(({ env }) => env.push({ name, value }));
const migrationWithPort = change(is('Job latchkey-migrate-bank'), ({ spec }) =>
  spec.template.spec.containers[0].env.push({ name: 'PORT', value: '1' }),
);

/** @type {[string, (objects: object[]) => void, RegExp][]} */
export const badSettings = [
  ['a setting that no service reads', given('TOKEN_TIL', '60'), /is given TOKEN_TIL, which it does not read/],
  ['a setting that another service reads', given('PASSWORD_COST', '12'), /is given PASSWORD_COST/],
  ['a setting of all that is unknown', settingOfAll('LOG_LEVLE', 'info'), /bank: service is given LOG_LEVLE/],
  ['a required setting that is not set', withoutUrl, /would not start: PUBLIC_URL is missing/],
  ['a value that the setting refuses', settingOfAll('DRAIN_GRACE', 'soon'), /DRAIN_GRACE is not a number of seconds/],
  ['no proxy in front of https', settingOfAll('TRUSTED_PROXY_HOPS', '0'), /TRUSTED_PROXY_HOPS is 0/],
  ['a bank in clear', given('BANK_URL', 'http://latchkey-bank'), /BANK_URL is http to another host/],
  ['a reference to what is named later', urlFirst, /PUBLIC_URL: \$\(SERVICE_ID\) is not known before it/],
  [
    'a file that nothing mounts',
    variable('SERVICE_KEY_FILE', { value: '/run/x.json' }),
    /has no file at \/run\/x\.json/,
  ],
  ['a service with the keys that sign', keysOfTheBank, /JWT_KEYS_FILE .*private/],
  [
    'an address that no Ingress has',
    variable('PUBLIC_URL', { value: 'https://a.example.com' }),
    /no Ingress leads there/,
  ],
  ['a migration with what it does not read', migrationWithPort, /migrate is given PORT/],
];
