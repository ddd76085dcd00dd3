const PREFIX = 'x-forwarded';
// What proxies, balancers and content networks add to a request that they hand on.
const NAMES = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'client-ip',
  'true-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'x-original-url',
  'x-proxyuser-ip',
  'x-remote-ip',
  'x-remote-addr',
  'x-envoy-external-address',
  'x-envoy-expected-rq-timeout-ms',
  'x-amzn-trace-id',
  'x-azure-clientip',
  'x-azure-ref',
  'x-appengine-user-ip',
  'x-arr-log-id',
  'x-nf-client-connection-ip',
  'x-vercel-id',
  'cdn-loop',
  'cf-connecting-ip',
  'cf-connecting-ipv6',
  'cf-ray',
  'fastly-client-ip',
  'fastly-ff',
  'fly-client-ip',
  'do-connecting-ip',
  'ali-cdn-real-ip',
  'wl-proxy-client-ip',
  'proxy-client-ip',
]);

/** The header by which a proxy shows that it handed the request on, if one does. Names are in small letters, as Node has them. */
export function forwardedHeader(headers: object): string | undefined {
  return Object.keys(headers).find((name) => name.startsWith(PREFIX) || NAMES.has(name));
}
