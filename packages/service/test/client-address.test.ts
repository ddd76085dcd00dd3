import { expect, test } from '@jest/globals';
import { clientAddressOf } from '../src/http/client-address.rules.js';
import { createService } from '../src/index.js';
import { demoEnvironment } from './demo/demo-environment.js';
import { demo } from './demo/demo-service.js';

test.each([
  ['nobody is believed without hops', '10.0.0.9', '1.1.1.1', 0, '10.0.0.9'],
  ['the last entry with one hop', '10.0.0.9', '6.6.6.6, 1.1.1.1', 1, '1.1.1.1'],
  ['the last but one with two hops', '10.0.0.9', '6.6.6.6, 1.1.1.1, 10.0.0.1', 2, '1.1.1.1'],
  ['too few entries: the socket', '10.0.0.9', '1.1.1.1', 2, '10.0.0.9'],
  ['no header: the socket', '10.0.0.9', undefined, 1, '10.0.0.9'],
  ['repeated headers are one list', '10.0.0.9', ['6.6.6.6', '1.1.1.1'], 1, '1.1.1.1'],
  ['what is no address: the socket', '10.0.0.9', 'unknown', 1, '10.0.0.9'],
  ['IPv4 in IPv6 is IPv4', '::ffff:10.0.0.9', undefined, 0, '10.0.0.9'],
  ['a port is dropped', '10.0.0.9', '1.1.1.1:5555', 1, '1.1.1.1'],
  ['IPv6 in brackets', '10.0.0.9', '[2001:DB8::1]:5555', 1, '2001:db8::1'],
  ['a zone is dropped', 'fe80::1%eth0', undefined, 0, 'fe80::1'],
  ['a closed socket', undefined, undefined, 0, 'unknown'],
])('%s', (_what, peer, forwarded, hops, address) => {
  expect(clientAddressOf(peer, forwarded, hops)).toBe(address);
});

test('a handler gets the address that the configured proxies saw', async () => {
  const service = await createService(demo, demoEnvironment({ TRUSTED_PROXY_HOPS: '1' }));
  try {
    const headers = { 'x-forwarded-for': '6.6.6.6, 1.1.1.1' };
    expect(await (await fetch(`${service.url}/api/hello`, { headers })).json()).toMatchObject({ address: '1.1.1.1' });
  } finally {
    await service.close();
  }
});
