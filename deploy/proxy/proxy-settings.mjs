/** What .env says where the proxy stands in front: its profile, https, one hop, and two containers of each service on any free port. */
export function behindProxy(env, services) {
  const profiles = env.COMPOSE_PROFILES.split(',').filter((profile) => profile !== 'proxy');
  const port = env.PROXY_LISTEN.split(':').at(-1);
  const own = services.flatMap(({ variable }) => {
    const { protocol, hostname, href } = new URL(env[`${variable}_PUBLIC_URL`]);
    const url = `https://${hostname}${port === '443' ? '' : `:${port}`}`;
    return [
      [`${variable}_PUBLIC_URL`, protocol === 'https:' ? href.replace(/\/$/, '') : url],
      [`${variable}_LISTEN`, '127.0.0.1:'],
      [`${variable}_REPLICAS`, String(Math.max(2, Number(env[`${variable}_REPLICAS`])))],
    ];
  });
  return { COMPOSE_PROFILES: [...profiles, 'proxy'].join(), TRUSTED_PROXY_HOPS: '1', ...Object.fromEntries(own) };
}
