import { createServer } from 'node:net';
import { Refusal } from './say.mjs';

/** Refuses ports that another program holds, naming the variable that moves us elsewhere. */
export async function requireFreePorts(ports) {
  const taken = [];
  for (const [variable, port] of Object.entries(ports)) {
    const fault = await faultOf(port);
    if (fault) taken.push(`Port ${port} ${fault}: stop what uses it, or set ${variable} to another one.`);
  }
  if (taken.length > 0) throw new Refusal(taken.join('\n  '));
}

function faultOf(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', ({ code }) => resolve(code === 'EACCES' ? 'is not allowed for this user' : 'is taken'));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(undefined)));
  });
}
