// Runs on the user's own, maybe old, Node: built-ins and plain syntax only.
import { connect } from 'net';

/** Whether anything answers where npm would ask; true without looking if a proxy stands in between. */
export function canReachRegistry() {
  const { env } = process;
  const proxy = [
    'npm_config_proxy',
    'npm_config_https_proxy',
    'HTTPS_PROXY',
    'https_proxy',
    'HTTP_PROXY',
    'http_proxy',
  ];
  if (proxy.some((name) => env[name])) return Promise.resolve(true);
  const { hostname, port, protocol } = new URL(env.npm_config_registry || 'https://registry.npmjs.org/');
  return new Promise((resolve) => {
    const socket = connect(Number(port) || (protocol === 'http:' ? 80 : 443), hostname);
    const end = (reached) => {
      socket.destroy();
      resolve(reached);
    };
    socket.setTimeout(8000, () => end(false));
    socket.once('error', () => end(false));
    socket.once('connect', () => end(true));
  });
}
